/** What comes of a visit, and the words for it when it is not what the holder came for. */

import type { Fault } from '../base/fault.js';
import { hexNumber } from '../base/hex.js';
import { join } from '../base/text.js';
import type { JournalTrouble } from '../journal/journal.js';
import type { View } from '../ports/screen.js';
import type { EndReason, PaymentRecord } from '../pse/payment-kernel.js';
import { issuerText, PAYMENT_REFUSAL_TEXTS, REVERSAL_TEXTS } from '../screens/payment-refusals.js';
import { FAULT_TEXTS, REFUSAL_TEXTS, type RefusalText, withNumber } from '../screens/refusals.js';
import { refusedView } from '../screens/views.js';
import type { Refusal, RefusalReason } from '../ssse/refusal.js';
import { type Aftermath, aftermathTexts } from './aftermath.js';
import { detailOf } from './refusal-detail.js';

export type PaymentReason =
  | `payment-${EndReason}`
  | `journal-${JournalTrouble}`
  | 'declined-by-terminal'
  | 'declined-by-card'
  | 'declined-by-issuer'
  /** a payment or an enquiry that only the bank could have granted */
  | 'bank-unreachable'
  /** the end of an earlier request is not known yet, and nothing new may begin */
  | 'bank-pending'
  /** a settlement has begun and could not be finished */
  | 'settlement-open'
  /** the batch leaves no room for a transaction */
  | 'batch-full'
  | 'sign-in-refused'
  | 'sign-in-wrong-keys'
  /** it may have come about, and goes out again until the bank answers */
  | 'refund-unanswered'
  /** of a void: the batch has no such purchase, or it is voided already */
  | 'original-unknown'
  | 'original-voided'
  /** another card than the one that paid */
  | 'other-card'
  | 'not-confirmed'
  /** lines of medical accounts: the bureau does not answer, or does not say that it has them */
  | 'clearing-unreachable'
  | 'clearing-refused'
  /** lines that wait for the bureau leave no room for another */
  | 'clearing-due'
  /** a medical account asked to pay while the bureau is away: not at all here, too much at once, too many, too long */
  | 'offline-never'
  | 'offline-payment'
  | 'offline-count'
  | 'offline-sum'
  | 'offline-hours'
  /** a card settled without the host: the bureau is there, the card does not permit it, or has counted its fill */
  | 'offline-needless'
  | 'offline-not-permitted'
  | 'card-offline-count'
  | 'card-offline-sum'
  /** no day, or one that not every year has; the attendant did not confirm; the card took it and has another */
  | 'starting-day-malformed'
  | 'starting-day-not-confirmed'
  | 'starting-day-not-kept'
  | 'nothing-to-reprint';

/** Why the bank side says no. */
export interface PaymentRefusal {
  readonly refused: PaymentReason;
  /** With `payment-card-refused`: the card's status word. */
  readonly sw?: number;
  /** With `declined-by-issuer` and `sign-in-refused`: 8A, field 39. */
  readonly responseCode?: string;
  /** What was declined; absent where no transaction came about. */
  readonly record?: PaymentRecord;
}

/** A refusal of either side, or of a terminal whose profile does not offer the use at all. */
export type VisitRefusal = Refusal | PaymentRefusal | { readonly refused: 'not-offered' };

/** Whether the bank has confirmed what became of a request that did not come about; `disputed` when people must settle it. */
export type Reversal = 'done' | 'open' | 'disputed';

export type VisitResult<T> =
  | { readonly outcome: 'done'; readonly value: T }
  /** `reversal` where the bank had heard of it and may have granted it */
  | {
      readonly outcome: 'refused';
      readonly refusal: VisitRefusal;
      readonly reversal?: Reversal;
      readonly aftermath?: Aftermath;
    }
  /** the session with the card or the PSAM broke off; what the card did last may be unknown */
  | {
      readonly outcome: 'interrupted';
      readonly fault: Fault;
      readonly reversal?: Reversal;
      readonly aftermath?: Aftermath;
    };

export type Unsuccessful = Exclude<VisitResult<never>, { outcome: 'done' }>;

/** Every reason has its words: a reason without a row does not compile. */
const TEXTS: Readonly<Record<RefusalReason | PaymentReason | 'not-offered', RefusalText>> = Object.freeze({
  ...REFUSAL_TEXTS,
  ...PAYMENT_REFUSAL_TEXTS,
});

/** What the matter is and what to do next, in both languages, numbers in place. */
export function explain(result: Unsuccessful): RefusalText {
  if (result.outcome === 'interrupted') return FAULT_TEXTS[result.fault.port][result.fault.kind];
  const { refusal } = result;
  const text =
    refusal.refused === 'declined-by-issuer' && refusal.responseCode !== undefined
      ? issuerText(refusal.responseCode)
      : TEXTS[refusal.refused];
  const what = withNumber(text.what, numberOf(refusal));
  const detail = detailOf(refusal as Pick<Refusal, 'file' | 'tag' | 'rule' | 'at'>);
  return { what: detail === undefined ? what : join(what, detail, ''), next: text.next };
}

/** The screen that tells it. */
export function apology(result: Unsuccessful): View {
  const { what, next } = explain(result);
  const left = result.aftermath ? aftermathTexts(result.aftermath) : [];
  return refusedView(what, next, ...(result.reversal ? [REVERSAL_TEXTS[result.reversal]] : []), ...left);
}

function numberOf(refusal: VisitRefusal): string | undefined {
  if ('triesLeft' in refusal && refusal.triesLeft !== undefined) return String(refusal.triesLeft);
  if ('responseCode' in refusal && refusal.responseCode !== undefined) return refusal.responseCode;
  if ('sw' in refusal && refusal.sw !== undefined) return hexNumber(refusal.sw, 4);
  return undefined;
}
