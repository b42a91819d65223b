/** The pins that a key mat hangs on: the Digital class of a chip, which tells at once when a row could short another. */

import { assert } from '../../../src/base/assert.js';
import type { KeyMat } from './key-mat.js';

/** The modes of ECMA-419 9.4, as the SDK numbers them. */
const INPUT_PULL_UP = 1;
const OUTPUT_OPEN_DRAIN = 9;

/** @param rows pin numbers, in order @param columns likewise @returns the class that a driver is given */
export function matrixPins(mat: KeyMat, rows: readonly number[], columns: readonly number[]) {
  const low = new Set<number>();
  return class MatrixPin {
    static readonly InputPullUp = INPUT_PULL_UP;
    static readonly OutputOpenDrain = OUTPUT_OPEN_DRAIN;
    readonly #row: number;
    readonly #column: number;

    constructor({ pin, mode }: { readonly pin: number; readonly mode: number }) {
      this.#row = rows.indexOf(pin);
      this.#column = columns.indexOf(pin);
      assert(this.#row >= 0 || this.#column >= 0, 'the pin is one of the mat');
      assert(
        mode === (this.#row >= 0 ? OUTPUT_OPEN_DRAIN : INPUT_PULL_UP),
        'a row is open drain, a column is pulled up',
      );
    }

    read(): number {
      assert(this.#column >= 0, 'a column is read');
      return mat.columnsFrom([...low]) & (1 << this.#column) ? 0 : 1;
    }

    write(value: number): void {
      assert(this.#row >= 0, 'a row is driven');
      if (value === 0) low.add(this.#row);
      else low.delete(this.#row);
    }
  };
}
