/** Puts frames together again out of a stream of bytes that may be cut anywhere (emv.md 3.1: a length goes before each). */

import { concat, EMPTY, readUint } from '../../base/bytes.js';

const LENGTH_LENGTH = 2;
/** Behind the length: TPDU, header, and a message of two bytes at least. */
const FRAME_MIN = 13;
/** No message of this dialect is as long. */
const FRAME_MAX = 4096;
const TPDU_ID = 0x60;

/** The bytes of one connection. It keeps one frame's worth of them at most, besides what was pushed last. */
export class FrameReader {
  #pending: Uint8Array = EMPTY;
  #lost = false;

  /** Where a frame should begin something else stood; nothing that follows on this connection can be trusted. */
  get isLost(): boolean {
    return this.#lost;
  }

  /** Nothing is left over: the last frame ended where the bytes did. */
  get isEmpty(): boolean {
    return this.#pending.length === 0;
  }

  push(bytes: Uint8Array): void {
    if (!this.#lost) this.#pending = concat(this.#pending, bytes);
  }

  /** The next whole frame, its length before it; undefined while it is not all there, and once the stream is lost. */
  next(): Uint8Array | undefined {
    const pending = this.#pending;
    if (pending.length < LENGTH_LENGTH) return undefined;
    const length = readUint(pending, 0, LENGTH_LENGTH);
    const beginsWell = pending.length === LENGTH_LENGTH || pending[LENGTH_LENGTH] === TPDU_ID;
    if (length < FRAME_MIN || length > FRAME_MAX || !beginsWell) {
      this.#lost = true;
      this.#pending = EMPTY;
      return undefined;
    }
    const end = LENGTH_LENGTH + length;
    if (pending.length < end) return undefined;
    this.#pending = pending.slice(end);
    return pending.slice(0, end);
  }
}
