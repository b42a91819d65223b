/** The frame of every visit to the bank side: one session, one transaction, and whatever must be taken back afterwards. */

import type { CardSession } from '../card/session.js';
import type { IssuerAnswer, ReversalReason } from '../ports/issuer.js';
import type { PaymentOutcome, PaymentRecord } from '../pse/payment-kernel.js';
import { verdictOf } from '../pse/response-code.js';
import { PaymentDesk } from './payment-desk.js';
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
 * Runs one transaction with the card. The PSAM stays as it is: no payment ever needs it. The card is powered down before
 * the bank hears that it must take something back.
 */
export async function paymentVisit(terminal: Terminal, order: PaymentOrder): Promise<VisitResult<Approval>> {
  const { kernel, parameters, memory } = terminal.payment;
  let outcome: PaymentOutcome | undefined;
  let desk: PaymentDesk | undefined;
  const work = async (session: CardSession): Promise<Approval | PaymentRefusal> => {
    const moment = terminal.world.clock.now();
    const sequence = memory.nextSequence();
    const transaction = { ...order, otherAmount: 0, moment, sequence, forcedOnline: false };
    desk = new PaymentDesk(terminal, transaction);
    outcome = await kernel.transact(session, parameters, transaction, desk);
    if (outcome.kind !== 'approved') return refusalOf(outcome);
    const { where, record } = outcome;
    return { where, record, sequence, moment, answer: desk.answer };
  };
  const result = await attempt(terminal, order.kind, work);
  const reversal = await desk?.takeBack(reasonToReverse(desk.answer, outcome));
  return result.outcome === 'done' || reversal === undefined ? result : { ...result, reversal };
}

/**
 * Why the bank must be told to forget: no answer came; the card did not follow, as the kernel says; or the session broke
 * off after an approval, so that nobody knows whether the card did. What the bank declined is nothing to forget.
 */
function reasonToReverse(
  answer: IssuerAnswer | undefined,
  outcome: PaymentOutcome | undefined,
): ReversalReason | undefined {
  if (answer?.kind === 'unknown') return '98';
  if (answer?.kind !== 'answered') return undefined;
  if (outcome === undefined) return verdictOf(answer.responseCode) === 'declined' ? undefined : '06';
  return outcome.kind === 'declined' && outcome.reverse ? '06' : undefined;
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
