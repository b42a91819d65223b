/**
 * The serial line from a head decoder, as a class of ECMA-419's IO pattern gives it to a driver: a FIFO of 128 bytes, and
 * 1 ms a byte. What befalls single bytes is for the mischief to say.
 */

import { assert } from '../../../src/base/assert.js';
import type { Clock } from '../../../src/ports/clock.js';
import { BYTE_MS, type DecoderByte, type HeadDecoder } from './head-decoder.js';

const FIFO = 128;
/** The chip calls when so many bytes lie there, or when nothing has come for so many bytes' time (the SDK's serial.c). */
const CALLS_AT = 120;
const CALLS_AFTER_BYTES = 4;

export type HeadMishap =
  /** one bit of it is read wrongly */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'lost' }
  /** others stand before it that nobody sent */
  | { readonly kind: 'noise'; readonly bytes: readonly number[] };

/** @param count of bytes that have come, from 1 */
export type HeadMischief = (count: number, byte: number) => HeadMishap | undefined;

/** Where a decoder hangs: what the world holds of it. */
export interface HeadPort {
  readonly decoder: HeadDecoder;
  /** One that does not say when time has passed leaves the driver to ask, and gives it messages that are whole. */
  readonly clock: Pick<Clock, 'ticks'> & { onPassed?(listener: () => void): void };
  readonly mischief?: HeadMischief;
}

export interface HeadSerialOptions {
  readonly port: HeadPort;
  readonly format: 'buffer';
  readonly baud: number;
  readonly onReadable: () => void;
}

export class HeadSerial {
  readonly #port: HeadPort;
  readonly #onReadable: () => void;
  #received: number[] = [];
  #count = 0;
  #lastAt = 0;

  constructor({ port, format, baud, onReadable }: HeadSerialOptions) {
    assert(format === 'buffer', 'whole buffers are read');
    assert(baud === 9_600, 'the decoder speaks 9600 bits a second');
    this.#port = port;
    this.#onReadable = onReadable;
    port.clock.onPassed?.(() => this.#pass());
  }

  read(): ArrayBuffer | undefined {
    if (this.#port.clock.onPassed === undefined) this.#receive(this.#whole());
    if (this.#received.length === 0) return undefined;
    const { buffer } = Uint8Array.from(this.#received);
    this.#received = [];
    return buffer;
  }

  write(): never {
    throw new Error('the decoder listens to nobody');
  }

  /** Everything that has arrived until now; the driver is told no sooner than a chip would. */
  #pass(): void {
    const { decoder, clock } = this.#port;
    const now = clock.ticks();
    while (decoder.sending.length > 0 && decoder.sending[0].due <= now) {
      const [next] = decoder.take(1);
      this.#callWhenQuiet(next.due);
      this.#receive([next]);
      this.#lastAt = next.due;
      if (this.#received.length >= CALLS_AT) this.#onReadable();
    }
    this.#callWhenQuiet(now);
  }

  #callWhenQuiet(until: number): void {
    if (this.#received.length > 0 && until - this.#lastAt >= CALLS_AFTER_BYTES * BYTE_MS) this.#onReadable();
  }

  /** All messages that have arrived to their CR. */
  #whole(): readonly DecoderByte[] {
    const { decoder, clock } = this.#port;
    const now = clock.ticks();
    const ends = decoder.sending.flatMap(({ byte, due }, i) => (byte === 0x0d && due <= now ? [i + 1] : []));
    return decoder.take(ends.at(-1) ?? 0);
  }

  #receive(bytes: readonly DecoderByte[]): void {
    for (const { byte } of bytes) {
      this.#count++;
      const mishap = this.#port.mischief?.(this.#count, byte);
      if (mishap?.kind === 'lost') continue;
      const arriving = mishap?.kind === 'damaged' ? byte ^ 0x10 : byte;
      // A driver that lets the FIFO run over loses what comes then.
      for (const one of [...(mishap?.kind === 'noise' ? mishap.bytes : []), arriving])
        if (this.#received.length < FIFO) this.#received.push(one);
    }
  }
}
