/** Completion 交易结束 (EMV 4.3 Book 3 10.11, Book 4 6.3.10; JR/T 0025.5 chapter 16): who said what, and what remains. */

import type { PaymentOutcome, PaymentRecord } from './payment-kernel.js';
import { resolve } from './terminal-objects.js';
import type { Ended, TransactionState } from './transaction-state.js';

/** 9F27 b4: the card wants its issuer to be told (Book 3 table 14). */
const ADVICE = 0x08;

export function approved(state: TransactionState, where: 'offline' | 'online'): PaymentOutcome {
  return { kind: 'approved', where, record: recordOf(state) };
}

/** @param reverse the issuer has approved what now is not to be */
export function declined(
  state: TransactionState,
  by: 'terminal' | 'card' | 'issuer',
  reverse: boolean = false,
): PaymentOutcome {
  return { kind: 'declined', by, reverse, record: recordOf(state) };
}

export function endedOutcome({ ended, sw }: Ended): PaymentOutcome & { readonly kind: 'ended' } {
  return sw === undefined ? { kind: 'ended', reason: ended } : { kind: 'ended', reason: ended, sw };
}

/** The objects of both sides as the transaction leaves them, which nothing changes any more. */
function recordOf(state: TransactionState): PaymentRecord {
  const values = { get: (tag: number) => resolve(state, tag) };
  const { scriptResults, aid, label, signatureWanted } = state;
  const information = state.icc.get(0x9f27)?.[0] ?? 0;
  return { values, scriptResults, aid, label, signatureWanted, adviceWanted: (information & ADVICE) !== 0 };
}
