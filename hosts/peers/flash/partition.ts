/**
 * A chip's flash as the platform gives it: one named partition of blocks, no unit and no granularity to be seen, and the
 * same punishments as the NOR flash beside it. It does at once what it does, and throws what ESP-IDF throws.
 */

import { assert } from '../../../src/base/assert.js';
import type { RandomBytes } from '../chip.js';
import { PowerLoss } from './nor-flash.js';
import { type Tear, tornErase, tornProgram } from './tear.js';

const BLOCK_LENGTH = 4_096;
/** ESP-IDF refuses to write less to an enciphered partition. */
const CIPHER_BLOCK = 16;

export class ChipFlash {
  readonly #path: string;
  readonly #cells: Uint8Array;
  readonly #random: RandomBytes;
  #operations = 0;
  #cut: { readonly operation: number; readonly tear: Tear } | undefined;
  #dark = false;
  #worn = false;

  /** @param size bytes, whole blocks @param random decides what a cut leaves */
  constructor(path: string, size: number, random: RandomBytes) {
    assert(size % BLOCK_LENGTH === 0, 'a partition is whole blocks');
    this.#path = path;
    this.#cells = new Uint8Array(size).fill(0xff);
    this.#random = random;
  }

  /** Writes and erased blocks so far. */
  get operations(): number {
    return this.#operations;
  }

  cutAt(operation: number, tear: Tear): void {
    this.#cut = { operation, tear };
  }

  powerOn(): void {
    this.#dark = false;
    this.#cut = undefined;
  }

  /** From now on writes and erases fail. */
  wearOut(): void {
    this.#worn = true;
  }

  open({ path }: { readonly path: string }) {
    if (path !== this.#path) throw new Error("can't find partition");
    return {
      status: () => ({
        size: this.#cells.length,
        blockLength: BLOCK_LENGTH,
        blocks: this.#cells.length / BLOCK_LENGTH,
      }),
      read: (byteLength: number, byteOffset: number): ArrayBuffer => this.#read(byteLength, byteOffset),
      write: (bytes: Uint8Array, byteOffset: number): void => this.#write(bytes, byteOffset),
      eraseBlock: (first: number, end: number): void => {
        for (let block = first; block < end; block++) this.#erase(block);
      },
    };
  }

  #read(byteLength: number, byteOffset: number): ArrayBuffer {
    if (this.#dark) throw new PowerLoss('there is no power');
    if (byteOffset + byteLength > this.#cells.length) throw new Error('read failed');
    return this.#cells.slice(byteOffset, byteOffset + byteLength).buffer as ArrayBuffer;
  }

  #write(bytes: Uint8Array, byteOffset: number): void {
    assert(byteOffset % CIPHER_BLOCK === 0 && bytes.length % CIPHER_BLOCK === 0, 'a write is whole cipher blocks');
    const old = this.#cells.subarray(byteOffset, byteOffset + bytes.length);
    assert(old.length === bytes.length, 'a write ends within the partition');
    assert(
      bytes.every((byte, i) => (byte & ~old[i]) === 0),
      'no write turns a zero into a one',
    );
    this.#operate(
      () => old.set(bytes),
      (tear) => tornProgram(this.#cells, byteOffset, bytes, tear, this.#random),
    );
  }

  #erase(block: number): void {
    const cells = this.#cells.subarray(block * BLOCK_LENGTH, (block + 1) * BLOCK_LENGTH);
    assert(cells.length === BLOCK_LENGTH, 'the block is one of the partition');
    this.#operate(
      () => cells.fill(0xff),
      (tear) => tornErase(cells, tear, this.#random),
    );
  }

  #operate(whole: () => void, torn: (tear: Tear) => void): void {
    if (this.#dark) throw new PowerLoss('there is no power');
    if (this.#operations++ === this.#cut?.operation) {
      this.#dark = true;
      torn(this.#cut.tear);
      throw new PowerLoss('power was cut');
    }
    if (this.#worn) throw new Error('write failed');
    whole();
  }
}
