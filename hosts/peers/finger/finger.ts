/** The holder's finger: presses what it was told to on the PIN pad, at the pace of a hand. */

import type { Clock } from '../../../src/ports/clock.js';
import type { PinAnswer, PinPad, PinRequest } from '../../../src/ports/pin-pad.js';

/** Between two keys `[TP]`. */
const KEY_MS = 300;

/** One approach to the pad: digits then Enter, Cancel after some digits, or walking away. */
export type Gesture = { readonly digits: string } | 'cancel' | 'away';

/** A pad that is operated by a script, one gesture an entry; when the script is over the holder has walked away. */
export class Finger implements PinPad {
  readonly #clock: Clock;
  readonly #gestures: Gesture[];
  #entries = 0;

  constructor(clock: Clock, gestures: readonly Gesture[]) {
    this.#clock = clock;
    this.#gestures = [...gestures];
  }

  /** How often a PIN was entered and confirmed. */
  get entries(): number {
    return this.#entries;
  }

  async enterPin(request: PinRequest): Promise<PinAnswer> {
    const gesture = this.#gestures.shift() ?? 'away';
    if (gesture === 'cancel') {
      await this.#clock.sleep(KEY_MS);
      return { kind: 'cancelled' };
    }
    const pressed = gesture === 'away' ? 0 : gesture.digits.length;
    // Enter does nothing before the fewest digits are in, nor a digit after the most: the holder runs out of time.
    if (pressed < request.minDigits || gesture === 'away') {
      await this.#clock.sleep(request.withinMs);
      return { kind: 'timeout' };
    }
    const digits = new Uint8Array(Math.min(pressed, request.maxDigits));
    for (let i = 0; i < digits.length; i++) digits[i] = gesture.digits.charCodeAt(i) - 0x30;
    await this.#clock.sleep(KEY_MS * (digits.length + 1));
    this.#entries++;
    return { kind: 'entered', digits };
  }
}
