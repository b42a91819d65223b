/** What lives in an XS engine, read from its snapshot. */

import { closeSync, openSync, readSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { XsWorker } from '../xs/worker.js';

export interface Memory {
  readonly slots: number;
  /** Bytes. */
  readonly chunks: number;
}

/** Bytes of a slot here, and on a 32-bit device. */
const SLOT_HERE = 32;
const SLOT_ON_DEVICE = 16;

/** Length and name of an atom. */
const HEAD = 8;

/** Collects garbage and weighs what is left. */
export async function weigh(xs: XsWorker): Promise<Memory> {
  const path = join(tmpdir(), `ssc-measure-${process.pid}`);
  await xs.snapshot(path);
  const sizes = atomSizes(path);
  return { slots: (sizes.get('HEAP') ?? 0) / SLOT_HERE, chunks: sizes.get('BLOC') ?? 0 };
}

/** Bytes that a 32-bit device needs for it; its chunks are at most as long as here, where pointers in them are twice as long. */
export function bytesOnDevice({ slots, chunks }: Memory): number {
  return slots * SLOT_ON_DEVICE + chunks;
}

export function difference(one: Memory, other: Memory): Memory {
  return { slots: one.slots - other.slots, chunks: one.chunks - other.chunks };
}

/** The body lengths of the atoms inside the snapshot's only one. */
function atomSizes(path: string): ReadonlyMap<string, number> {
  const file = openSync(path, 'r');
  try {
    const head = new Uint8Array(HEAD);
    const sizes = new Map<string, number>();
    const view = new DataView(head.buffer);
    for (let at = HEAD; readSync(file, head, 0, HEAD, at) === HEAD; at += view.getUint32(0))
      sizes.set(String.fromCharCode(...head.subarray(4)), view.getUint32(0) - HEAD);
    return sizes;
  } finally {
    closeSync(file);
  }
}
