/** The frame of every visit to the bank side: one session, one transaction, and whatever must be taken back afterwards. */

import { assert } from '../base/assert.js';
import type { CardSession } from '../card/session.js';
import type { IssuerAnswer, ReversalReason } from '../ports/issuer.js';
import type { PaymentOutcome, PaymentRecord } from '../pse/payment-kernel.js';
import { verdictOf } from '../pse/response-code.js';
import { PaymentDesk } from './payment-desk.js';
import { accountNumber, accountSequence } from './payment-values.js';
import type { Terminal } from './terminal.js';
import { attempt } from './visit-frame.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

export interface PaymentOrder {
  readonly kind: 'purchase' | 'balance';
  /** Fen. */
  readonly amount: number;
}

/** A transaction that was approved. */
export interface Approval {
  readonly where: 'offline' | 'online';
  readonly record: PaymentRecord;
  readonly sequence: number;
  /** YYYYMMDDhhmmss */
  readonly moment: string;
  /** What the bank said; undefined when it was not asked. */
  readonly answer: IssuerAnswer | undefined;
}

/**
 * Runs one transaction with the card. The transaction's number is durable before the card is touched, and what was spent
 * before anybody hears that it was approved: an approval that the journal does not take is none. The PSAM stays as it is: no
 * payment ever needs it. The card is powered down before the bank hears that it must take something back.
 */
export async function paymentVisit(terminal: Terminal, order: PaymentOrder): Promise<VisitResult<Approval>> {
  const { journal } = terminal;
  const { kernel, parameters } = terminal.payment;
  let sequence: number | undefined;
  let outcome: PaymentOutcome | undefined;
  let booked = true;
  let desk: PaymentDesk | undefined;
  const takeNumber = async (): Promise<PaymentRefusal | undefined> => {
    const number = await journal.nextNumber('sequence');
    if (typeof number === 'string') return { refused: `journal-${number}` };
    sequence = number;
    return undefined;
  };
  const work = async (session: CardSession): Promise<Approval | PaymentRefusal> => {
    assert(sequence !== undefined, 'a number was taken before the card was touched');
    const moment = terminal.world.clock.now();
    const transaction = { ...order, otherAmount: 0, moment, sequence, forcedOnline: false };
    desk = new PaymentDesk(terminal, transaction);
    outcome = await kernel.transact(session, parameters, transaction, desk);
    if (outcome.kind !== 'approved') return refusalOf(outcome);
    const { where, record } = outcome;
    const trouble = order.kind === 'purchase' ? await book(terminal, record, order.amount) : undefined;
    if (trouble) {
      booked = false;
      return trouble;
    }
    return { where, record, sequence, moment, answer: desk.answer };
  };
  const result = await attempt(terminal, order.kind, work, takeNumber);
  const reversal = await desk?.takeBack(reasonToReverse(desk.answer, outcome, booked));
  return result.outcome === 'done' || reversal === undefined ? result : { ...result, reversal };
}

/**
 * Why the bank must be told to forget: no answer came; the card did not follow, as the kernel says; the session broke off
 * after an approval, so that nobody knows whether the card did; or the journal did not take it. What the bank declined is
 * nothing to forget.
 */
function reasonToReverse(
  answer: IssuerAnswer | undefined,
  outcome: PaymentOutcome | undefined,
  booked: boolean,
): ReversalReason | undefined {
  if (answer?.kind === 'unknown') return '98';
  if (answer?.kind !== 'answered') return undefined;
  if (outcome === undefined) return verdictOf(answer.responseCode) === 'declined' ? undefined : '06';
  if (!booked) return '06';
  return outcome.kind === 'declined' && outcome.reverse ? '06' : undefined;
}

/** Books what the account has spent. @returns why it could not be */
async function book(terminal: Terminal, record: PaymentRecord, amount: number): Promise<PaymentRefusal | undefined> {
  const booked = await terminal.journal.bookSpending(accountNumber(record), accountSequence(record), amount);
  return booked === 'done' ? undefined : { refused: `journal-${booked}`, record };
}

function refusalOf(outcome: Exclude<PaymentOutcome, { kind: 'approved' }>): PaymentRefusal {
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
