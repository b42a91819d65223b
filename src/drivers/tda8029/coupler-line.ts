/** The serial line to one coupler: a frame out, the frame that answers it in, and what the coupler says unasked. */

import { EMPTY } from '../../base/bytes.js';
import { scrub } from '../../base/scrub.js';
import type { Clock } from '../../ports/clock.js';
import type { ReadableOptions, Serial, SerialIo } from '../serial.js';
import { type CouplerFrame, encodeFrame, FrameReader } from './alpar.js';
import { wasNotTaken } from './error-codes.js';

/** What a TDA8029 listens to when it has got power `[2+]`. */
const BAUD = 38_400;
/** A start bit, eight data bits, a stop bit. */
const BYTE_MS = (10 * 1000) / BAUD;

/** The FIFO of an ESP32's UART holds 128 bytes, and its serial class takes no more (moddable.md 4.1). */
const FIFO = 128;

/** Bytes of one frame follow each other at once; after this pause the rest does not come, ms `[TP]`. */
const PAUSE_MS = 20;

/** The longest frame there is, on its way. */
const LONGEST_MS = 512 * BYTE_MS;

/** How often a frame goes out that the coupler did not take, or whose answer is not worth more than another one `[TP]`. */
const ATTEMPTS_MAX = 3;

/** Of the time waited so far: the next look at the line comes no later than that, and within these bounds, ms. */
const LOOK_SHARE = 1 / 16;
const LOOK_MIN_MS = 1;
const LOOK_MAX_MS = 8;

/** What came of a frame: the coupler's answer, none, one that cannot be read, or the card's leaving instead. */
export type CouplerAnswer = Exclude<CouplerFrame, { kind: 'card' }> | 'silent' | 'damaged' | 'removed';

export interface Question {
  readonly command: number;
  readonly data?: Uint8Array;
  /** How long the coupler may take over it, ms; the time on the line comes on top. */
  readonly withinMs: number;
  /** It does no harm twice: asked again when the answer is damaged or does not come. */
  readonly again: boolean;
  /** It is between coupler and card, and over when the card goes. */
  readonly needsCard?: boolean;
}

export class CouplerLine<Options extends ReadableOptions> {
  readonly #clock: Clock;
  readonly #serial: Serial;
  readonly #reader = new FrameReader();
  #present: boolean | undefined;
  /** When bytes have last come. */
  #heardAt = 0;
  /** Done when the question before is over: one at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ io: Io, ...options }: SerialIo<Options>, clock: Clock) {
    this.#clock = clock;
    const own: ReadableOptions = { format: 'buffer', baud: BAUD, onReadable: () => this.#drain() };
    this.#serial = new Io({ ...options, ...own } as unknown as Options);
  }

  /** What the coupler has last said about a card; undefined when it has not been asked yet. */
  get present(): boolean | undefined {
    return this.#present;
  }

  set present(present: boolean) {
    this.#present = present;
  }

  /** Sends a frame and waits for its answer, again where that is harmless; after the question that is under way. */
  async ask(question: Question): Promise<CouplerAnswer> {
    const before = this.#turn;
    const answer = before.then(() => this.#insist(question));
    this.#turn = answer.catch(() => undefined);
    return await answer;
  }

  async #insist(question: Question): Promise<CouplerAnswer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#askOnce(question);
      if (attempt === ATTEMPTS_MAX || answer === 'removed') return answer;
      const lost = typeof answer === 'string' ? question.again : answer.kind === 'refused' && wasNotTaken(answer.code);
      if (!lost) return answer;
    }
  }

  async #askOnce({ command, data = EMPTY, withinMs, needsCard }: Question): Promise<CouplerAnswer> {
    const stale = await this.#settle();
    if (stale && needsCard) return 'removed';
    await this.#send(encodeFrame(command, data));
    const start = this.#clock.ticks();
    for (;;) {
      this.#drain();
      const frame = this.#reader.next();
      if (frame === 'damaged') return await this.#quiet();
      if (frame?.kind === 'card') {
        this.#present = frame.present;
        if (needsCard && !frame.present) return 'removed';
      } else if (frame !== undefined && isAbout(command, frame)) return frame;
      if (frame !== undefined) continue;
      const now = this.#clock.ticks();
      if (this.#reader.pending > 0 && now - this.#heardAt > PAUSE_MS) return await this.#quiet();
      if (now - start > withinMs + (this.#reader.pending > 0 ? LONGEST_MS : 0)) return 'silent';
      await this.#clock.sleep(Math.min(LOOK_MAX_MS, Math.max(LOOK_MIN_MS, Math.floor((now - start) * LOOK_SHARE))));
    }
  }

  /** What still lies there belongs to no question, but for the card's coming and going. @returns whether it has gone */
  async #settle(): Promise<boolean> {
    this.#drain();
    let gone = false;
    for (let frame = this.#reader.next(); frame !== undefined; frame = this.#reader.next()) {
      if (frame === 'damaged') await this.#quiet();
      else if (frame.kind === 'card') {
        this.#present = frame.present;
        if (!frame.present) gone = true;
      }
    }
    if (this.#reader.pending > 0) await this.#quiet();
    return gone;
  }

  async #send(frame: Uint8Array): Promise<void> {
    for (let from = 0; from < frame.length; from += FIFO) {
      const piece = frame.slice(from, from + FIFO);
      this.#serial.write(piece.buffer);
      // One more: up to a millisecond less has passed than a counter of them says, and a FIFO that is not empty throws.
      await this.#clock.sleep(Math.ceil(piece.length * BYTE_MS) + 1);
      scrub(piece);
    }
    scrub(frame);
  }

  /** Lets pass what cannot be understood, until nothing has come for a while or for too long. */
  async #quiet(): Promise<'damaged'> {
    const end = this.#clock.ticks() + 10 * PAUSE_MS;
    do {
      this.#reader.forget();
      await this.#clock.sleep(PAUSE_MS);
      this.#drain();
    } while (this.#reader.pending > 0 && this.#clock.ticks() < end);
    this.#reader.forget();
    return 'damaged';
  }

  #drain(): void {
    for (let came = this.#serial.read(); came !== undefined; came = this.#serial.read()) {
      this.#reader.take(new Uint8Array(came));
      this.#heardAt = this.#clock.ticks();
    }
  }
}

/** Whether this is the answer, and not a late one to a question that was given up. A frame that did not arrive has no name. */
function isAbout(command: number, frame: Exclude<CouplerFrame, { kind: 'card' }>): boolean {
  return frame.command === command || (frame.kind === 'refused' && wasNotTaken(frame.code));
}
