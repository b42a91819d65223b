/** A PCF8574 on an I2C bus with a key mat of 4 × 4 on its pins: rows at P0 to P3, columns at P4 to P7. */

import { assert } from '../../../src/base/assert.js';
import type { KeyMat } from './key-mat.js';

const ROWS = [0, 1, 2, 3];
const HZ_MAX = 100_000;

/** Whether the part answers, at any moment. */
export interface Cable {
  connected: boolean;
}

/** @returns the I2C class that a driver is given, of a bus with this one part */
export function pcf8574Bus(mat: KeyMat, address: number, cable: Cable) {
  return class Bus {
    readonly #here: boolean;
    #latches = 0xff;

    constructor(options: { readonly hz: number; readonly address: number }) {
      assert(options.hz <= HZ_MAX, 'the part follows 100 kHz');
      this.#here = options.address === address;
    }

    read(byteLength: number): ArrayBuffer {
      this.#acknowledge();
      // A pin is low when its own latch pulls it down, or a closed key another that is pulled down.
      const low = ROWS.filter((row) => (this.#latches & (1 << row)) === 0);
      const pins = this.#latches & ~(mat.columnsFrom(low) << ROWS.length);
      return new Uint8Array(byteLength).fill(pins).buffer;
    }

    write(bytes: ArrayBuffer): void {
      this.#acknowledge();
      for (const byte of new Uint8Array(bytes)) this.#latches = byte;
    }

    #acknowledge(): void {
      if (!this.#here || !cable.connected) throw new Error('no acknowledge');
    }
  };
}
