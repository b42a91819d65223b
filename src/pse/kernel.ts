/**
 * The payment kernel: one transaction from application selection to completion, in the order of the standard's chapters
 * (EMV 4.3 Book 3 clause 8, figure 7; JR/T 0025.5 chapters 6 to 17). Each step is a file of its own.
 */

import type { CardSession } from '../card/session.js';
import type { Sha1 } from '../crypto/sha1.js';
import { decisionAfterFailedCda, firstDecision, unableDecision } from './action-analysis.js';
import { authenticateOffline } from './authentication.js';
import { nameOf } from './candidate.js';
import { approved, declined, endedOutcome } from './completion.js';
import { generateFirst, generateSecond } from './cryptogram.js';
import { verifyCardholder } from './cvm.js';
import { initiate } from './initiation.js';
import { goOnline, type IssuerVerdict } from './online.js';
import type { KernelParameters } from './parameters.js';
import type { Candidate, CardAccount, EndReason, KernelHost, PaymentKernel, PaymentOutcome } from './payment-kernel.js';
import { readRecords } from './records.js';
import { putResponseCode } from './response-code.js';
import { restrict } from './restrictions.js';
import { manageRisk } from './risk.js';
import { runScripts } from './scripts.js';
import { buildCandidates, selectApplication } from './selection.js';
import { fillTerminalObjects } from './terminal-objects.js';
import { beginTransaction, type Ended, ended, isEnded, type TransactionState } from './transaction-state.js';

/** The project's own kernel behind the seam. */
export function paymentKernel(sha1: Sha1): PaymentKernel {
  return {
    candidates,
    account: (card, parameters, transaction, host) => account({ sha1, card, parameters, transaction, host }),
    transact: (card, parameters, transaction, host) => transact({ sha1, card, parameters, transaction, host }),
  };
}

/** What every transaction begins with. */
type Task = Pick<TransactionState, 'sha1' | 'card' | 'parameters' | 'transaction' | 'host'>;

async function candidates(
  card: CardSession,
  parameters: KernelParameters,
): Promise<readonly Candidate[] | (PaymentOutcome & { readonly kind: 'ended' })> {
  const found = await buildCandidates(card, parameters);
  return isEnded(found) ? endedOutcome(found) : found;
}

async function account(task: Task): Promise<CardAccount | (PaymentOutcome & { readonly kind: 'ended' })> {
  const state = await begin(task);
  if (isEnded(state)) return endedOutcome(state);
  const unread = await readRecords(state);
  if (unread) return endedOutcome(unread);
  const { aid, label, icc } = state;
  return { values: icc, aid, label };
}

async function transact(task: Task): Promise<PaymentOutcome> {
  // 1, 2. Select an application and initiate it.
  const state = await begin(task);
  if (isEnded(state)) return endedOutcome(state);
  // 3 to 7. Read it, authenticate it, and look at everything that speaks against the transaction.
  const problem = await examine(state);
  if (problem) return endedOutcome(problem);
  // 8. Terminal action analysis.
  const decision = firstDecision(state);
  // 9. Card action analysis.
  const first = await generateFirst(state, decision);
  if (isEnded(first)) return endedOutcome(first);
  if (first.cryptogram === 'AAC') {
    putResponseCode(state.terminal, 'Z1');
    return declined(state, decision === 'AAC' ? 'terminal' : 'card');
  }
  if (first.cdaFailed) return await declineForgery(state, first.cryptogram);
  if (first.cryptogram === 'TC') return approved(state, 'offline');
  // 10. Online processing.
  const answer = await goOnline(state);
  // 11, 12. Scripts before the end, completion, scripts after it.
  return answer.verdict === 'unable' ? await completeUnable(state) : await complete(state, answer);
}

/**
 * Offers what both have in common until an application takes the transaction or none is left (Book 1 12.4, Book 3 10.1).
 * A single application that wants no confirmation is taken without a question; but once the holder has chosen one that
 * could not be used, none is taken without the holder's consent (Book 1 12.4 step 6).
 */
async function begin(task: Task): Promise<TransactionState | Ended> {
  const { card, parameters, host } = task;
  const found = await buildCandidates(card, parameters);
  if (isEnded(found)) return found;
  let left = found;
  let why: EndReason = 'no-common-application';
  let wasAsked = false;
  while (left.length > 0) {
    wasAsked ||= left.length > 1 || left[0].confirm;
    const candidate = wasAsked ? await choose(left, host) : left[0];
    if (candidate === undefined) return ended('not-chosen');
    left = left.filter((other) => other !== candidate);
    const selected = await selectApplication(card, candidate, parameters);
    if (selected === 'blocked') why = 'application-blocked';
    if (selected === 'blocked' || selected === 'next') continue;
    const state = beginTransaction({ ...task, ...selected });
    await fillTerminalObjects(state);
    const refused = await initiate(state);
    if (refused === undefined) return state;
    if (isEnded(refused)) return refused;
    why = 'conditions-not-satisfied';
  }
  return ended(why);
}

async function choose(left: readonly Candidate[], host: KernelHost): Promise<Candidate | undefined> {
  const choices = left.map((candidate) => ({
    aid: candidate.aid,
    label: nameOf(candidate),
    confirm: candidate.confirm,
  }));
  const index = await host.chooseApplication(choices);
  return index === undefined ? undefined : left[index];
}

async function examine(state: TransactionState): Promise<Ended | undefined> {
  // 3. Read application data.
  const unread = await readRecords(state);
  if (unread) return unread;
  // 4. Offline data authentication.
  const unanswered = await authenticateOffline(state);
  if (unanswered) return unanswered;
  // 5. Processing restrictions.
  restrict(state);
  // 6. Cardholder verification.
  const cancelled = await verifyCardholder(state);
  if (cancelled) return cancelled;
  // 7. Terminal risk management.
  return await manageRisk(state);
}

/** A wrong signature around the first cryptogram: nobody is asked any more (Book 2 6.6.2, Book 4 6.3.2.1). */
async function declineForgery(state: TransactionState, first: 'TC' | 'ARQC'): Promise<PaymentOutcome> {
  putResponseCode(state.terminal, 'Z1');
  const next = decisionAfterFailedCda(first);
  if (next) await generateSecond(state, next);
  return declined(state, 'terminal');
}

/** The issuer cannot be asked: the terminal's default codes decide, and the card after them (Book 4 6.3.8). */
async function completeUnable(state: TransactionState): Promise<PaymentOutcome> {
  const decision = unableDecision(state);
  putResponseCode(state.terminal, decision === 'TC' ? 'Y3' : 'Z3');
  const second = await generateSecond(state, decision);
  if (second.cryptogram === 'TC' && !second.cdaFailed) return approved(state, 'offline');
  putResponseCode(state.terminal, 'Z3');
  return declined(state, decision === 'TC' && !second.cdaFailed ? 'card' : 'terminal');
}

/** The issuer has spoken: the card hears it, may still refuse, and gets the rest of its scripts. */
async function complete(state: TransactionState, { verdict, scripts }: IssuerVerdict): Promise<PaymentOutcome> {
  await runScripts(state, scripts, 0x71);
  const wanted = verdict === 'approved';
  const second = await generateSecond(state, wanted ? 'TC' : 'AAC');
  await runScripts(state, scripts, 0x72);
  if (!wanted) return declined(state, 'issuer', verdict === 'approved in part');
  if (second.cdaFailed) return declined(state, 'terminal', true);
  return second.cryptogram === 'TC' ? approved(state, 'online') : declined(state, 'card', true);
}
