import { assert } from '../../base/assert.js';
import type { Clock } from '../../ports/clock.js';
import type { Keypad, KeypadAnswer } from '../../ports/keypad.js';
import type { KeyScanner } from './key-scanner.js';

/** The keypad as the chooser of numbered lines: the digit of the line, or Cancel. */
export class LineKeys implements Keypad {
  readonly #scanner: KeyScanner;
  readonly #clock: Clock;

  constructor(scanner: KeyScanner, clock: Clock) {
    this.#scanner = scanner;
    this.#clock = clock;
  }

  /** A digit that no line has does nothing, and neither do Clear and Enter. */
  async choose(count: number, withinMs: number): Promise<KeypadAnswer> {
    assert(count >= 1 && count <= 9, 'a choice is one of 1 to 9 lines');
    const until = this.#clock.ticks() + withinMs;
    this.#scanner.begin();
    for (;;) {
      const key = await this.#scanner.next(until);
      if (key === undefined) return { kind: 'timeout' };
      if (key === 'cancel') return { kind: 'cancelled' };
      if (typeof key === 'number' && key >= 1 && key <= count) return { kind: 'chosen', index: key - 1 };
    }
  }
}
