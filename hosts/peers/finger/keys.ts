/** The keys beside the screen, pressed by a script at the pace of a hand. */

import type { Clock } from '../../../src/ports/clock.js';
import type { DigitsAnswer, DigitsRequest, Keypad, KeypadAnswer, KeyWait } from '../../../src/ports/keypad.js';

/** Reading the lines and pressing one key `[TP]`. */
const PRESS_MS = 1_500;
/** Between two digits of a number `[TP]`. */
const DIGIT_MS = 300;
/** How often a person who presses nothing looks whether something else has happened. */
const LOOK_MS = 200;

/** The number of a line, from 1; digits and Enter; Cancel; or nobody there. */
export type Press = number | { readonly digits: string } | 'cancel' | 'away';

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
    const press = this.#next();
    if (press === 'cancel') return await this.#cancelled();
    if (typeof press !== 'number' || press < 1 || press > count) return await this.#nobody(withinMs);
    await this.#clock.sleep(PRESS_MS);
    return { kind: 'chosen', index: press - 1 };
  }

  /** Digits after the most do nothing; with too few of them Enter does nothing, and the time runs out. */
  async enterDigits({ minDigits, maxDigits, withinMs, onTyped }: DigitsRequest): Promise<DigitsAnswer> {
    const press = this.#next();
    if (press === 'cancel') return await this.#cancelled();
    const pressed = typeof press === 'object' ? press.digits.slice(0, maxDigits) : '';
    for (let length = 1; length <= pressed.length; length++) {
      await this.#clock.sleep(DIGIT_MS);
      await onTyped(pressed.slice(0, length));
    }
    if (pressed.length < minDigits) return await this.#nobody(withinMs);
    await this.#clock.sleep(DIGIT_MS);
    return { kind: 'entered', digits: pressed };
  }

  async awaitKey(withinMs: number, isOver: () => Promise<boolean>): Promise<KeyWait> {
    if (await isOver()) return 'over';
    const press = this.#next();
    if (press !== 'away') {
      await this.#clock.sleep(PRESS_MS);
      return press === 'cancel' ? 'cancelled' : 'pressed';
    }
    for (let left = withinMs; left > 0; left -= LOOK_MS) {
      await this.#clock.sleep(Math.min(LOOK_MS, left));
      if (await isOver()) return 'over';
    }
    return 'timeout';
  }

  #next(): Press {
    return this.#presses.shift() ?? 'away';
  }

  async #cancelled(): Promise<{ readonly kind: 'cancelled' }> {
    await this.#clock.sleep(PRESS_MS);
    return { kind: 'cancelled' };
  }

  async #nobody(withinMs: number): Promise<{ readonly kind: 'timeout' }> {
    await this.#clock.sleep(withinMs);
    return { kind: 'timeout' };
  }
}
