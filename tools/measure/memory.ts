/**
 * What a 32-bit device would hold of what lives in an XS engine here, read from the engine's snapshot. Slots are the same
 * on both, and their bytes half as many; the differences in chunks and functions are told where they are counted.
 */

import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { XsWorker } from '../xs/worker.js';

export interface Memory {
  readonly slots: number;
  /** Bytes. */
  readonly chunks: number;
}

const SLOT_ON_DEVICE = 16;

/** Collects garbage and weighs what is left. */
export async function weigh(xs: XsWorker): Promise<Memory> {
  const snapshot = await take(xs);
  return { slots: slotsOf(snapshot), chunks: chunksOf(snapshot) };
}

/** @returns slots of the stack that are in use while nothing runs */
export async function idleStack(xs: XsWorker): Promise<number> {
  return (await take(xs)).stack;
}

async function take(xs: XsWorker): Promise<Snapshot> {
  const path = join(tmpdir(), `ssc-measure-${process.pid}`);
  await xs.snapshot(path);
  return new Snapshot(readFileSync(path));
}

export function bytesOnDevice({ slots, chunks }: Memory): number {
  return slots * SLOT_ON_DEVICE + chunks;
}

export function difference(one: Memory, other: Memory): Memory {
  return { slots: one.slots - other.slots, chunks: one.chunks - other.chunks };
}

/** Kinds of slots (xsAll.h of XS 13.3). */
const KIND = Object.freeze({
  instance: 13,
  sloppyArguments: 14,
  strictArguments: 15,
  array: 16,
  callback: 18,
  code: 19,
  global: 25,
  map: 27,
  set: 33,
  stack: 47,
});

const OF_FUNCTIONS: readonly number[] = Object.freeze([KIND.callback, KIND.code]);
/** Whose chunk is made of slots or of pointers. */
const OF_POINTERS: readonly number[] = Object.freeze([
  KIND.sloppyArguments,
  KIND.strictArguments,
  KIND.array,
  KIND.stack,
  KIND.global,
  KIND.map,
  KIND.set,
]);

/**
 * Three corrections. A map or set is written without its hash entries, a slot for each key, which are made again when it is
 * read. Each script that the runner evaluates leaves a name in the engine. And an image that is linked with "strip": "*" gives no function that is made as it runs its `length` and `name`
 * (fxStripDefaults of SDK 8.2.3); each pending async call holds four such functions.
 */
function slotsOf(snapshot: Snapshot): number {
  let slots = snapshot.slots - snapshot.scripts.length;
  for (let at = 1; at <= snapshot.slots; at++) {
    const kind = snapshot.kind(at);
    if (kind === KIND.map) slots += snapshot.listLength(snapshot.next(at)) / 2;
    else if (kind === KIND.set) slots += snapshot.listLength(snapshot.next(at));
    else if (kind === KIND.instance && OF_FUNCTIONS.includes(snapshot.kind(snapshot.next(at))))
      slots -= snapshot.labels(at);
  }
  return slots;
}

/** Length and a pointer, of a chunk here and on a 32-bit device. */
const CHUNK_HEAD = 16;
const CHUNK_HEAD_ON_DEVICE = 8;

/**
 * Chunks of slots and of pointers are half as long on a device. The code of a function is copied here whenever the function
 * is made; in an image its slot points into flash instead (XS_CODE_CODE and XS_CODE_CODE_ARCHIVE of xsRun.c).
 */
function chunksOf(snapshot: Snapshot): number {
  const kinds = new Map<number, number>();
  for (let at = 1; at <= snapshot.slots; at++) {
    const kind = snapshot.kind(at);
    if (kind === KIND.code || OF_POINTERS.includes(kind)) kinds.set(snapshot.pointer(at), kind);
  }
  let bytes = 0;
  for (const { address, length } of snapshot.chunks()) {
    const kind = kinds.get(address);
    if (kind !== KIND.code && !snapshot.scripts.includes(address))
      bytes += CHUNK_HEAD_ON_DEVICE + (kind === undefined ? length : length / 2);
  }
  return bytes;
}

/** Length and name of an atom. */
const HEAD = 8;
const SLOT = 32;

/** The engine's memory as it writes it: slots are numbered from 1, and 0 points nowhere; chunks have their offset. */
class Snapshot {
  readonly #view: DataView;
  readonly #heap: { readonly from: number; readonly length: number };
  readonly #block: { readonly from: number; readonly length: number };
  /** Slots of the stack. */
  readonly stack: number;
  /** The identifiers of `length` and `name`. */
  readonly #labels: readonly number[];
  /** Where the names of scripts lie, `#1` and on. */
  readonly scripts: readonly number[];

  constructor(file: Uint8Array) {
    this.#view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const atoms = new Map<string, { readonly from: number; readonly length: number }>();
    for (let at = HEAD; at < file.length; at += this.#view.getUint32(at)) {
      const name = String.fromCharCode(...file.subarray(at + 4, at + HEAD));
      atoms.set(name, { from: at + HEAD, length: this.#view.getUint32(at) - HEAD });
    }
    this.#heap = atoms.get('HEAP')!;
    this.#block = atoms.get('BLOC')!;
    this.stack = atoms.get('STAC')!.length / SLOT;
    const keys = atoms.get('KEYS')!;
    const names = Array.from({ length: keys.length / 8 }, (_, id) => this.#long(keys.from + 8 * id));
    const texts = names.map((name) => this.#text(name));
    this.#labels = ['length', 'name'].map((label) => texts.indexOf(label));
    this.scripts = names.filter((_, id) => /^#\d+$/.test(texts[id])).map((name) => this.pointer(name));
  }

  get slots(): number {
    return this.#heap.length / SLOT;
  }

  kind(slot: number): number {
    return slot === 0 ? -1 : this.#view.getUint8(this.#place(slot) + 8);
  }

  next(slot: number): number {
    return this.#long(this.#place(slot));
  }

  /** The first word of a slot's value. */
  pointer(slot: number): number {
    return this.#long(this.#place(slot) + 16);
  }

  /** How many slots hang in a list. */
  listLength(list: number): number {
    let length = 0;
    for (let at = this.pointer(list); at !== 0; at = this.next(at)) length++;
    return length;
  }

  /** How many of `length` and `name` an instance has. */
  labels(instance: number): number {
    let count = 0;
    for (let at = this.next(instance); at !== 0; at = this.next(at))
      if (this.#labels.includes(this.#view.getInt32(this.#place(at) + 12, true))) count++;
    return count;
  }

  *chunks(): Generator<{ readonly address: number; readonly length: number }> {
    for (let at = 0; at < this.#block.length; ) {
      const size = this.#view.getInt32(this.#block.from + at, true);
      yield { address: at + CHUNK_HEAD, length: size - CHUNK_HEAD };
      at += size;
    }
  }

  #place(slot: number): number {
    return this.#heap.from + (slot - 1) * SLOT;
  }

  #long(at: number): number {
    return Number(this.#view.getBigUint64(at, true));
  }

  /** The first bytes of a key's string, enough to tell the two that matter. */
  #text(key: number): string {
    if (key === 0) return '';
    let text = '';
    for (let at = this.#block.from + this.pointer(key); text.length < 8; at++) {
      const byte = this.#view.getUint8(at);
      if (byte === 0) return text;
      text += String.fromCharCode(byte);
    }
    return text;
  }
}
