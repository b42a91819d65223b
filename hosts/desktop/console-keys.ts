/** The computer's keys as those of the terminal, and the hand that holds the card. Nothing that is typed is echoed. */

import type { Key } from '../../src/drivers/keypad/key.js';
import type { KeySource } from '../../src/drivers/keypad/key-scanner.js';
import type { Clock } from '../../src/ports/clock.js';

/** What a character does besides being a key. */
export type Hand = 'insert' | 'remove' | 'quit';

const CHARACTERS: Readonly<Record<string, Key | Hand>> = Object.freeze({
  '\r': 'enter',
  e: 'enter',
  '\x7f': 'clear',
  '\b': 'clear',
  b: 'clear',
  '\x1b': 'cancel',
  c: 'cancel',
  i: 'insert',
  o: 'remove',
  q: 'quit',
  // Ctrl-C and Ctrl-D of a window that hands every key over.
  '\x03': 'quit',
  '\x04': 'quit',
});

/** Between two looks. */
const LOOK_MS = 20;
/** As long as nothing is pressed after a hand has been at the slot: the terminal looks there a few times a second. */
const SLOT_MS = 450;

export interface ConsoleKeysOptions {
  readonly clock: Clock;
  readonly onHand: (hand: Hand) => void;
  /** What comes from a pipe is done in its order, each key when somebody asks for one; a person's hand acts at once. */
  readonly piped: boolean;
}

export class ConsoleKeys implements KeySource {
  readonly #options: ConsoleKeysOptions;
  readonly #queue: (Key | Hand)[] = [];
  #hasQuit = false;

  constructor(options: ConsoleKeysOptions) {
    this.#options = options;
  }

  /** @param text as it comes from the keyboard or the pipe; what no key is, and the ends of a pipe's lines, does nothing */
  type(text: string): void {
    // The keys that send several characters begin with Escape, and are none of the terminal's.
    if (text.length > 1 && text.startsWith('\x1b')) return;
    for (const character of text) {
      const meant = character >= '0' && character <= '9' ? (Number(character) as Key) : CHARACTERS[character];
      if (meant === undefined) continue;
      if (isHand(meant) && !this.#options.piped) this.#move(meant);
      else this.#queue.push(meant);
    }
  }

  /** The pipe is at its end: when all of it has been pressed there is nobody any more. */
  end(): void {
    this.#queue.push('quit');
  }

  /** A person's keys of before were for what was asked before; those of a pipe wait for their question. */
  begin(): void {
    if (!this.#options.piped) this.#queue.length = 0;
  }

  #move(hand: Hand): void {
    this.#hasQuit ||= hand === 'quit';
    this.#options.onHand(hand);
  }

  /** Never ends once somebody has quit: the terminal would ask for ever. */
  async next(until: number): Promise<Key | undefined> {
    const { clock } = this.#options;
    for (;;) {
      if (this.#hasQuit) await new Promise(() => {});
      const next = this.#queue.shift();
      if (next !== undefined && !isHand(next)) return next;
      if (next !== undefined) this.#move(next);
      if (this.#hasQuit) continue;
      const left = until - clock.ticks();
      if (left <= 0) return undefined;
      await clock.sleep(Math.min(next === undefined ? LOOK_MS : SLOT_MS, left));
      if (next !== undefined && clock.ticks() >= until) return undefined;
    }
  }
}

function isHand(meant: Key | Hand): meant is Hand {
  return meant === 'insert' || meant === 'remove' || meant === 'quit';
}
