/** The chip's own random number generator, watched as long as it runs. */

import { assert } from '../../base/assert.js';
import { equalBytes } from '../../base/bytes.js';
import type { Random } from '../../ports/random.js';

/** Bytes that are compared: FIPS 140-2 4.9.2 asks for it of blocks of 16 bits and more; 128 raise no false alarm. */
const BLOCK_LENGTH = 16;

export interface ChipRandomOptions {
  /** Fills a buffer from the hardware. On an ESP32 it is random only while the radio or the SAR ADC's noise feeds it. */
  readonly fill: (buffer: ArrayBuffer) => void;
}

export class ChipRandom implements Random {
  readonly #fill: (buffer: ArrayBuffer) => void;
  /** The latest block; the first is for comparing alone. */
  #latest: Uint8Array;

  constructor({ fill }: ChipRandomOptions) {
    this.#fill = fill;
    this.#latest = this.#draw();
    assert(
      this.#latest.some((byte) => byte !== this.#latest[0]),
      'the random generator runs',
    );
  }

  /** A generator that repeats itself is stuck, and nothing it gave may be used: a Bug, at which the terminal stops. */
  async bytes(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += BLOCK_LENGTH) {
      const block = this.#draw();
      assert(!equalBytes(block, this.#latest), 'the random generator does not repeat itself');
      this.#latest = block;
      bytes.set(block.subarray(0, length - offset), offset);
    }
    // What was given out stays in no memory but the caller's.
    this.#latest = length > 0 ? this.#draw() : this.#latest;
    return bytes;
  }

  #draw(): Uint8Array {
    const buffer = new ArrayBuffer(BLOCK_LENGTH);
    this.#fill(buffer);
    return new Uint8Array(buffer);
  }
}
