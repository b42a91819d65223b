/** The coupler's own contacts: characters to and from the card in clock cycles, without a line that could spoil them. */

import type { SupplyClass } from '../../../src/ports/contacts.js';
import type { LineCard } from '../contacts/line-card.js';

/** Start bit, eight data bits, parity. */
const CHARACTER_ETU = 10;

/** RST is low for so long, cold or warm (EMV Book 1 6.1.2). */
const RESET_CLOCKS = 42_000;

/** The card is not there, or not any more. */
export class Torn extends Error {
  override name = 'Torn';
}

/** Decides whether the card leaves as a character begins: both directions counted together, from 1, since it went in. */
export type Tearing = (count: number) => boolean;

export class CardContacts {
  readonly clockHz: number;
  #card: LineCard | undefined;
  #tearing: Tearing | undefined;
  #supply: SupplyClass | undefined;
  #awake = false;
  #count = 0;
  /** Clock cycles since the world began: now, and the last leading edge on I/O. */
  #now = 0;
  #edge = 0;
  etuClocks = 372;

  constructor(clockHz: number) {
    this.clockHz = clockHz;
  }

  get present(): boolean {
    return this.#card !== undefined;
  }

  get supply(): SupplyClass | undefined {
    return this.#supply;
  }

  /** Characters that have passed since the card went in. */
  get count(): number {
    return this.#count;
  }

  get nowMs(): number {
    return (this.#now * 1000) / this.clockHz;
  }

  /** Time that has passed elsewhere has passed here. */
  passTo(ms: number): void {
    this.#now = Math.max(this.#now, (ms * this.clockHz) / 1000);
  }

  insert(card: LineCard, tearing?: Tearing): void {
    this.#card = card;
    this.#tearing = tearing;
    this.#count = 0;
  }

  remove(): void {
    const card = this.#card;
    this.#card = undefined;
    card?.sleep();
    this.#down();
  }

  /** RST alone where the card has this supply already, else everything. @throws Torn */
  reset(supply: SupplyClass): 'cold' | 'warm' {
    const card = this.#there();
    const kind = this.#supply === supply ? 'warm' : 'cold';
    card.sleep();
    this.#supply = supply;
    this.#now += RESET_CLOCKS;
    this.#edge = this.#now;
    this.etuClocks = 372;
    this.#awake = true;
    card.wake(kind, supply);
    return kind;
  }

  powerOff(): void {
    this.#card?.sleep();
    this.#down();
  }

  /** Sends characters, the first so many etu after the last edge on I/O, the others after each other. @throws Torn */
  send(bytes: Uint8Array, firstEtu: number, nextEtu: number): void {
    let afterEtu = firstEtu;
    for (const byte of bytes) {
      const card = this.#pass();
      const edge = Math.max(this.#now, this.#edge + afterEtu * this.etuClocks);
      card.hear({ byte, damaged: false, afterClocks: edge - this.#edge });
      this.#begun(edge);
      afterEtu = nextEtu;
    }
  }

  /** The card's next character, or undefined when it has not begun within so many etu of the last edge. @throws Torn */
  receive(withinEtu: number): { readonly byte: number; readonly afterClocks: number } | undefined {
    const card = this.#there();
    const coming = this.#awake ? card.next : undefined;
    const limit = withinEtu * this.etuClocks;
    if (coming === undefined || coming.afterClocks > limit + 0.5) {
      this.#now = Math.max(this.#now, this.#edge + limit);
      return undefined;
    }
    this.#pass();
    this.#begun(this.#edge + coming.afterClocks);
    card.said(false);
    return coming;
  }

  #there(): LineCard {
    if (this.#card === undefined) throw new Torn();
    return this.#card;
  }

  #pass(): LineCard {
    this.#count++;
    if (this.#tearing?.(this.#count)) this.remove();
    return this.#there();
  }

  #begun(edge: number): void {
    this.#edge = edge;
    this.#now = Math.max(this.#now, edge + CHARACTER_ETU * this.etuClocks);
  }

  #down(): void {
    this.#supply = undefined;
    this.#awake = false;
  }
}
