import { assert } from '../../base/assert.js';
import type { Clock } from '../../ports/clock.js';
import type { DigitsAnswer, DigitsRequest, Keypad, KeypadAnswer, KeyWait } from '../../ports/keypad.js';
import type { KeySource } from './key-scanner.js';

/** A screen of several pages, which Enter turns. */
export interface Pages {
  /** Shows the next page. @returns false where there is none, and nothing has changed */
  nextPage(): boolean;
  firstPage(): void;
}

export interface LineKeysOptions {
  readonly scanner: KeySource;
  readonly clock: Clock;
  /** Left away where a screen shows all at once. */
  readonly pages?: Pages;
}

/** Most digits that can be typed: an account's (ISO 8583 field 103). */
const DIGITS_MAX = 28;
/** How long keys alone are looked at before something else is asked. */
const ASK_MS = 200;

/** The keypad beside the screen: chooses numbered lines, types numbers, turns pages. */
export class LineKeys implements Keypad {
  readonly #scanner: KeySource;
  readonly #clock: Clock;
  readonly #pages: Pages | undefined;

  constructor({ scanner, clock, pages }: LineKeysOptions) {
    this.#scanner = scanner;
    this.#clock = clock;
    this.#pages = pages;
  }

  /** A digit that no line has does nothing, and neither does Clear; Enter turns the page, and the last one to the first. */
  async choose(count: number, withinMs: number): Promise<KeypadAnswer> {
    assert(count >= 1 && count <= 9, 'a choice is one of 1 to 9 lines');
    const until = this.#clock.ticks() + withinMs;
    this.#scanner.begin();
    for (;;) {
      const key = await this.#scanner.next(until);
      if (key === undefined) return { kind: 'timeout' };
      if (key === 'cancel') return { kind: 'cancelled' };
      if (key === 'enter' && this.#pages?.nextPage() === false) this.#pages.firstPage();
      if (typeof key === 'number' && key >= 1 && key <= count) return { kind: 'chosen', index: key - 1 };
    }
  }

  async enterDigits({ minDigits, maxDigits, withinMs, onTyped }: DigitsRequest): Promise<DigitsAnswer> {
    assert(1 <= minDigits && minDigits <= maxDigits && maxDigits <= DIGITS_MAX, 'a number has 1 to 28 digits');
    let digits = '';
    this.#scanner.begin();
    for (;;) {
      const key = await this.#scanner.next(this.#clock.ticks() + withinMs);
      if (key === undefined) return { kind: 'timeout' };
      if (key === 'cancel') return { kind: 'cancelled' };
      if (key === 'enter') {
        if (digits.length >= minDigits) return { kind: 'entered', digits };
      } else if (key === 'clear') {
        if (digits !== '') await onTyped((digits = digits.slice(0, -1)));
      } else if (digits.length < maxDigits) {
        await onTyped((digits += String(key)));
      }
    }
  }

  /** Enter turns the pages first, and is a key like others on the last one. */
  async awaitKey(withinMs: number, isOver: () => Promise<boolean>): Promise<KeyWait> {
    const until = this.#clock.ticks() + withinMs;
    this.#scanner.begin();
    while (!(await isOver())) {
      const key = await this.#scanner.next(Math.min(until, this.#clock.ticks() + ASK_MS));
      if (key === 'cancel') return 'cancelled';
      if (key === undefined) {
        if (this.#clock.ticks() >= until) return 'timeout';
      } else if (key !== 'enter' || this.#pages?.nextPage() !== true) return 'pressed';
    }
    return 'over';
  }
}
