/**
 * What is to be done first, whatever else the terminal wants: a total function of what is live. The same function is asked
 * at boot and before every visit to the bank.
 */

import type { Pending, ReversalReason, Settling } from './entries.js';
import type { JournalState } from './state.js';

export type NextAction =
  | { readonly kind: 'none' }
  /** the bank is to forget the request (message 0400) */
  | { readonly kind: 'reverse'; readonly pending: Pending; readonly reason: ReversalReason }
  /** the bank gets the advice again, until it answers */
  | { readonly kind: 'repeat'; readonly pending: Pending }
  /** enough was tried: people must */
  | { readonly kind: 'dispute'; readonly pending: Pending }
  /** the settlement that has begun is to be finished */
  | { readonly kind: 'settle'; readonly settling: Settling };

/** Messages that go out to settle a request before people must: three contacts with the bank, three messages each. */
const TRIES_MAX = 9;

/** Nobody has heard an answer to a request whose reason is not kept. */
const NO_ANSWER = '98';

export function nextAction({ pending, settling }: Pick<JournalState, 'pending' | 'settling'>): NextAction {
  if (pending !== undefined) {
    if (pending.tries >= TRIES_MAX) return { kind: 'dispute', pending };
    if (pending.way === 'repeat') return { kind: 'repeat', pending };
    return { kind: 'reverse', pending, reason: pending.reason ?? NO_ANSWER };
  }
  return settling === undefined ? { kind: 'none' } : { kind: 'settle', settling };
}
