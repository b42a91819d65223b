/** How a record lies in its unit; record-store.ts has the layout as a whole. */

import { assert } from '../base/assert.js';
import { concat, padRight, readUint, uintBytes } from '../base/bytes.js';
import type { Flash } from '../ports/flash.js';
import { SEAL_LENGTH, type Seal } from './seal.js';

/** Body length 2, epoch 4. */
const PREFIX_LENGTH = 6;
/** Longer bodies are not written, so that no torn length leads far astray. */
export const BODY_MAX = 1024;

/** Bytes that a body takes up in a unit. */
export function frameLength({ programLength }: Flash, bodyLength: number): number {
  return Math.ceil((PREFIX_LENGTH + SEAL_LENGTH + bodyLength) / programLength) * programLength;
}

/** A body as it is programmed: the seal binds it to its epoch and its place in the row. */
export function frame(flash: Flash, seal: Seal, epoch: number, index: number, body: Uint8Array): Uint8Array {
  assert(body.length >= 1 && body.length <= BODY_MAX, 'a body is 1 to 1024 bytes');
  const sealed = seal.close(placeOf(epoch, index), body);
  return padRight(
    concat(uintBytes(body.length, 2), uintBytes(epoch, 4), sealed),
    frameLength(flash, body.length),
    0xff,
  );
}

/** What a reading of a unit finds: its records from the first on, as far as each is whole. */
export interface UnitContent {
  readonly unit: number;
  /** Of the first record; undefined where not even that one is whole. */
  readonly epoch: number | undefined;
  /** Bodies, the head's first. */
  readonly bodies: readonly Uint8Array[];
  /** Nothing follows the last whole record, as far as a look at its place tells. */
  readonly clean: boolean;
}

/** Something lies there, and not even its first record is whole. */
export function isUnreadable({ bodies, clean }: UnitContent): boolean {
  return bodies.length === 0 && !clean;
}

/** Reads a unit up to the first record that is not whole, or `most` records of it. */
export async function readUnit(flash: Flash, seal: Seal, unit: number, most = Infinity): Promise<UnitContent> {
  const bodies: Uint8Array[] = [];
  let epoch: number | undefined;
  let offset = 0;
  let clean = true;
  while (bodies.length < most && offset + frameLength(flash, 0) <= flash.unitLength) {
    const prefix = await flash.read(unit, offset, PREFIX_LENGTH);
    clean = prefix.every((byte) => byte === 0xff);
    const length = readUint(prefix, 0, 2);
    if (clean || length > BODY_MAX || offset + frameLength(flash, length) > flash.unitLength) break;
    const sealed = await flash.read(unit, offset + PREFIX_LENGTH, SEAL_LENGTH + length);
    const found = readUint(prefix, 2, 4);
    const body = (epoch ?? found) === found ? seal.open(placeOf(found, bodies.length), sealed) : undefined;
    if (body === undefined) break;
    epoch = found;
    bodies.push(body);
    offset += frameLength(flash, length);
    clean = true;
  }
  return { unit, epoch, bodies, clean };
}

function placeOf(epoch: number, index: number): Uint8Array {
  return concat(uintBytes(epoch, 4), uintBytes(index, 4));
}
