import { scrub } from '../base/scrub.js';
import type { PinPad, PinRequest } from '../ports/pin-pad.js';

/** What came from the pad: digits, one byte 0–9 a key, which the vault wipes; or why there are none. */
export type PadEntry =
  | { readonly kind: 'entered'; readonly digits: Uint8Array }
  /** the holder pressed Cancel (driver error −31), or let the time pass (−32) */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeout' }
  /** a pad that let a length pass which it was told not to (−33) */
  | { readonly kind: 'length' };

/** Has the pad take digits. For the vault alone: everybody else asks for a `Pin`. */
export async function askDigits(pad: PinPad, request: PinRequest): Promise<PadEntry> {
  const answer = await pad.enterPin(request);
  if (answer.kind !== 'entered') return answer;
  const { digits } = answer;
  const proper =
    digits.length >= request.minDigits && digits.length <= request.maxDigits && digits.every((d) => d <= 9);
  if (proper) return { kind: 'entered', digits };
  scrub(digits);
  return { kind: 'length' };
}
