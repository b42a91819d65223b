/** What must stand before a visit to the bank begins, in the order in which it matters. */

import { settlingView, signingInView } from '../screens/payment-views.js';
import type { Readiness } from './bank-desk.js';
import { downloadErrands } from './downloads.js';
import { journalObstacle } from './journal-obstacle.js';
import { settlementSlipOf, slipOf } from './receipts.js';
import { resolvePending } from './resolve.js';
import { ask, finishSettlement, hasHeard } from './settlement.js';
import type { Terminal } from './terminal.js';
import type { PaymentRefusal } from './visit-result.js';

/**
 * Nothing pending, no settlement half done, room in the journal for a whole transaction; then what the bank is owed and
 * what it has asked for, as far as it can be reached. A bank that cannot be reached is no obstacle here: a card may approve
 * offline.
 */
export async function prepareBank(terminal: Terminal): Promise<PaymentRefusal | undefined> {
  const { journal, bank, world } = terminal;
  const trouble = journalObstacle(journal);
  if (trouble) return trouble;
  await settlePending(terminal);
  if (journal.state.pending !== undefined) return journalObstacle(journal) ?? { refused: 'bank-pending' };
  if (journal.state.settling !== undefined && !(await settleBatch(terminal))) return { refused: 'settlement-open' };
  if (bank === undefined) return undefined;
  if (!bank.isSignedIn) await world.screen.show(signingInView());
  if ((await bank.ready()).kind !== 'ready') return undefined;
  await deliverNotices(terminal);
  await downloadErrands(terminal);
  return journalObstacle(journal);
}

/** One contact with the bank about what an earlier visit left pending: what comes about of it has its receipt now. */
export async function settlePending(terminal: Terminal): Promise<void> {
  const resolved = await resolvePending(terminal);
  if (resolved.kind === 'booked') await terminal.world.printer.print(slipOf(terminal, resolved.row, false));
}

/** Finishes the settlement that an earlier visit began. @returns whether the batch is over */
async function settleBatch(terminal: Terminal): Promise<boolean> {
  const { disputes } = terminal.journal.state;
  await terminal.world.screen.show(settlingView());
  const settled = await finishSettlement(terminal);
  if (settled.kind !== 'settled') return false;
  await terminal.world.printer.print(settlementSlipOf(terminal, settled.settlement, disputes));
  return true;
}

/** Why there is nothing to ask the bank for, where only the bank will do. */
export function notReady(ready: Exclude<Readiness, { readonly kind: 'ready' }>): PaymentRefusal {
  switch (ready.kind) {
    case 'unable':
    case 'unanswered':
      return { refused: 'bank-unreachable' };
    case 'wrong-keys':
      return { refused: 'sign-in-wrong-keys' };
    case 'refused':
      return { refused: 'sign-in-refused', responseCode: ready.code };
    case 'journal':
      return { refused: `journal-${ready.trouble}` };
  }
}

/** The transaction's number, 9F41. */
export async function takeNumber({ journal }: Terminal): Promise<number | PaymentRefusal> {
  const number = await journal.nextNumber('sequence');
  return typeof number === 'string' ? { refused: `journal-${number}` } : number;
}

/** Script result notices, oldest first, until the bank does not take one: they are no obstacle to anything, and never dropped. */
export async function deliverNotices({ journal, bank }: Terminal): Promise<void> {
  for (const notice of journal.state.notices) {
    const answer = bank && (await ask(bank, notice));
    if (answer === undefined || !hasHeard(answer.code)) return;
    if ((await journal.notified(notice)) !== 'done') return;
  }
}
