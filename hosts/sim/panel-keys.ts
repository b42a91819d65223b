/**
 * The keys of the panel as contacts: a click holds its key down for as many looks as a finger would, however late they come,
 * and two clicks are two presses.
 */

import { type Key, type KeyContacts, PIN_PAD_LAYOUT } from '../../src/drivers/keypad/key.js';
import type { Clock } from '../../src/ports/clock.js';

/** Looks at a key that is down, and at the pad before the next. */
const DOWN_LOOKS = 5;
const UP_LOOKS = 4;
/** Where nobody has looked for so long nobody asks for a key, and a click is for nothing. */
const UNASKED_MS = 500;

interface Press {
  readonly row: number;
  readonly column: number;
  looks: number;
}

export class PanelKeys implements KeyContacts {
  readonly #clock: Pick<Clock, 'ticks'>;
  #presses: Press[] = [];
  #looked = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'ticks'>) {
    this.#clock = clock;
  }

  press(key: Key): void {
    if (this.#clock.ticks() - this.#looked > UNASKED_MS) return;
    const row = PIN_PAD_LAYOUT.findIndex((keys) => keys.includes(key));
    if (row >= 0) this.#presses.push({ row, column: PIN_PAD_LAYOUT[row].indexOf(key), looks: 0 });
  }

  scan(): readonly number[] {
    if (this.#clock.ticks() - this.#looked > UNASKED_MS) this.#presses = [];
    this.#looked = this.#clock.ticks();
    const [press] = this.#presses;
    const isDown = press !== undefined && press.looks++ < DOWN_LOOKS;
    if (press !== undefined && press.looks >= DOWN_LOOKS + UP_LOOKS) this.#presses.shift();
    return PIN_PAD_LAYOUT.map((_, row) => (isDown && row === press.row ? 1 << press.column : 0));
  }
}
