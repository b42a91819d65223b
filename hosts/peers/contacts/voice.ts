/** What a card has still to say, character by character. */

import type { Utterance } from './line-card.js';

/** After the error signal at 11 etu the character comes again 2 etu later (ISO/IEC 7816-3 7.3), here 15 after itself. */
const REPETITION_ETU = 15;

export class Voice {
  #queue: Utterance[] = [];
  /** Done once all is said. */
  #then: (() => void) | undefined;

  get next(): Utterance | undefined {
    return this.#queue[0];
  }

  get silent(): boolean {
    return this.#queue.length === 0;
  }

  /** Appends characters: the first so many clocks after the edge before it, each of the others at this distance. */
  say(bytes: readonly number[] | Uint8Array, firstClocks: number, nextClocks: number): void {
    let afterClocks = firstClocks;
    for (const byte of bytes) {
      this.#queue.push({ byte, afterClocks });
      afterClocks = nextClocks;
    }
  }

  /** What follows upon the last character: another rate. */
  whenSaid(then: () => void): void {
    this.#then = then;
  }

  hush(): void {
    this.#queue = [];
    this.#then = undefined;
  }

  said(refused: boolean, etuClocks: number): void {
    const [spoken, ...rest] = this.#queue;
    if (spoken === undefined) return;
    if (refused) {
      this.#queue[0] = { byte: spoken.byte, afterClocks: REPETITION_ETU * etuClocks };
      return;
    }
    this.#queue = rest;
    if (rest.length > 0) return;
    const then = this.#then;
    this.#then = undefined;
    then?.();
  }
}
