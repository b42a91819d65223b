/**
 * Settling what is pending, at boot, before each visit to the bank and after one that ended badly: the one place where a
 * reversal is sent or an advice repeated. What cannot be settled stays, until people must.
 */

import type { Message } from '../codec/iso8583.js';
import type { Pending, Row } from '../journal/entries.js';
import type { Kept } from '../journal/journal.js';
import { nextAction } from '../journal/next-action.js';
import type { BankAnswer } from '../links/bank/bank-link.js';
import { responseClass } from '../links/bank/response-codes.js';
import { repeatOf, reversalOf } from '../links/bank/reversal.js';
import { batchRow } from '../links/bank/settlement.js';
import { takingBackView } from '../screens/payment-views.js';
import type { BankDesk } from './bank-desk.js';
import type { Terminal } from './terminal.js';
import type { Reversal } from './visit-result.js';

export type Resolved =
  | { readonly kind: 'nothing' }
  /** the bank has forgotten the request */
  | { readonly kind: 'undone' }
  /** the bank has declined the advice */
  | { readonly kind: 'declined'; readonly code: string }
  /** the bank has forgotten the request, and the journal cannot keep that: the next boot asks once more */
  | { readonly kind: 'unkept' }
  /** the bank has answered the advice: it came about */
  | { readonly kind: 'booked'; readonly row: Row }
  /** people must */
  | { readonly kind: 'disputed' }
  /** it is still pending, and nothing else may begin */
  | { readonly kind: 'open' };

/** What became of a request that did not come about. */
export function reversalAfter({ kind }: Resolved): Reversal {
  return REVERSALS[kind];
}

/** What an advice was granted and nobody booked is still to come. */
const REVERSALS: Readonly<Record<Resolved['kind'], Reversal>> = Object.freeze({
  nothing: 'done',
  undone: 'done',
  unkept: 'done',
  declined: 'done',
  booked: 'open',
  disputed: 'disputed',
  open: 'open',
});

/** Messages sent in one contact (emv.md 3.9: up to three before the next transaction). */
const SENDS_MAX = 3;

/**
 * The bank has forgotten the request, or has never known it. A host that will not confirm a reversal for another reason is
 * tried again like a silent one.
 */
const FORGOTTEN: readonly string[] = Object.freeze(['00', '11', '25']);

const DUPLICATE = '94';

/** One contact with the bank about what is pending. */
export async function resolvePending(terminal: Terminal): Promise<Resolved> {
  const { journal, bank, world } = terminal;
  if (journal.state.pending === undefined) return NOTHING;
  if (bank === undefined) return OPEN;
  await world.screen.show(takingBackView());
  for (let sent = 0; sent < SENDS_MAX; sent++) {
    const action = nextAction(journal.state);
    if (action.kind === 'dispute') return (await journal.dispute()) === 'done' ? { kind: 'disputed' } : OPEN;
    if (action.kind !== 'reverse' && action.kind !== 'repeat') return NOTHING;
    const { pending } = action;
    const message = action.kind === 'reverse' ? reversalOf(pending.request, action.reason) : repeatOf(pending.request);
    const answer = await ask(bank, message);
    if (answer.kind === 'unable') return OPEN;
    const end = answer.kind === 'answered' ? await conclude(terminal, pending, answer) : undefined;
    if (end !== undefined) return end;
    if ((await journal.mark({ tries: pending.tries + 1 })) !== 'done') return OPEN;
  }
  if (nextAction(journal.state).kind !== 'dispute') return OPEN;
  return (await journal.dispute()) === 'done' ? { kind: 'disputed' } : OPEN;
}

const NOTHING: Resolved = Object.freeze({ kind: 'nothing' });
const OPEN: Resolved = Object.freeze({ kind: 'open' });

/** A sign-in that comes to nothing is a try like any other: a bank that stays mute does not keep the terminal waiting for ever. */
async function ask(bank: BankDesk, message: Message): Promise<BankAnswer> {
  const ready = await bank.ready();
  if (ready.kind === 'ready') return await bank.ask(message);
  return ready.kind === 'unable' || ready.kind === 'journal' ? { kind: 'unable' } : { kind: 'unknown' };
}

/** @returns undefined where the answer settles nothing */
async function conclude(
  { journal }: Terminal,
  pending: Pending,
  { code, message }: BankAnswer & { readonly kind: 'answered' },
): Promise<Resolved | undefined> {
  if (pending.way === 'reverse') {
    if (!FORGOTTEN.includes(code)) return undefined;
    return { kind: (await journal.close()) === 'done' ? 'undone' : 'unkept' };
  }
  // A host that calls it a duplicate has it, and says no more: people must.
  if (code === DUPLICATE) return undefined;
  switch (responseClass(code)) {
    case 'approved': {
      const row = laterRow(pending, message);
      return end(await journal.book(row), { kind: 'booked', row });
    }
    case 'decline':
    case 'capture':
    case 'retry':
      return end(await journal.close(), { kind: 'declined', code });
    // An advice cannot be taken back: one that was granted otherwise than asked goes to people in the end.
    case 'take-back':
    case 'sign-in':
      return undefined;
  }
}

function end(kept: Kept, resolved: Resolved): Resolved {
  return kept === 'done' ? resolved : OPEN;
}

/** The row of a void or a refund, which has no cryptogram. */
export function laterRow({ request, moment }: Pick<Pending, 'request' | 'moment'>, answer: Message): Row {
  const message = batchRow(request, answer);
  return { where: 'online', moment, tsi: new Uint8Array(2), label: '', signature: true, message };
}
