/** A chip for the line alone: it reads out what it is asked for, takes what it is given, and counts what it carried out. */

import type { Chip } from '../../../hosts/peers/chip.js';
import { concat, EMPTY } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';

export class LoopChip implements Chip {
  /** Headers and data of the commands that it carried out, hexadecimal. */
  readonly done: string[] = [];
  readonly #atr: Uint8Array;
  #waiting: Uint8Array = EMPTY;

  constructor(atr: string) {
    this.#atr = fromHex(atr);
  }

  reset(): Uint8Array {
    this.#waiting = EMPTY;
    return this.#atr;
  }

  powerOff(): void {
    this.#waiting = EMPTY;
  }

  /** UPDATE BINARY and INTERNAL AUTHENTICATE. */
  expectsData(header: Uint8Array): boolean {
    return header[1] === 0xd6 || header[1] === 0x88;
  }

  /** B0 gives P3 bytes 00 01 02 …, D6 takes data, 88 has its data fetched again, all else is unknown. */
  exchange(tpdu: Uint8Array): Uint8Array {
    this.done.push(toHex(tpdu));
    const [, ins, , , p3] = tpdu;
    if (ins === 0xb0)
      return concat(
        Uint8Array.from({ length: p3 === 0 ? 256 : p3 }, (_, i) => i),
        fromHex('9000'),
      );
    if (ins === 0xd6) return fromHex('9000');
    if (ins === 0x88) {
      this.#waiting = tpdu.slice(5);
      return Uint8Array.of(0x61, this.#waiting.length);
    }
    if (ins === 0xc0) return concat(this.#waiting, fromHex('9000'));
    return fromHex('6D00');
  }
}
