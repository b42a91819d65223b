/**
 * The PIN room. Digits come in from the pad and leave inside one command to the card; nobody else sees them. What the
 * rest of the terminal holds is a `Pin`, a handle that can be presented once: no verification is ever repeated without
 * a new entry.
 */

import { assert } from '../base/assert.js';
import { scrub } from '../base/scrub.js';
import type { PinPad, PinRequest } from '../ports/pin-pad.js';

/** A PIN in the room: good for one presentation. */
export class Pin {
  #digits: Uint8Array | undefined;

  constructor(digits: Uint8Array) {
    this.#digits = digits;
  }

  /**
   * Lends the PIN, cn digits with odd length filled by F (SPEC-5 VERIFY; sscard.md 7), for the time of one command
   * and wipes it afterwards. The borrower hands the bytes to the card as a concealed command and keeps no copy.
   */
  async present<T>(command: (data: Uint8Array) => Promise<T>): Promise<T> {
    const digits = this.#digits;
    assert(digits !== undefined, 'a PIN is presented once');
    this.#digits = undefined;
    const data = packDigits(digits);
    scrub(digits);
    try {
      return await command(data);
    } finally {
      scrub(data);
    }
  }

  /** Wipes a PIN that will not be presented. */
  discard(): void {
    if (this.#digits) scrub(this.#digits);
    this.#digits = undefined;
  }
}

export type PinEntry =
  | { readonly kind: 'entered'; readonly pin: Pin }
  /** the holder pressed Cancel (driver error −31), or let the time pass (−32) */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeout' }
  /** a pad that let a length pass which it was told not to (−33) */
  | { readonly kind: 'length' };

/** Has the pad ask the holder for a PIN. */
export async function askPin(pad: PinPad, request: PinRequest): Promise<PinEntry> {
  const answer = await pad.enterPin(request);
  if (answer.kind !== 'entered') return answer;
  const { digits } = answer;
  const proper =
    digits.length >= request.minDigits && digits.length <= request.maxDigits && digits.every((d) => d <= 9);
  if (proper) return { kind: 'entered', pin: new Pin(digits) };
  scrub(digits);
  return { kind: 'length' };
}

function packDigits(digits: Uint8Array): Uint8Array {
  const packed = new Uint8Array((digits.length + 1) >> 1).fill(0xff);
  for (let i = 0; i < digits.length; i++) {
    const at = i >> 1;
    packed[at] = i % 2 === 0 ? (digits[i] << 4) | 0x0f : (packed[at] & 0xf0) | digits[i];
  }
  return packed;
}
