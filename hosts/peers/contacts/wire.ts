/**
 * The wire: emulated contacts between the terminal's driver and a card in a socket, etu by etu in virtual time. What a real
 * board would damage or a card not survive is a bug here at once: lines out of order, a reset too short.
 */

import { assert } from '../../../src/base/assert.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { Contacts, Framing, Pace, Received, Sent, SupplyClass, Wanted } from '../../../src/ports/contacts.js';
import type { Board } from './board.js';
import { damagedLevels, levelsOf, type Reading, readLevels } from './levels.js';
import type { LineCard } from './line-card.js';
import type { CharacterMishap } from './mishaps.js';
import type { Socket } from './socket.js';
import { WireLines } from './wire-lines.js';

export interface WireOptions {
  readonly socket: Socket;
  readonly clock: Clock;
  readonly board: Board;
  readonly onRemoved: () => void;
}

/** Start bit, eight data bits, parity: when the next edge can come at the earliest. */
const CHARACTER_ETU = 10;

/** With its guard time: what a character costs. */
const GUARDED_ETU = 12;

/** A character of the card's, or one that came from nowhere, with its moment. */
interface Coming {
  readonly byte: number;
  readonly edge: number;
  readonly mishap: CharacterMishap | undefined;
  readonly card: LineCard | undefined;
}

export class Wire implements Contacts {
  readonly clockHz: number;
  readonly supplies: readonly SupplyClass[];
  readonly signalsErrors: boolean;
  readonly shortestEtuClocks: number;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #lines: WireLines;
  #framing: Framing = { convention: 'direct', clocksPerEtu: 372, errorSignal: false };
  /** Clock cycles since the world began; runs ahead of the clock by less than a millisecond. */
  #now = 0;
  /** The last leading edge on I/O, and the last one that the terminal and the card know of. */
  #edge = 0;
  #seen = 0;
  #felt = 0;
  #muted = false;
  #sinceReset = { card: 0, terminal: 0 };
  /** A byte that follows the card's last character though the card did not say it. */
  #stray: number | undefined;
  /** The card's next character, once it has been decided what befalls it. */
  #coming: Coming | undefined;

  constructor(options: WireOptions) {
    const { socket, clock, board, onRemoved } = options;
    this.clockHz = board.clockHz;
    this.supplies = board.supplies;
    this.signalsErrors = board.signalsErrors;
    this.shortestEtuClocks = board.shortestEtuClocks;
    this.#socket = socket;
    this.#clock = clock;
    this.#lines = new WireLines(socket, () => this.#now);
    socket.attach(onRemoved);
  }

  get present(): boolean {
    return this.#socket.card !== undefined;
  }

  setSupply(supply: SupplyClass | 'off'): void {
    this.#begin();
    this.#lines.setSupply(supply);
  }

  setClock(running: boolean): void {
    this.#lines.setClock(running);
  }

  setIo(state: 'reception' | 'low'): void {
    this.#lines.setIo(state);
  }

  setReset(high: boolean): void {
    this.#begin();
    this.#lines.setReset(high);
    this.#coming = undefined;
    this.#stray = undefined;
    this.#muted = false;
    this.#sinceReset = { card: 0, terminal: 0 };
    this.#edge = this.#now;
    this.#seen = this.#now;
    this.#felt = this.#now;
  }

  setFraming(framing: Framing): void {
    assert(!framing.errorSignal || this.signalsErrors, 'this UART gives no error signal');
    assert(framing.clocksPerEtu >= this.shortestEtuClocks, 'the board keeps up with its etu');
    this.#framing = framing;
  }

  async wait(clocks: number): Promise<void> {
    this.#begin();
    this.#now += clocks;
    await this.#end();
  }

  async send(bytes: Uint8Array, pace: Pace): Promise<Sent> {
    assert(bytes.length > 0, 'something is sent');
    this.#begin();
    let sent = 0;
    let ended: Sent['ended'] = 'complete';
    while (ended === 'complete' && sent < bytes.length) {
      ended = this.#sendOne(bytes[sent], sent === 0 ? pace.firstEtu : pace.nextEtu);
      if (ended === 'complete') sent++;
    }
    await this.#end();
    return { sent, ended };
  }

