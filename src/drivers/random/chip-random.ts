/** The chip's own random number generator, watched as long as it runs. */

import { assert } from '../../base/assert.js';
import { equalBytes } from '../../base/bytes.js';
import type { Random } from '../../ports/random.js';
import { SourceHealth } from './health.js';

/** Bytes that are compared, beside the tests of {@link SourceHealth}: FIPS 140-2 4.9.2 did; 128 bits raise no false alarm. */
const BLOCK_LENGTH = 16;
/** 1,024 bytes are tested before the first is given out (SP 800-90B 4.3). */
const START_UP_BLOCKS = 1_024 / BLOCK_LENGTH;

export interface ChipRandomOptions {
  /** Fills a buffer from the hardware. On an ESP32 it is random only while the radio or the SAR ADC's noise feeds it. */
  readonly fill: (buffer: ArrayBuffer) => void;
}

export class ChipRandom implements Random {
  readonly #fill: (buffer: ArrayBuffer) => void;
  readonly #health = new SourceHealth();
  /** The latest block; the first is for comparing alone. */
  #latest: Uint8Array;

  constructor({ fill }: ChipRandomOptions) {
    this.#fill = fill;
    this.#latest = this.#draw();
    for (let block = 1; block < START_UP_BLOCKS; block++) this.#next();
  }

  /** A generator that repeats itself is stuck, and nothing it gave may be used: a Bug, at which the terminal stops. */
  async bytes(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += BLOCK_LENGTH)
      bytes.set(this.#next().subarray(0, length - offset), offset);
    // What was given out stays in no memory but the caller's.
    if (length > 0) this.#next();
    return bytes;
  }

  #next(): Uint8Array {
    const block = this.#draw();
    assert(!equalBytes(block, this.#latest), 'the random generator does not repeat itself');
    this.#latest = block;
    return block;
  }

  #draw(): Uint8Array {
    const buffer = new ArrayBuffer(BLOCK_LENGTH);
    this.#fill(buffer);
    const block = new Uint8Array(buffer);
    for (const byte of block) assert(this.#health.take(byte), 'the random generator runs');
    return block;
  }
}
