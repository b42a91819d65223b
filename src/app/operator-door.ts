/**
 * The operator's menu is behind a password of the terminal's settings: typed unseen, and after three wrong ones not asked for a
 * while.
 */

import { asciiBytes, equalBytes } from '../base/bytes.js';
import { scrub } from '../base/scrub.js';
import type { Text } from '../base/text.js';
import type { View } from '../ports/screen.js';
import type { World } from '../ports/world.js';
import { operatorClosedView, passwordView, passwordWrong } from '../screens/menu-views.js';
import { Secret } from '../vault/secret.js';
import { type GaveUp, KEY_WITHIN_MS } from './questions.js';

/** Of a password of the settings. */
const DIGITS_MIN = 6;
const DIGITS_MAX = 12;
/** Wrong ones in a row, over any number of visits to the door, and the pause after them `[TP]`. */
const TRIES = 3;
const PAUSE_MS = 300_000;
const MINUTE_MS = 60_000;

export class OperatorDoor {
  readonly #world: Pick<World, 'screen' | 'keypad' | 'clock'>;
  readonly #password: Secret | undefined;
  #triesLeft = TRIES;
  #closedUntil = Number.NEGATIVE_INFINITY;

  /** @param password digits in ASCII */
  constructor(world: Pick<World, 'screen' | 'keypad' | 'clock'>, password: Uint8Array | undefined) {
    this.#world = world;
    this.#password = password && new Secret(password);
  }

  /** Asks until the password is right or no try is left. @param title of what lies behind the door */
  async opens(title: Text): Promise<'open' | GaveUp> {
    if (this.#password === undefined) return await this.#turnsAway(operatorClosedView(title, 'no-password'));
    let trouble: Text | undefined;
    for (;;) {
      const closedMs = this.#closedUntil - this.#world.clock.ticks();
      if (closedMs > 0) return await this.#turnsAway(operatorClosedView(title, Math.ceil(closedMs / MINUTE_MS)));
      const typed = await this.#type(title, trouble);
      if (typed.kind !== 'entered') return typed.kind === 'timeout' ? 'idle' : 'back';
      if (isPassword(this.#password, typed.digits)) {
        this.#triesLeft = TRIES;
        return 'open';
      }
      this.#countWrong();
      trouble = passwordWrong(this.#triesLeft);
    }
  }

  async #type(title: Text, trouble: Text | undefined) {
    const { screen, keypad } = this.#world;
    const onTyped = (digits: string) => screen.show(passwordView(title, digits.length, trouble));
    await onTyped('');
    return await keypad.enterDigits({
      minDigits: DIGITS_MIN,
      maxDigits: DIGITS_MAX,
      withinMs: KEY_WITHIN_MS,
      onTyped,
    });
  }

  #countWrong(): void {
    this.#triesLeft--;
    if (this.#triesLeft > 0) return;
    this.#triesLeft = TRIES;
    this.#closedUntil = this.#world.clock.ticks() + PAUSE_MS;
  }

  async #turnsAway(view: View): Promise<GaveUp> {
    const { screen, keypad } = this.#world;
    await screen.show(view);
    const ended = await keypad.awaitKey(KEY_WITHIN_MS, async () => false);
    return ended === 'timeout' ? 'idle' : 'back';
  }
}

function isPassword(password: Secret, digits: string): boolean {
  const [wanted, typed] = [password.open(), asciiBytes(digits)];
  const same = equalBytes(wanted, typed);
  scrub(wanted, typed);
  return same;
}
