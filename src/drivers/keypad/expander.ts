/**
 * A key matrix of 4 rows and 4 columns behind a PCF8574 on I2C: P0 to P3 are the rows, P4 to P7 the columns. The part has no
 * scan of its own and no direction register: a pin that is written 1 is a weak pull-up and can be read (NXP PCF8574 8.1 [mem]).
 */

import type { KeyContacts } from './key.js';

/** One part on the bus, as ECMA-419 9.7 I2C has it; both throw where the part does not acknowledge. */
export interface I2cPort {
  read(byteLength: number): ArrayBuffer;
  write(bytes: ArrayBuffer): void;
}

/** The I2C class of the platform. */
export interface I2cClass {
  new (options: {
    readonly data: number;
    readonly clock: number;
    readonly hz: number;
    readonly address: number;
  }): I2cPort;
}

export interface ExpanderOptions {
  readonly io: I2cClass;
  readonly data: number;
  readonly clock: number;
  /** 20 to 27 for a PCF8574, 38 to 3F for a PCF8574A, hexadecimal. */
  readonly address: number;
}

/** The part's fastest (NXP PCF8574 table 7 [mem]). */
const BUS_HZ = 100_000;
const ROWS = 4;
const ALL_HIGH = 0xff;

export class KeyExpander implements KeyContacts {
  readonly #io: I2cPort;

  constructor({ io, data, clock, address }: ExpanderOptions) {
    this.#io = new io({ data, clock, hz: BUS_HZ, address });
  }

  /** Nothing when the part does not answer: a loose cable is no key, and the next scan asks again. */
  scan(): readonly number[] | undefined {
    try {
      const rows: number[] = [];
      for (let row = 0; row < ROWS; row++) {
        this.#write(ALL_HIGH & ~(1 << row));
        const [pins] = new Uint8Array(this.#io.read(1));
        rows.push((~pins & ALL_HIGH) >> ROWS);
      }
      this.#write(ALL_HIGH);
      return rows;
    } catch {
      return undefined;
    }
  }

  #write(pins: number): void {
    this.#io.write(Uint8Array.of(pins).buffer);
  }
}
