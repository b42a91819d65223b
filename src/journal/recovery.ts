/** What the flash holds at power-on: a total function of its bytes, which only reads. record-store.ts has the proofs. */

import { assert } from '../base/assert.js';
import { readUint } from '../base/bytes.js';
import type { Flash } from '../ports/flash.js';
import { readUnit, type UnitContent } from './frame.js';
import { HEAD_LENGTH, VERSION } from './record-store.js';
import type { Seal } from './seal.js';

export type Recovery =
  /** the flash of a terminal that has never come up */
  | { readonly kind: 'fresh' }
  /** bodies of the records, snapshot first, head left away */
  | { readonly kind: 'found'; readonly epoch: number; readonly records: readonly Uint8Array[] }
  /** both copies are unreadable where no cut can have made them so */
  | { readonly kind: 'lost' };

export async function recover(flash: Flash, seal: Seal): Promise<Recovery> {
  const slots = await readHeads(flash, seal);
  if (slots.some(([a, b]) => isUnreadable(a) && isUnreadable(b))) return { kind: 'lost' };
  for (const epoch of epochsOf(slots)) {
    const slot = slots[epoch % slots.length];
    const copies: UnitContent[] = [];
    for (const { unit } of slot) copies.push(await readUnit(flash, seal, unit));
    const rows = copies.filter((copy) => copy.epoch === epoch && isWhole(copy));
    if (copies.every((copy) => copy.epoch === epoch && !(copy.clean && isWhole(copy)))) return { kind: 'lost' };
    const longest = rows.sort((a, b) => b.bodies.length - a.bodies.length)[0];
    if (longest) return { kind: 'found', epoch, records: longest.bodies.slice(1) };
  }
  // Copy B is not touched before a whole epoch lies in copy A.
  return slots.every(([, b]) => b.bodies.length === 0 && b.clean) ? { kind: 'fresh' } : { kind: 'lost' };
}

type Slot = readonly [UnitContent, UnitContent];

async function readHeads(flash: Flash, seal: Seal): Promise<Slot[]> {
  const half = flash.unitCount / 2;
  const slots: Slot[] = [];
  for (let slot = 0; slot < half; slot++)
    slots.push([await readUnit(flash, seal, slot, 1), await readUnit(flash, seal, slot + half, 1)]);
  return slots;
}

/** Highest first. */
function epochsOf(slots: readonly Slot[]): number[] {
  const epochs = slots.flatMap((slot) => slot.flatMap(({ epoch }) => (epoch === undefined ? [] : [epoch])));
  return [...new Set(epochs)].sort((a, b) => b - a);
}

function isUnreadable({ bodies, clean }: UnitContent): boolean {
  return bodies.length === 0 && !clean;
}

/** Whether the snapshot that the head announces is there. */
function isWhole({ bodies }: UnitContent): boolean {
  const head = bodies[0];
  assert(head.length === HEAD_LENGTH && head[0] === VERSION, 'the journal is of the version that this firmware writes');
  return bodies.length > readUint(head, 1, 2);
}
