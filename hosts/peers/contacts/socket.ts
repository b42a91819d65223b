/** The socket: where a card goes in and comes out, and what has passed through its contacts since. */

import { assert } from '../../../src/base/assert.js';
import type { LineCard } from './line-card.js';
import type { CharacterMischief } from './mishaps.js';

/** What the contacts have cost since the card went in. */
export interface ContactUse {
  /** Characters that the terminal and the card have sent, repeated ones included. */
  readonly toCard: number;
  readonly fromCard: number;
  /** The characters themselves with their guard time, whole milliseconds as the next. */
  readonly lineMs: number;
  /** The terminal waiting for the card: before its characters, over and above their distance. */
  readonly waitMs: number;
}

/** A line of the terminal's that changed, or a character; `at` counts clock cycles of the socket's whole life. */
export type ContactEvent =
  | { readonly at: number; readonly line: 'VCC' | 'CLK' | 'RST' | 'I/O'; readonly state: string }
  | { readonly at: number; readonly from: 'card' | 'terminal'; readonly byte: number; readonly damaged: boolean };

export class Socket {
  #card: LineCard | undefined;
  #powered = false;
  #mischief: CharacterMischief | undefined;
  #use = { toCard: 0, fromCard: 0, lineMs: 0, waitMs: 0 };
  readonly #onEvent: ((event: ContactEvent) => void) | undefined;
  #onRemoved: (() => void) | undefined;

  constructor(onEvent?: (event: ContactEvent) => void) {
    this.#onEvent = onEvent;
  }

  get card(): LineCard | undefined {
    return this.#card;
  }

  get use(): ContactUse {
    const { toCard, fromCard, lineMs, waitMs } = this.#use;
    return { toCard, fromCard, lineMs: Math.round(lineMs), waitMs: Math.round(waitMs) };
  }

  get mischief(): CharacterMischief | undefined {
    return this.#mischief;
  }

  insert(card: LineCard, mischief?: CharacterMischief): void {
    assert(this.#card === undefined, 'one card in a socket');
    assert(!this.#powered, 'a card goes into contacts without power');
    this.#card = card;
    this.#mischief = mischief;
    this.#use = { toCard: 0, fromCard: 0, lineMs: 0, waitMs: 0 };
  }

  remove(): void {
    const card = this.#card;
    if (card === undefined) return;
    this.#card = undefined;
    card.sleep();
    this.#onRemoved?.();
  }

  /** The wire's own: one terminal hangs on a socket. */
  attach(onRemoved: () => void): void {
    assert(this.#onRemoved === undefined, 'one terminal at a socket');
    this.#onRemoved = onRemoved;
  }

  /** The wire's own. */
  tell(event: ContactEvent): void {
    if ('line' in event && event.line === 'VCC') this.#powered = event.state !== 'off';
    this.#onEvent?.(event);
  }

  /** The wire's own: a character has passed. */
  count(from: 'card' | 'terminal', lineMs: number, waitMs: number): void {
    this.#use[from === 'card' ? 'fromCard' : 'toCard']++;
    this.#use.lineMs += lineMs;
    this.#use.waitMs += waitMs;
  }
}
