/**
 * The serial line between terminal and coupler, as a class of ECMA-419's IO pattern gives it to a driver: a FIFO of 128 bytes
 * each way, and 260 µs a byte in virtual time. What befalls single bytes is for the mischief to say.
 */

import { assert } from '../../../src/base/assert.js';
import type { Clock } from '../../../src/ports/clock.js';
import { type Coupler, type CouplerByte, SERIAL_BAUD } from './coupler.js';

const BYTE_MS = (10 * 1000) / SERIAL_BAUD;
const FIFO = 128;

/** A clock that says when time has passed. */
export interface PassingClock extends Clock {
  onPassed(listener: () => void): void;
}

/** A byte about to arrive; both directions are counted together, from 1. */
export interface SerialPassing {
  readonly count: number;
  readonly from: 'terminal' | 'coupler';
  readonly byte: number;
}

export type SerialMishap =
  /** one bit of it is read wrongly */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'lost' }
  /** it is lost, and all behind it of the same frame */
  | { readonly kind: 'cut' }
  /** others stand before it that nobody sent */
  | { readonly kind: 'noise'; readonly bytes: readonly number[] }
  /** it comes so many ms later, and all behind it; of the coupler's only */
  | { readonly kind: 'late'; readonly ms: number }
  /** nothing passes any more, either way */
  | { readonly kind: 'mute' }
  /** the card leaves its slot as it arrives */
  | { readonly kind: 'removed' };

export type SerialMischief = (passing: SerialPassing) => SerialMishap | undefined;

/** Where a coupler hangs: what the world holds of it. */
export interface CouplerPort {
  readonly coupler: Coupler;
  readonly clock: PassingClock;
  readonly mischief?: SerialMischief | undefined;
}

export interface CouplerSerialOptions {
  readonly port: CouplerPort;
  readonly format: 'buffer';
  readonly baud: number;
  readonly onReadable: () => void;
}

export class CouplerSerial {
  readonly #port: CouplerPort;
  readonly #onReadable: () => void;
  #toCoupler: CouplerByte[] = [];
  #toTerminal: CouplerByte[] = [];
  #received: number[] = [];
  #sentUntil = 0;
  #writes = 0;
  #count = 0;
  #muted = false;
  /** The frame of which nothing more arrives. */
  #cut = { terminal: 0, coupler: 0 };

  constructor({ port, format, baud, onReadable }: CouplerSerialOptions) {
    assert(format === 'buffer', 'whole buffers are read and written');
    assert(baud === SERIAL_BAUD, 'the coupler begins with 38,400 bits a second');
    this.#port = port;
    this.#onReadable = onReadable;
    port.clock.onPassed(() => this.#pass());
  }

  read(): ArrayBuffer | undefined {
    if (this.#received.length === 0) return undefined;
    const { buffer } = Uint8Array.from(this.#received);
    this.#received = [];
    return buffer;
  }

  write(bytes: ArrayBuffer): void {
    const now = this.#port.clock.ticks();
    // Between two looks at a counter of milliseconds up to one less has passed than it says; and one byte is in the shifter.
    const waiting = Math.max(0, Math.ceil((this.#sentUntil - now + 0.999) / BYTE_MS) - 1);
    if (waiting + bytes.byteLength > FIFO) throw new Error('output full');
    this.#writes++;
    for (const byte of new Uint8Array(bytes)) {
      this.#sentUntil = Math.max(this.#sentUntil, now) + BYTE_MS;
      this.#toCoupler.push({ byte, due: this.#sentUntil, frame: this.#writes });
    }
  }

  /** Everything that has arrived until now, in the order in which it did. */
  #pass(): void {
    const { coupler, clock } = this.#port;
    const now = clock.ticks();
    for (;;) {
      const [ours] = this.#toCoupler;
      const until = Math.min(now, ours?.due ?? now);
      coupler.passTo(until);
      this.#toTerminal.push(...coupler.take(until));
      const [theirs] = this.#toTerminal;
      if (theirs !== undefined && theirs.due <= until) {
        this.#toTerminal.shift();
        this.#arrive('coupler', theirs);
      } else if (ours !== undefined && ours.due <= now) {
        this.#toCoupler.shift();
        this.#arrive('terminal', ours);
      } else break;
    }
    if (this.#received.length > 0) this.#onReadable();
  }

  #arrive(from: 'terminal' | 'coupler', passing: CouplerByte): void {
    const { coupler, mischief } = this.#port;
    const { byte, due, frame } = passing;
    this.#count++;
    const mishap = mischief?.({ count: this.#count, from, byte });
    if (mishap?.kind === 'removed') coupler.remove(due);
    if (mishap?.kind === 'mute') this.#muted = true;
    if (mishap?.kind === 'cut') this.#cut[from] = frame;
    if (this.#muted || this.#cut[from] === frame || mishap?.kind === 'lost') return;
    if (mishap?.kind === 'late') {
      const late = (waiting: CouplerByte) => ({ ...waiting, due: waiting.due + mishap.ms });
      this.#toTerminal = [passing, ...this.#toTerminal].map(late);
      return;
    }
    const arriving = mishap?.kind === 'damaged' ? byte ^ 0x10 : byte;
    for (const one of [...(mishap?.kind === 'noise' ? mishap.bytes : []), arriving]) this.#deliver(from, one, due);
  }

  #deliver(from: 'terminal' | 'coupler', byte: number, at: number): void {
    if (from === 'terminal') this.#port.coupler.hear(byte, at);
    else {
      // A driver that lets the FIFO run over loses what comes then.
      if (this.#received.length >= FIFO) this.#onReadable();
      if (this.#received.length < FIFO) this.#received.push(byte);
    }
  }
}
