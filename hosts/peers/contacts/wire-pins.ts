/**
 * The wire seen from a chip's pins: levels of lines, edges and error signals at moments that the other side counts. Where
 * `Wire` takes whole calls of the driver's, this takes what a UART and its interrupts do, and punishes what no card would take.
 */

import { assert } from '../../../src/base/assert.js';
import type { SupplyClass } from '../../../src/ports/contacts.js';
import { IoLine } from './io-line.js';
import { readLevels } from './levels.js';
import type { Socket } from './socket.js';
import { WireLines } from './wire-lines.js';

/** From the leading edge to the error signal, and how long it is (ISO/IEC 7816-3 7.3). */
const ERROR_AFTER_ETU = 10.5;
const ERROR_EARLY_OR_LATE_ETU = 0.2;
const ERROR_ETU_MIN = 1;
const ERROR_ETU_MAX = 2;

/** Between the latest error signal and the next character: whoever has not refused this one does not. */
const DECIDED_ETU = 10.75;

/** The terminal says nothing to a card that answers sooner than the least guard time behind its character (7.2). */
const ANSWER_ETU_MIN = 11.5;

/** A change of what the terminal drives. */
export type PinChange =
  | { readonly pin: 'VCC'; readonly supply: SupplyClass | 'off' }
  | { readonly pin: 'CLK' | 'RST' | 'I/O'; readonly on: boolean };

/** What comes from the card. */
export type PinEvent =
  | { readonly kind: 'character'; readonly edge: number; readonly levels: number }
  | { readonly kind: 'removed'; readonly edge: number }
  | { readonly kind: 'silent' };

/** A character of the card's that may still be refused. */
interface Open {
  readonly edge: number;
  readonly etuClocks: number;
  readonly said: (refused: boolean) => void;
}

export class WirePins {
  readonly #socket: Socket;
  readonly #lines: WireLines;
  readonly #io: IoLine;
  #now = 0;
  #open: Open | undefined;
  /** The error signal that the terminal gives: since when, and in which etu. */
  #low: { readonly from: number; readonly etuClocks: number } | undefined;

  /** @param onRemoved the presence switch opens */
  constructor(socket: Socket, clockHz: number, onRemoved: () => void) {
    this.#socket = socket;
    this.#lines = new WireLines(socket, () => this.#now);
    this.#io = new IoLine(socket, clockHz, () => this.#lines.awake);
    socket.attach(onRemoved);
  }

  get present(): boolean {
    return this.#socket.card !== undefined;
  }

  /** Until when, at least, nothing comes by itself; for ever, where the card listens. */
  get quietUntil(): number {
    if (this.#open !== undefined) return this.#open.edge + DECIDED_ETU * this.#open.etuClocks;
    // What mischief makes of a character is not known before its time.
    return this.#socket.mischief === undefined ? this.#io.nextEdge : this.#now;
  }

  /** I/O that goes low while the card has the word is the error signal. */
  change(change: PinChange, at: number): void {
    this.#now = at;
    if (change.pin === 'VCC') this.#lines.setSupply(change.supply);
    else if (change.pin === 'CLK') this.#lines.setClock(change.on);
    else if (change.pin === 'RST') this.#reset(change.on);
    else if (!change.on && this.#lines.awake) this.#refuse(at);
    else if (this.#low !== undefined) this.#letGo(at);
    else this.#lines.setIo(change.on ? 'reception' : 'low');
  }

  #reset(high: boolean): void {
    this.settle();
    this.#low = undefined;
    this.#lines.setReset(high);
    this.#io.reset(this.#now);
  }

  /** What comes until this moment, to a UART at this etu. The presence switch is the caller's to open. */
  hear(until: number, etuClocks: number): PinEvent {
    this.settle();
    const cardEtu = this.#socket.card?.etuClocks ?? etuClocks;
    const heard = this.#io.hear(until, etuClocks);
    this.#now = heard.kind === 'silent' ? until : heard.edge;
    if (heard.kind !== 'character') return heard;
    assert(this.#low === undefined, 'I/O is high when the card speaks');
    this.#open = { edge: heard.edge, etuClocks: cardEtu, said: heard.said };
    return { kind: 'character', edge: heard.edge, levels: heard.levels };
  }

  /** The terminal's UART says a character. */
  say(levels: number, at: number, etuClocks: number): 'taken' | 'refused' | 'removed' {
    this.settle();
    this.#now = at;
    assert(this.#lines.listening, 'I/O is not held low');
    assert(this.#lines.awake, 'RST is high when the terminal speaks');
    const convention = this.#socket.card?.convention ?? 'direct';
    const { byte, damaged } = readLevels(levels, convention);
    assert(!damaged, 'the terminal speaks by the convention of the card');
    const verdict = this.#io.say(byte, convention, etuClocks, at);
    this.#now = at + ANSWER_ETU_MIN * etuClocks;
    return verdict;
  }

  /** Time has passed over the last character: nobody refuses it any more. */
  settle(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.said(false);
  }

  #refuse(at: number): void {
    const open = this.#open;
    assert(open !== undefined, 'the error signal answers a character');
    const after = (at - open.edge) / open.etuClocks;
    assert(Math.abs(after - ERROR_AFTER_ETU) <= ERROR_EARLY_OR_LATE_ETU, 'the error signal begins 10.5 etu after it');
    this.#open = undefined;
    this.#low = { from: at, etuClocks: open.etuClocks };
    open.said(true);
  }

  #letGo(at: number): void {
    assert(this.#low !== undefined, 'I/O was low');
    const etu = (at - this.#low.from) / this.#low.etuClocks;
    assert(etu >= ERROR_ETU_MIN && etu <= ERROR_ETU_MAX, 'the error signal lasts for 1 to 2 etu');
    this.#low = undefined;
  }
}
