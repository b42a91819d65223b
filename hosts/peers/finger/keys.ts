/** The keys beside the screen, pressed by a script at the pace of a hand. */

import type { Clock } from '../../../src/ports/clock.js';
import type { Keypad, KeypadAnswer } from '../../../src/ports/keypad.js';

/** Reading the lines and pressing one key `[TP]`. */
const PRESS_MS = 1_500;

/** The number of a line, from 1; Cancel; or nobody there. */
export type Press = number | 'cancel' | 'away';

/** A keypad that is operated by a script, one press a question; when the script is over there is nobody. */
export class Keys implements Keypad {
  readonly #clock: Clock;
  readonly #presses: Press[];

  constructor(clock: Clock, presses: readonly Press[]) {
    this.#clock = clock;
    this.#presses = [...presses];
  }

  /** A number that no line has does nothing: the time runs out. */
  async choose(count: number, withinMs: number): Promise<KeypadAnswer> {
    const press = this.#presses.shift() ?? 'away';
    if (press === 'away' || (press !== 'cancel' && (press < 1 || press > count))) {
      await this.#clock.sleep(withinMs);
      return { kind: 'timeout' };
    }
    await this.#clock.sleep(PRESS_MS);
    return press === 'cancel' ? { kind: 'cancelled' } : { kind: 'chosen', index: press - 1 };
  }
}
