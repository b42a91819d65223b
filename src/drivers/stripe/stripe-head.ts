/** A magnetic head whose decoder sends what it has read over a serial line: the decoder knows bits, this knows messages. */

import { scrub } from '../../base/scrub.js';
import type { Clock } from '../../ports/clock.js';
import type { StripeReader, Swipe } from '../../ports/stripe.js';
import type { ReadableOptions, Serial, SerialIo } from '../serial.js';
import { beginsTrack, MESSAGE_MAX, readMessage } from './swipe-message.js';

/** What such decoders speak unless they are told otherwise `[mem]`. */
const BAUD = 9_600;
/** A start bit, eight data bits, a stop bit. */
const BYTE_MS = (10 * 1000) / BAUD;
const CARRIAGE_RETURN = 0x0d;

/** Bytes of one message follow each other at once; after this pause the rest does not come, ms `[TP]`. */
const PAUSE_MS = 50;
/** How long a swipe waits to be asked for, ms `[TP]`. */
const FRESH_MS = 2_000;

export interface StripeHeadOptions<Options extends ReadableOptions> {
  readonly serial: SerialIo<Options>;
  readonly clock: Pick<Clock, 'ticks'>;
  /** The decoder is set to send the check character of each track behind its end. */
  readonly sendsLrc: boolean;
}

export class StripeHead<Options extends ReadableOptions> implements StripeReader {
  readonly #serial: Serial;
  readonly #clock: Pick<Clock, 'ticks'>;
  readonly #sendsLrc: boolean;
  readonly #message = new Uint8Array(MESSAGE_MAX);
  #length = 0;
  #overlong = false;
  /** When bytes have last come. */
  #heardAt = 0;
  #swipe: Swipe | undefined;
  #swipedAt = 0;

  constructor({ serial: { io: Io, ...options }, clock, sendsLrc }: StripeHeadOptions<Options>) {
    this.#clock = clock;
    this.#sendsLrc = sendsLrc;
    const own: ReadableOptions = { format: 'buffer', baud: BAUD, onReadable: () => this.#drain() };
    this.#serial = new Io({ ...options, ...own } as unknown as Options);
  }

  async swiped(): Promise<Swipe | undefined> {
    this.#drain();
    this.#endAfterPause(0);
    if (this.#clock.ticks() - this.#swipedAt > FRESH_MS) this.#forget();
    const swipe = this.#swipe;
    this.#swipe = undefined;
    return swipe;
  }

  #drain(): void {
    for (let came = this.#serial.read(); came !== undefined; came = this.#serial.read()) {
      const bytes = new Uint8Array(came);
      this.#endAfterPause(bytes.length);
      this.#heardAt = this.#clock.ticks();
      for (const byte of bytes) this.#take(byte);
      scrub(bytes);
    }
  }

  #take(byte: number): void {
    if (byte === CARRIAGE_RETURN) this.#end();
    // What comes before the first track is noise of the line.
    else if (this.#length === 0 && !beginsTrack(byte)) return;
    else if (this.#length < MESSAGE_MAX) this.#message[this.#length++] = byte;
    else this.#overlong = true;
  }

  /**
   * A message whose end was lost is not continued by the next one. @param came bytes that have been read now: the chip
   * tells of many at once, and so many cannot have come in less than their time on the line
   */
  #endAfterPause(came: number): void {
    if (this.#clock.ticks() - this.#heardAt > PAUSE_MS + came * BYTE_MS) this.#end();
  }

  #end(): void {
    if (this.#length === 0) return;
    const message = this.#message.subarray(0, this.#length);
    const swipe = this.#overlong ? UNREADABLE : readMessage(message, this.#sendsLrc);
    scrub(message);
    this.#length = 0;
    this.#overlong = false;
    if (swipe === undefined) return;
    this.#forget();
    this.#swipe = swipe;
    this.#swipedAt = this.#heardAt;
  }

  #forget(): void {
    if (this.#swipe) scrub(...this.#swipe.tracks.filter((track) => typeof track === 'object'));
    this.#swipe = undefined;
  }
}

/** More than any card has: somebody has swiped something, and nobody can tell what. */
const UNREADABLE: Swipe = Object.freeze({ tracks: Object.freeze(['misread', 'misread', 'misread'] as const) });
