/** A key matrix on the pins of the chip: rows driven low one after the other, columns pulled up and read. */

import type { KeyContacts } from './key.js';

/** One pin, as ECMA-419 9.4 Digital has it. */
export interface DigitalPin {
  read(): number;
  write(value: number): void;
}

/** The Digital class of the platform. */
export interface DigitalClass {
  readonly InputPullUp: number;
  readonly OutputOpenDrain: number;
  new (options: { readonly pin: number; readonly mode: number }): DigitalPin;
}

export interface MatrixOptions {
  readonly io: DigitalClass;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

export class KeyMatrix implements KeyContacts {
  readonly #rows: readonly DigitalPin[];
  readonly #columns: readonly DigitalPin[];

  constructor({ io, rows, columns }: MatrixOptions) {
    // Open drain: two keys of a column join two rows, and a row that drove high would fight the one that drives low.
    this.#rows = rows.map((pin) => new io({ pin, mode: io.OutputOpenDrain }));
    this.#columns = columns.map((pin) => new io({ pin, mode: io.InputPullUp }));
    for (const row of this.#rows) row.write(1);
  }

  scan(): readonly number[] {
    return this.#rows.map((row) => {
      row.write(0);
      let closed = 0;
      this.#columns.forEach((column, c) => {
        if (column.read() === 0) closed |= 1 << c;
      });
      row.write(1);
      return closed;
    });
  }
}
