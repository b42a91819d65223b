/** The keys of the panel as contacts: a click is a press as long as a finger makes it, and two clicks are two presses. */

import { type Key, type KeyContacts, PIN_PAD_LAYOUT } from '../../src/drivers/keypad/key.js';
import type { Clock } from '../../src/ports/clock.js';

/** How long a click holds its key down, and the least time to the next. */
const DOWN_MS = 60;
const UP_MS = 40;

interface Press {
  readonly row: number;
  readonly column: number;
  readonly from: number;
}

export class PanelKeys implements KeyContacts {
  readonly #clock: Pick<Clock, 'ticks'>;
  #presses: Press[] = [];

  constructor(clock: Pick<Clock, 'ticks'>) {
    this.#clock = clock;
  }

  press(key: Key): void {
    const row = PIN_PAD_LAYOUT.findIndex((keys) => keys.includes(key));
    if (row < 0) return;
    const free = (this.#presses.at(-1)?.from ?? Number.NEGATIVE_INFINITY) + DOWN_MS + UP_MS;
    const from = Math.max(this.#clock.ticks(), free);
    this.#presses.push({ row, column: PIN_PAD_LAYOUT[row].indexOf(key), from });
  }

  scan(): readonly number[] {
    const now = this.#clock.ticks();
    this.#presses = this.#presses.filter(({ from }) => now < from + DOWN_MS + UP_MS);
    const down = this.#presses.find(({ from }) => from <= now && now < from + DOWN_MS);
    return PIN_PAD_LAYOUT.map((_, row) => (down?.row === row ? 1 << down.column : 0));
  }
}