  async receive(wanted: Wanted): Promise<Received> {
    assert(wanted.count > 0, 'something is listened for');
    assert(this.#lines.listening, 'I/O is in reception mode');
    this.#begin();
    const start = this.#seen;
    const bytes: number[] = [];
    let ended: Received['ended'] = 'complete';
    while (ended === 'complete' && bytes.length < wanted.count) {
      const within = bytes.length === 0 ? wanted.firstEtu : wanted.nextEtu;
      const limit = Math.min(this.#seen + this.#clocks(within), start + this.#clocks(wanted.allEtu));
      const heard = this.#hearOne(limit);
      if (typeof heard === 'string') ended = heard;
      else {
        bytes.push(heard.byte);
        if (heard.damaged) ended = 'damaged';
      }
    }
    await this.#end();
    const etu = bytes.length === 0 ? 0 : (this.#seen - start) / this.#framing.clocksPerEtu;
    return { bytes: Uint8Array.from(bytes), ended, etu };
  }

  /** Time that has passed elsewhere has passed here. */
  #begin(): void {
    this.#now = Math.max(this.#now, (this.#clock.ticks() * this.clockHz) / 1000);
  }

  /** The clock gets the whole milliseconds; what is over stays here for the next time. */
  async #end(): Promise<void> {
    const ms = Math.floor((this.#now * 1000) / this.clockHz) - this.#clock.ticks();
    if (ms > 0) await this.#clock.sleep(ms);
  }

  #clocks(etu: number): number {
    return etu * this.#framing.clocksPerEtu;
  }

  /** Whether both sides measure in the same etu, within the fifth of an etu that ten bits may be off (7.1). */
  #inStep(card: LineCard): boolean {
    const ratio = card.etuClocks / this.#framing.clocksPerEtu;
    return ratio > 0.98 && ratio < 1.02;
  }

  /** The next character that will come by itself; `decide`: and what befalls it. */
  #next(decide: boolean): Coming | undefined {
    if (this.#coming !== undefined) return this.#coming;
    const { card } = this.#socket;
    if (card === undefined || this.#muted || !this.#lines.awake) return undefined;
    if (this.#stray !== undefined) {
      const edge = this.#edge + GUARDED_ETU * card.etuClocks;
      return { byte: this.#stray, edge, mishap: undefined, card: undefined };
    }
    const { next } = card;
    if (next === undefined) return undefined;
    const mishap = decide ? this.#mishap('card', next.byte) : undefined;
    const after = mishap?.kind === 'at' ? mishap.etu * card.etuClocks : next.afterClocks;
    const coming = { byte: next.byte, edge: this.#edge + after, mishap, card };
    if (decide) this.#coming = coming;
    return coming;
  }

  #mishap(from: 'card' | 'terminal', byte: number): CharacterMishap | undefined {
    const { toCard, fromCard } = this.#socket.use;
    const sinceReset = this.#sinceReset[from] + 1;
    return this.#socket.mischief?.({ count: toCard + fromCard + 1, sinceReset, from, byte });
  }

  #hearOne(limit: number): Reading | 'silent' | 'removed' {
    for (;;) {
      if (!this.present) return 'removed';
      const coming = this.#next(true);
      if (this.#muted || coming === undefined || coming.edge > limit + 0.5) {
        this.#now = Math.max(this.#now, limit);
        return 'silent';
      }
      if (coming.mishap?.kind === 'mute') {
        this.#muted = true;
        continue;
      }
      if (coming.mishap?.kind === 'removed') {
        this.#now = Math.max(this.#now, coming.edge);
        this.#socket.remove();
        return 'removed';
      }
      const heard = this.#pass(coming, true);
      if (heard !== undefined) return heard;
    }
  }

  /** A character of the card's goes by. @returns what the UART makes of it; undefined for a lost one */
  #pass(coming: Coming, listening: boolean): Reading | undefined {
    const { byte, edge, mishap, card } = coming;
    const socketCard = this.#socket.card;
    if (socketCard === undefined) return undefined;
    this.#account('card', edge, socketCard.etuClocks);
    this.#coming = undefined;
    this.#stray = mishap?.kind === 'extra' ? mishap.byte : undefined;
    let levels = levelsOf(mishap?.kind === 'wrong' ? mishap.byte : byte, socketCard.convention);
    if (mishap?.kind === 'parity') levels = damagedLevels(levels);
    if (!this.#inStep(socketCard)) levels = damagedLevels(levels ^ 0x55);
    const reading = readLevels(levels, this.#framing.convention);
    const told = readLevels(levels, socketCard.convention);
    this.#socket.tell({ at: edge, from: 'card', byte: told.byte, damaged: told.damaged });
    const lost = mishap?.kind === 'lost';
    this.#felt = edge;
    if (!lost) this.#seen = edge;
    card?.said(listening && !lost && reading.damaged && this.#framing.errorSignal);
    return lost ? undefined : reading;
  }

  #sendOne(byte: number, afterEtu: number): Sent['ended'] {
    if (!this.present) return 'removed';
    let edge = this.#edgeOfOurs(afterEtu);
    for (let coming = this.#next(false); coming !== undefined && coming.edge <= edge; coming = this.#next(false)) {
      this.#pass(coming, false);
      edge = this.#edgeOfOurs(afterEtu);
    }
    const meeting = this.#next(false);
    const collides = meeting !== undefined && meeting.edge < edge + this.#clocks(CHARACTER_ETU);
    const mishap = this.#mishap('terminal', byte);
    if (mishap?.kind === 'removed') {
      this.#now = edge;
      this.#socket.remove();
      return 'removed';
    }
    if (mishap?.kind === 'mute') this.#muted = true;
    const { card } = this.#socket;
    if (card === undefined) return 'removed';
    this.#account('terminal', edge, this.#framing.clocksPerEtu);
    this.#seen = edge;
    if (collides) this.#pass({ ...meeting, edge }, false);
    this.#now = edge + this.#clocks(CHARACTER_ETU);
    return this.#deliver(card, byte, mishap, collides);
  }

  /** The card hears what has become of a character. */
  #deliver(card: LineCard, byte: number, mishap: CharacterMishap | undefined, collides: boolean): Sent['ended'] {
    let levels = levelsOf(mishap?.kind === 'wrong' ? mishap.byte : byte, this.#framing.convention);
    if (mishap?.kind === 'parity' || collides) levels = damagedLevels(levels);
    if (!this.#inStep(card)) levels = damagedLevels(levels ^ 0x55);
    const { damaged } = readLevels(levels, this.#framing.convention);
    this.#socket.tell({ at: this.#edge, from: 'terminal', byte, damaged });
    if (mishap?.kind === 'lost' || this.#muted || !this.#lines.awake) return 'complete';
    const afterClocks = this.#edge - this.#felt;
    this.#felt = this.#edge;
    const verdict = card.hear({ ...readLevels(levels, card.convention), afterClocks });
    if (mishap?.kind === 'extra') card.hear({ byte: mishap.byte, damaged: false, afterClocks });
    return verdict === 'refused' && this.#framing.errorSignal ? 'refused' : 'complete';
  }

  #edgeOfOurs(afterEtu: number): number {
    return Math.max(this.#now, this.#edge + this.#clocks(afterEtu));
  }

  #account(from: 'card' | 'terminal', edge: number, etuClocks: number): void {
    const guarded = GUARDED_ETU * etuClocks;
    const ms = (clocks: number) => (clocks * 1000) / this.clockHz;
    const waited = from === 'card' ? Math.max(0, edge - this.#edge - guarded) : 0;
    this.#socket.count(from, ms(guarded), ms(waited));
    this.#sinceReset[from]++;
    this.#edge = edge;
    this.#now = Math.max(this.#now, edge + CHARACTER_ETU * etuClocks);
  }
}
