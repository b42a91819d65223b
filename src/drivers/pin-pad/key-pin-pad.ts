/**
 * The PIN pad: from the key scan into an array that only the PIN room gets. No event, no string, no trace lies between; what
 * the holder sees is how many digits there are (sscard.md 11.2).
 */

import { assert } from '../../base/assert.js';
import { Fault } from '../../base/fault.js';
import { scrub } from '../../base/scrub.js';
import type { Clock } from '../../ports/clock.js';
import type { PinAnswer, PinPad, PinRequest } from '../../ports/pin-pad.js';
import type { KeySource } from '../keypad/key-scanner.js';

/** Digits of a PIN that a pad takes, at least and at most (sscard.md 11.2). */
const DIGITS_MIN = 4;
const DIGITS_MAX = 12;
/** How long keys alone are looked at before the slot is. */
const LOOK_MS = 200;
/**
 * Whoever was typing when the time was over, or the card left, is through with it after this pause, or after so long at the
 * latest, ms `[TP]`.
 */
const REST_MS = 2_000;
const REST_MAX_MS = 10_000;

export interface KeyPinPadOptions {
  readonly scanner: KeySource;
  readonly clock: Clock;
  /** Shows so many stars; told at the start, after each key that changed the number, and 0 at the end. */
  readonly showLength: (digits: number) => void;
}

export class KeyPinPad implements PinPad {
  readonly #scanner: KeySource;
  readonly #clock: Clock;
  readonly #showLength: (digits: number) => void;

  constructor({ scanner, clock, showLength }: KeyPinPadOptions) {
    this.#scanner = scanner;
    this.#clock = clock;
    this.#showLength = showLength;
  }

  /** Clear takes all digits back; Enter does nothing before the fewest are in, nor a digit after the most. @throws Fault */
  async enterPin(request: PinRequest): Promise<PinAnswer> {
    const { minDigits, maxDigits } = request;
    assert(DIGITS_MIN <= minDigits && minDigits <= maxDigits && maxDigits <= DIGITS_MAX, 'a PIN has 4 to 12 digits');
    const digits = new Uint8Array(maxDigits);
    this.#scanner.begin();
    this.#showLength(0);
    try {
      return await this.#collect(digits, request);
    } finally {
      scrub(digits);
      this.#showLength(0);
    }
  }

  async #collect(digits: Uint8Array, { minDigits, withinMs, cardLeft }: PinRequest): Promise<PinAnswer> {
    const until = this.#clock.ticks() + withinMs;
    let length = 0;
    for (;;) {
      const key = await this.#scanner.next(Math.min(until, this.#clock.ticks() + LOOK_MS));
      if (key === undefined) {
        const isOver = this.#clock.ticks() >= until;
        if (!isOver && !(await cardLeft?.())) continue;
        if (length > 0) await this.#passOver(digits);
        if (isOver) return { kind: 'timeout' };
        throw new Fault('icc', 'removed');
      }
      if (key === 'cancel') return { kind: 'cancelled' };
      if (key === 'enter') {
        if (length >= minDigits) return { kind: 'entered', digits: digits.slice(0, length) };
      } else if (key === 'clear') {
        scrub(digits);
        length = 0;
        this.#showLength(length);
      } else if (length < digits.length) {
        digits[length++] = key;
        this.#showLength(length);
      }
    }
  }

  /** The rest of a PIN that nobody waits for must not answer what is asked next: its keys would be seen there. */
  async #passOver(digits: Uint8Array): Promise<void> {
    scrub(digits);
    this.#showLength(0);
    const until = this.#clock.ticks() + REST_MAX_MS;
    while (this.#clock.ticks() < until && (await this.#scanner.next(this.#clock.ticks() + REST_MS)) !== undefined);
  }
}
