/**
 * How deep the stack of an XS engine has been, read from the memory of its process: what has never been touched since it was
 * wiped is zero. Slots are counted, of which a device's are as many. Linux alone lets another process do this.
 */

import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';

const SLOT = 32;
const PAGE = 4096;
/** Two words of the C library before a block that it has mapped for itself: the size of the last is there, with this flag. */
const HEAD = 16;
const IS_MAPPED = 2;

export class StackGauge {
  readonly #memory: number;
  readonly #from: number;
  readonly #slots: number;

  /** @param slots of the engine's stack @throws Error where it cannot be told which memory it is */
  constructor(pid: number, slots: number) {
    this.#slots = slots;
    this.#memory = openSync(`/proc/${pid}/mem`, 'r+');
    const size = Math.ceil((slots * SLOT + HEAD) / PAGE) * PAGE;
    const blocks = areas(pid).flatMap(([from, end]) =>
      Array.from({ length: (end - from) / PAGE }, (_, page) => from + page * PAGE).filter(
        (at) => this.#word(at) === 0 && this.#word(at + 8) === size + IS_MAPPED,
      ),
    );
    if (blocks.length !== 1) throw new Error(`${blocks.length} blocks of memory could be the stack`);
    this.#from = blocks[0] + HEAD;
  }

  /** Wipes all but so many slots at the top, which are in use while nothing runs. */
  wipe(inUse: number): void {
    const length = (this.#slots - inUse) * SLOT;
    writeSync(this.#memory, new Uint8Array(length), 0, length, this.#from);
  }

  /** @returns slots from the top down to the deepest that has been touched since the stack was wiped */
  depth(): number {
    const stack = new Uint8Array(this.#slots * SLOT);
    readSync(this.#memory, stack, 0, stack.length, this.#from);
    // A list of the allocator's begins at the bottom, and is no part of it.
    const touched = stack.subarray(PAGE).findIndex((byte) => byte !== 0);
    return touched < 0 ? 0 : this.#slots - Math.floor((PAGE + touched) / SLOT);
  }

  close(): void {
    closeSync(this.#memory);
  }

  #word(at: number): number {
    const word = new DataView(new ArrayBuffer(8));
    readSync(this.#memory, word, 0, 8, at);
    return Number(word.getBigUint64(0, true));
  }
}

/** Memory that can be written and is of no file: from and to. */
function areas(pid: number): (readonly [number, number])[] {
  const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [, from, end] = /^([0-9a-f]+)-([0-9a-f]+) rw-p 0+ 00:00 0\s*$/.exec(line) ?? [];
    return from === undefined ? [] : [[Number.parseInt(from, 16), Number.parseInt(end, 16)] as const];
  });
}
