/** The journal's flash on a raw partition of the chip: its 4 KB blocks gathered to the units that the journal erases. */

import { assert, Bug } from '../../base/assert.js';
import type { Flash } from '../../ports/flash.js';

/** An open partition, as ECMA-419 storage flash has it. `write` and `eraseBlock` throw where the chip does not obey. */
export interface Partition {
  status(): { readonly size: number; readonly blockLength: number };
  read(byteLength: number, byteOffset: number): ArrayBuffer;
  write(bytes: Uint8Array, byteOffset: number): void;
  /** Erases blocks `first` to `end` − 1. */
  eraseBlock(first: number, end: number): void;
}

export interface PartitionFlashOptions {
  /** `embedded:storage/flash` of the platform. */
  readonly io: { open(options: { readonly path: string }): Partition };
  /** Label in partitions.csv. */
  readonly path: string;
  /** Bytes of a unit, whole blocks of the chip. */
  readonly unitLength: number;
  /** 16 where the partition is enciphered; ESP-IDF refuses less. */
  readonly programLength: number;
}

export class PartitionFlash implements Flash {
  readonly unitCount: number;
  readonly unitLength: number;
  readonly programLength: number;
  readonly #partition: Partition;
  readonly #blocksPerUnit: number;

  /** Throws what the platform throws where there is no such partition. */
  constructor({ io, path, unitLength, programLength }: PartitionFlashOptions) {
    this.#partition = io.open({ path });
    const { size, blockLength } = this.#partition.status();
    assert(unitLength % blockLength === 0, 'a unit is whole blocks of the chip');
    assert(unitLength % programLength === 0, 'a unit is a multiple of the granularity');
    this.unitLength = unitLength;
    this.programLength = programLength;
    this.unitCount = Math.floor(size / unitLength);
    this.#blocksPerUnit = unitLength / blockLength;
  }

  async read(unit: number, offset: number, length: number): Promise<Uint8Array> {
    const at = this.#place(unit, offset, length);
    return length === 0 ? new Uint8Array(0) : new Uint8Array(this.#partition.read(length, at));
  }

  async program(unit: number, offset: number, bytes: Uint8Array): Promise<void> {
    const at = this.#place(unit, offset, bytes.length);
    assert(offset % this.programLength === 0, 'a program begins at the granularity');
    assert(bytes.length > 0 && bytes.length % this.programLength === 0, 'a program ends at the granularity');
    obey(() => this.#partition.write(bytes, at));
  }

  async erase(unit: number): Promise<void> {
    this.#place(unit, 0, 0);
    const first = unit * this.#blocksPerUnit;
    obey(() => this.#partition.eraseBlock(first, first + this.#blocksPerUnit));
  }

  /** A unit that is not there would be another partition's data. */
  #place(unit: number, offset: number, length: number): number {
    assert(Number.isInteger(unit) && unit >= 0 && unit < this.unitCount, 'the unit is one of the partition');
    assert(offset >= 0 && length >= 0 && offset + length <= this.unitLength, 'what is asked for lies within the unit');
    return unit * this.unitLength + offset;
  }
}

/** Whether the chip obeyed, its caller finds out by reading back: an error it reports and one it hides are the same. */
function obey(operation: () => void): void {
  try {
    operation();
  } catch (error) {
    if (error instanceof Bug) throw error;
  }
}
