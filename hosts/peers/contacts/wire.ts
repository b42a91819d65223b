/**
 * The wire: emulated contacts between the terminal's driver and a card in a socket, etu by etu in virtual time. What a real
 * board would damage or a card not survive is a bug here at once: lines out of order, a reset too short.
 */

import { assert } from '../../../src/base/assert.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { Contacts, Framing, Pace, Received, Sent, SupplyClass, Wanted } from '../../../src/ports/contacts.js';
import type { Board } from './board.js';
import { CHARACTER_ETU, IoLine } from './io-line.js';
import { type Reading, readLevels } from './levels.js';
import type { Socket } from './socket.js';
import { WireLines } from './wire-lines.js';

export interface WireOptions {
  readonly socket: Socket;
  readonly clock: Clock;
  readonly board: Board;
  readonly onRemoved: () => void;
}

export class Wire implements Contacts {
  readonly clockHz: number;
  readonly supplies: readonly SupplyClass[];
  readonly signalsErrors: boolean;
  readonly shortestEtuClocks: number;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #lines: WireLines;
  readonly #io: IoLine;
  #framing: Framing = { convention: 'direct', clocksPerEtu: 372, errorSignal: false };
  /** Clock cycles since the world began; runs ahead of the clock by less than a millisecond. */
  #now = 0;
  /** The last leading edge that the terminal knows of. */
  #seen = 0;

  constructor(options: WireOptions) {
    const { socket, clock, board, onRemoved } = options;
    this.clockHz = board.clockHz;
    this.supplies = board.supplies;
    this.signalsErrors = board.signalsErrors;
    this.shortestEtuClocks = board.shortestEtuClocks;
    this.#socket = socket;
    this.#clock = clock;
    this.#lines = new WireLines(socket, () => this.#now);
    this.#io = new IoLine(socket, board.clockHz, () => this.#lines.awake);
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
    this.#io.reset(this.#now);
    this.#seen = this.#now;
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

  #hearOne(limit: number): Reading | 'silent' | 'removed' {
    if (!this.present) return 'removed';
    const heard = this.#io.hear(limit + 0.5, this.#framing.clocksPerEtu);
    this.#now = Math.max(this.#now, this.#io.over);
    if (heard.kind === 'silent') {
      this.#now = Math.max(this.#now, limit);
      return 'silent';
    }
    if (heard.kind === 'removed') {
      this.#now = Math.max(this.#now, heard.edge);
      this.#socket.remove();
      return 'removed';
    }
    this.#seen = heard.edge;
    const reading = readLevels(heard.levels, this.#framing.convention);
    heard.said(reading.damaged && this.#framing.errorSignal);
    return reading;
  }

  #sendOne(byte: number, afterEtu: number): Sent['ended'] {
    if (!this.present) return 'removed';
    assert(this.#lines.awake, 'RST is high when the terminal speaks');
    const { convention, clocksPerEtu, errorSignal } = this.#framing;
    let edge = this.#edgeOfOurs(afterEtu);
    while (this.#io.letPass(edge, clocksPerEtu)) edge = this.#edgeOfOurs(afterEtu);
    const verdict = this.#io.say(byte, convention, clocksPerEtu, edge);
    if (verdict === 'removed') {
      this.#now = edge;
      this.#socket.remove();
      return 'removed';
    }
    this.#seen = edge;
    this.#now = edge + this.#clocks(CHARACTER_ETU);
    return verdict === 'refused' && errorSignal ? 'refused' : 'complete';
  }

  #edgeOfOurs(afterEtu: number): number {
    return Math.max(this.#now, this.#io.over, this.#io.edge + this.#clocks(afterEtu));
  }
}
