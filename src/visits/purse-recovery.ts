/**
 * What came of a transaction with a card's medical account whose end the terminal has not heard: asked of the same card by
 * GET TRANSACTION PROOF (SPEC-7 14; sscard.md 8), never guessed.
 */

import type { PurseCheck, PurseIntent, PurseRow } from '../journal/purse-entries.js';
import { PURSE_TYPE, type Purse, type PurseProof } from '../ssse/purse.js';
import { findInLog } from '../ssse/purse-log.js';
import { isRefusal, type Refusal } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import type { Terminal } from './terminal.js';

export type PurseEnd =
  /** the card has nothing open at this terminal */
  | { readonly kind: 'nothing' }
  /** it has not come about, and the journal has closed it */
  | { readonly kind: 'undone' }
  /** it has come about, and the journal has booked it */
  | { readonly kind: 'completed'; readonly row: PurseRow }
  /** still unknown, or the journal takes nothing: it stays pending */
  | { readonly kind: 'open' };

/** Asks the card about what pends for it. The PIN has been verified; silence is a Fault and leaves it pending. */
export async function resolvePurse(terminal: Terminal, card: SocialCard): Promise<PurseEnd | Refusal> {
  const { issuer } = card;
  const intent = terminal.journal.state.purse.pendingOf(issuer);
  if (intent === undefined) return { kind: 'nothing' };
  const purse = await card.purse();
  return isRefusal(purse) ? purse : await askForProof(terminal, card, purse, intent);
}

/** @param purse of the card that the intent is about */
export async function askForProof(
  terminal: Terminal,
  card: SocialCard,
  purse: Purse,
  intent: PurseIntent,
): Promise<PurseEnd> {
  const told = await purse.proof(typeOf(intent), intent.sequence);
  switch (told.answer) {
    case 'other':
      return OPEN;
    case 'proof': {
      // A sequence that this transaction did not use up was given out again: the proof may be another terminal's.
      const isOther = (await lookIntoLog(card, intent)) === 'other';
      return isOther ? await undone(terminal, intent) : await completed(terminal, intent, told.proof, 'unchecked');
    }
    case 'none':
      break;
  }
  if (await isUnused(purse, intent)) return await undone(terminal, intent);
  switch (await lookIntoLog(card, intent)) {
    case 'there':
      return await completed(terminal, intent, NO_PROOF, 'log-only');
    case 'other':
      return await undone(terminal, intent);
    case 'absent':
      return OPEN;
  }
}

function typeOf({ kind }: PurseIntent): number {
  return kind === 'load' ? PURSE_TYPE.load : PURSE_TYPE.purchase;
}

const OPEN: PurseEnd = Object.freeze({ kind: 'open' });
/** TAC and MAC of what is known by the log alone. */
const NO_PROOF: PurseProof = Object.freeze({ tac: new Uint8Array(4), mac: new Uint8Array(4) });

async function completed(
  { journal }: Terminal,
  intent: PurseIntent,
  { tac, mac }: PurseProof,
  check: PurseCheck,
): Promise<PurseEnd> {
  const row: PurseRow = { ...intent, tac, mac, check };
  return (await journal.bookPurse(row)) === 'done' ? { kind: 'completed', row } : OPEN;
}

async function undone({ journal }: Terminal, intent: PurseIntent): Promise<PurseEnd> {
  return (await journal.closePurse(intent)) === 'done' ? { kind: 'undone' } : OPEN;
}

/**
 * 9406 says that the card's latest transaction is another one, which is not yet that this one never was: another terminal
 * may have come between. A sequence that INITIALIZE still gives out was never used: it is one of nothing, and nothing follows.
 */
async function isUnused(purse: Purse, { kind, terminalNumber, sequence }: PurseIntent): Promise<boolean> {
  const nothing = { account: 0, selfPay: 0, pool: 0 };
  const start =
    kind === 'load'
      ? await purse.initializeForLoad(0, terminalNumber)
      : await purse.initializeForPurchase(nothing, terminalNumber);
  return !isRefusal(start) && start.sequence <= sequence;
}

/** A sequence that is used stands in the card's log with the terminal that used it, as long as the log reaches back. */
async function lookIntoLog(card: SocialCard, intent: PurseIntent): Promise<ReturnType<typeof findInLog>> {
  const file = card.file('DF04EF08');
  const log = file && (await card.read(file, 'pin'));
  if (log === undefined || isRefusal(log) || log.kind !== 'cyclic') return 'absent';
  return findInLog(log.records, { ...intent, type: typeOf(intent) });
}
