/** The end of a batch, in steps that a cut at any place leaves to be done again (emv.md 3.9). */

import type { Message } from '../codec/iso8583.js';
import type { Row, Settlement } from '../journal/entries.js';
import type { Kept } from '../journal/journal.js';
import { responseClass } from '../links/bank/response-codes.js';
import { decodeTotals, settleRequest, type Totals, uploadEnd, uploadOf } from '../links/bank/settlement.js';
import { transactionOf } from '../links/bank/transactions.js';
import type { BankDesk } from './bank-desk.js';
import type { Terminal } from './terminal.js';
import type { PaymentReason } from './visit-result.js';

export type Settled =
  | { readonly kind: 'settled'; readonly settlement: Settlement }
  | { readonly kind: 'refused'; readonly refused: PaymentReason; readonly code?: string };

/** Which side of field 48 a row is on: what the card paid, or what it got. */
const CREDITS: readonly string[] = Object.freeze(['void', 'refund', 'deposit']);

function totalsOf(rows: readonly Row[]): Totals {
  const totals = { debitAmount: 0, debitCount: 0, creditAmount: 0, creditCount: 0 };
  for (const { message } of rows) {
    const amount = Number(message.fields.get(4));
    if (CREDITS.includes(transactionOf(message)?.key ?? '')) {
      totals.creditAmount += amount;
      totals.creditCount++;
    } else {
      totals.debitAmount += amount;
      totals.debitCount++;
    }
  }
  return totals;
}

/**
 * Asks for the settlement that has begun, again under the same trace number however often that takes: equal totals end the
 * batch, others are told line by line first.
 */
export async function finishSettlement(terminal: Terminal): Promise<Settled> {
  const { journal, bank } = terminal;
  const { settling, rows } = journal.state;
  if (bank === undefined || settling === undefined) return refused('bank-unreachable');
  const totals = totalsOf(rows);
  const answer = await ask(bank, settleRequest(bank.station, settling.stan, totals));
  if (answer === undefined) return refused('bank-unreachable');
  if (answer.code !== '00') return { kind: 'refused', refused: 'declined-by-issuer', code: answer.code };
  const told = answer.message.fields.get(48);
  const balanced = typeof told === 'string' && decodeTotals(told)?.domestic.flag === '1';
  if (!balanced) {
    const obstacle = await uploadRows(terminal, bank, rows, totals);
    if (obstacle) return obstacle;
  }
  const settlement: Settlement = {
    batch: journal.batch,
    moment: settling.moment,
    debits: totals.debitCount,
    debitAmount: totals.debitAmount,
    credits: totals.creditCount,
    creditAmount: totals.creditAmount,
    balanced,
    disputes: journal.state.disputes.length,
  };
  const kept = await journal.settled(settlement);
  return kept === 'done' ? { kind: 'settled', settlement } : refused(`journal-${kept}`);
}

/** 批上送: the host keeps one of each, however often it is told. */
async function uploadRows(
  { journal }: Terminal,
  bank: BankDesk,
  rows: readonly Row[],
  totals: Totals,
): Promise<Settled | undefined> {
  for (const { message } of rows) {
    const answer = await ask(bank, uploadOf(message, bank.station));
    if (answer === undefined) return refused('bank-unreachable');
  }
  const stan = await journal.nextNumber('stan');
  if (typeof stan === 'string') return refused(`journal-${stan}`);
  const answer = await ask(bank, uploadEnd(bank.station, stan, totals));
  if (answer === undefined) return refused('bank-unreachable');
  return answer.code === '00' ? undefined : { kind: 'refused', refused: 'declined-by-issuer', code: answer.code };
}

function refused(reason: PaymentReason | `journal-${Exclude<Kept, 'done'>}`): Settled {
  return { kind: 'refused', refused: reason };
}

/** Whether the bank has heard of what it was told, whatever it thinks of it: then it need not be told again. */
export function hasHeard(code: string): boolean {
  const heard = responseClass(code);
  return heard !== 'retry' && heard !== 'sign-in';
}

/** Asks, and once more after a new sign-in where the host does not know the terminal's keys any more. */
export async function ask(
  bank: BankDesk,
  request: Message,
): Promise<{ readonly code: string; readonly message: Message } | undefined> {
  for (let asked = 1; ; asked++) {
    if ((await bank.ready()).kind !== 'ready') return undefined;
    const answer = await bank.ask(request);
    const again = 'code' in answer && responseClass(answer.code) === 'sign-in' && asked === 1;
    if (!again) return answer.kind === 'answered' ? answer : undefined;
  }
}
