import { assert } from '../base/assert.js';
import type { Pin } from './pin-room.js';

/** The PIN that every card of a region is issued with, as a handle: the terminal can recognise it and not say it. */
export class InitialPin {
  readonly #digits: Uint8Array;

  /** @param digits 4 to 12, one byte 0–9 each */
  constructor(digits: Uint8Array) {
    assert(
      digits.length >= 4 && digits.length <= 12 && digits.every((digit) => digit <= 9),
      'a PIN has 4 to 12 digits',
    );
    this.#digits = digits.slice();
  }

  /** Whether the holder has entered it. Leaves the PIN as it is. */
  is(pin: Pin): boolean {
    return pin.hasDigits(this.#digits);
  }
}
