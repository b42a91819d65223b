/**
 * ALPAR, what a TDA8029 says over its serial line and is told: 60 or E0, two bytes of length, command, data, and the
 * exclusive or of all of it. Codes as in NXP's AN10207 for masks 06 and 07, read out of public drivers for the chip `[2+]`
 * where nothing else is said.
 */

import { assert } from '../../base/assert.js';

/** Commands, each named in its answer, too. */
export const CARD_COMMAND = 0x00;
export const CHECK_PRESENCE_CARD = 0x09;
export const IFSD_REQUEST = 0x0c;
export const NEGOTIATE_PPS = 0x10;
export const POWER_OFF = 0x4d;
export const POWER_UP_1V8 = 0x68;
export const POWER_UP_3V = 0x6d;
export const POWER_UP_5V = 0x6e;

/** What the coupler says of itself: a card has come, 01, or gone, 00. */
const CARD_CHANGE = 0xa0;

const ACKNOWLEDGED = 0x60;
const REFUSED = 0xe0;

/** Acknowledgement, length and command before the data. */
const HEAD_LENGTH = 4;

/** The longest data of a frame `[1]`; 258 are what an answer of a card needs. */
const DATA_MAX = 506;

/** A frame to the coupler: `data` of 0 to 506 bytes. */
export function encodeFrame(command: number, data: Uint8Array): Uint8Array {
  assert(data.length <= DATA_MAX, 'a frame carries at most 506 bytes');
  const frame = new Uint8Array(HEAD_LENGTH + data.length + 1);
  frame.set([ACKNOWLEDGED, data.length >> 8, data.length & 0xff, command]);
  frame.set(data, HEAD_LENGTH);
  frame[frame.length - 1] = checkOf(frame);
  return frame;
}

export type CouplerFrame =
  /** a command carried out, with what it brought */
  | { readonly kind: 'done'; readonly command: number; readonly data: Uint8Array }
  /** a command that failed, and the code that says why */
  | { readonly kind: 'refused'; readonly command: number; readonly code: number }
  /** a card has come or gone; asked for by nobody */
  | { readonly kind: 'card'; readonly present: boolean };

/** Frames from the coupler out of bytes as they come, in pieces of any size. */
export class FrameReader {
  #bytes: number[] = [];

  /** Bytes of a frame that is not whole yet. */
  get pending(): number {
    return this.#bytes.length;
  }

  take(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) this.#bytes.push(bytes[i]);
  }

  forget(): void {
    this.#bytes = [];
  }

  /**
   * The next frame, or undefined until it is whole. What cannot begin a frame is skipped. `damaged`: its check is wrong or
   * it says what no frame says, and where the next one begins nobody knows until the line has been quiet.
   */
  next(): CouplerFrame | 'damaged' | undefined {
    while (this.#bytes.length > 0 && !this.#mayBegin()) this.#bytes.shift();
    if (this.#bytes.length < HEAD_LENGTH) return undefined;
    const whole = HEAD_LENGTH + this.#length + 1;
    if (this.#bytes.length < whole) return undefined;
    const frame = Uint8Array.from(this.#bytes.splice(0, whole));
    return (checkOf(frame) === 0 ? meaningOf(frame) : undefined) ?? 'damaged';
  }

  get #length(): number {
    return this.#bytes[1] * 256 + this.#bytes[2];
  }

  #mayBegin(): boolean {
    const [first, high] = this.#bytes;
    if (first !== ACKNOWLEDGED && first !== REFUSED) return false;
    if (high !== undefined && high > DATA_MAX >> 8) return false;
    return this.#bytes.length < 3 || this.#length <= DATA_MAX;
  }
}

function meaningOf(frame: Uint8Array): CouplerFrame | undefined {
  const command = frame[3];
  const data = frame.slice(HEAD_LENGTH, -1);
  if (frame[0] === REFUSED) return data.length === 1 ? { kind: 'refused', command, code: data[0] } : undefined;
  if (command !== CARD_CHANGE) return { kind: 'done', command, data };
  return data.length === 1 && data[0] <= 1 ? { kind: 'card', present: data[0] === 1 } : undefined;
}

function checkOf(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i++) sum ^= bytes[i];
  return sum;
}
