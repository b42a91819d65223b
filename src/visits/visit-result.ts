/** What comes of a visit, and the words for it when it is not what the holder came for. */

import type { Fault } from '../base/fault.js';
import { hexNumber } from '../base/hex.js';
import type { View } from '../ports/screen.js';
import { FAULT_TEXTS, REFUSAL_TEXTS, type RefusalText, withNumber } from '../screens/refusals.js';
import { refusedView } from '../screens/views.js';
import type { Refusal, RefusalReason } from '../ssse/refusal.js';

/** A refusal of the card's side, or of a terminal whose profile does not offer the use at all. */
export type VisitRefusal = Refusal | { readonly refused: 'not-offered' };

export type VisitResult<T> =
  | { readonly outcome: 'done'; readonly value: T }
  | { readonly outcome: 'refused'; readonly refusal: VisitRefusal }
  /** the session with the card or the PSAM broke off; what the card did last may be unknown */
  | { readonly outcome: 'interrupted'; readonly fault: Fault };

/** Every reason has its words: a reason without a row does not compile. */
const TEXTS: Readonly<Record<RefusalReason | 'not-offered', RefusalText>> = REFUSAL_TEXTS;

/** What the matter is and what to do next, in both languages, numbers in place. */
export function explain(result: Exclude<VisitResult<never>, { outcome: 'done' }>): RefusalText {
  if (result.outcome === 'interrupted') return FAULT_TEXTS[result.fault.port][result.fault.kind];
  const { refusal } = result;
  const text = TEXTS[refusal.refused];
  return { what: withNumber(text.what, numberOf(refusal)), next: text.next };
}

/** The screen that tells it. */
export function apology(result: Exclude<VisitResult<never>, { outcome: 'done' }>): View {
  const { what, next } = explain(result);
  return refusedView(what, next);
}

function numberOf(refusal: VisitRefusal): string | undefined {
  if ('triesLeft' in refusal && refusal.triesLeft !== undefined) return String(refusal.triesLeft);
  if ('sw' in refusal && refusal.sw !== undefined) return hexNumber(refusal.sw, 4);
  return undefined;
}
