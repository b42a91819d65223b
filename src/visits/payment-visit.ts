/** The frame of every visit to the bank side: one session, one transaction, and whatever must be taken back afterwards. */

import { assert } from '../base/assert.js';
import type { CardSession } from '../card/session.js';
import type { Row } from '../journal/entries.js';
import type { PaymentOutcome, PaymentRecord } from '../pse/payment-kernel.js';
import { prepareBank, takeNumber } from './bank-day.js';
import { PaymentDesk, type PaymentOrder } from './payment-desk.js';
import { reversalAfter } from './resolve.js';
import type { Terminal, Use } from './terminal.js';
import { attempt } from './visit-frame.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

/** A transaction that was approved. */
export interface Approval {
  readonly where: 'offline' | 'online';
  readonly record: PaymentRecord;
  /** 9F41 */
  readonly sequence: number;
  /** Its line of the batch; none of a balance enquiry. */
  readonly row: Row | undefined;
  /** Fen: what the bank said the account holds, when it was asked for that. */
  readonly balance: number | undefined;
}

/**
 * Runs one transaction with the card. What must stand stands before the card is touched: nothing is pending, the journal
 * has room to the end of the transaction, and the transaction has its number. Its result is durable before anybody hears
 * of it: an approval that the journal does not take is none. The PSAM stays as it is: no payment ever needs it. The card is
 * powered down before the bank hears that it must take something back.
 */
export async function paymentVisit(terminal: Terminal, use: Use, order: PaymentOrder): Promise<VisitResult<Approval>> {
  const { kernel, parameters } = terminal.payment;
  let sequence: number | undefined;
  let outcome: PaymentOutcome | undefined;
  let desk: PaymentDesk | undefined;
  const prepare = async (): Promise<PaymentRefusal | undefined> => {
    const obstacle = await prepareBank(terminal);
    if (obstacle) return obstacle;
    const number = await takeNumber(terminal);
    if (typeof number !== 'number') return number;
    sequence = number;
    return undefined;
  };
  const work = async (session: CardSession): Promise<Approval | PaymentRefusal> => {
    assert(sequence !== undefined, 'a number was taken before the card was touched');
    const moment = terminal.world.clock.now();
    const { kind, amount } = order;
    const transaction = { kind, amount, otherAmount: 0, moment, sequence, forcedOnline: false };
    desk = new PaymentDesk(terminal, order, transaction);
    outcome = await kernel.transact(session, parameters, transaction, desk);
    if (desk.trouble) return { refused: `journal-${desk.trouble}` };
    if (outcome.kind !== 'approved') return refusalOf(outcome);
    const { where, record } = outcome;
    const approval = { where, record, sequence, balance: desk.balance };
    if (kind === 'balance') return { ...approval, row: undefined };
    const row = await desk.book(outcome);
    return typeof row === 'string' ? { refused: `journal-${row}`, record } : { ...approval, row };
  };
  const result = await attempt(terminal, use, work, prepare);
  const resolved = await desk?.windUp(outcome);
  if (result.outcome === 'done' || resolved === undefined) return result;
  return { ...result, reversal: reversalAfter(resolved) };
}

export function refusalOf(outcome: Exclude<PaymentOutcome, { kind: 'approved' }>): PaymentRefusal {
  if (outcome.kind === 'ended') {
    const refused = `payment-${outcome.reason}` as const;
    return outcome.sw === undefined ? { refused } : { refused, sw: outcome.sw };
  }
  const { by, record } = outcome;
  const responseCode = String.fromCharCode(...(record.values.get(0x8a) ?? []));
  if (by === 'terminal' && responseCode === UNABLE) return { refused: 'bank-unreachable', record };
  if (by === 'issuer') return { refused: 'declined-by-issuer', responseCode, record };
  return { refused: `declined-by-${by}`, record };
}

/** 8A of a transaction that no bank could be asked about and that was declined. */
const UNABLE = 'Z3';
