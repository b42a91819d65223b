/** What the flash holds at power-on: a total function of its bytes, which only reads. record-store.ts has the proofs. */

import { assert } from '../base/assert.js';
import { readUint } from '../base/bytes.js';
import type { Flash } from '../ports/flash.js';
import { isUnreadable, readUnit, type UnitContent } from './frame.js';
import { HEAD_LENGTH, VERSION } from './record-store.js';
import type { Seal } from './seal.js';

export type Recovery =
  /** the flash of a terminal that has never come up */
  | { readonly kind: 'fresh' }
  /** bodies of the records, snapshot first, head left away */
  | { readonly kind: 'found'; readonly epoch: number; readonly records: readonly Uint8Array[] }
  /** both copies are unreadable where no cut can have made them so, or another firmware has written them */
  | { readonly kind: 'lost' };

export async function recover(flash: Flash, seal: Seal): Promise<Recovery> {
  const slots = await readHeads(flash, seal);
  if (slots.some(([a, b]) => isUnreadable(a) && isUnreadable(b))) return { kind: 'lost' };
  for (const epoch of epochsOf(slots)) {
    const heads = slots[epoch % slots.length];
    const rows: UnitContent[] = [];
    for (const head of heads) if (head.epoch === epoch) rows.push(await readUnit(flash, seal, head.unit));
    // Where one unit is blank or of an older epoch, no more than the start of this epoch was under way.
    const isStarting = heads.some((head) => head.epoch !== epoch && !isUnreadable(head));
    if (rows.some(({ bodies: [head] }) => head[0] !== VERSION)) return { kind: 'lost' };
    const whole = rows.filter((row) => row.clean && row.bodies.length > snapshotCount(row));
    const [longest] = whole.sort((a, b) => b.bodies.length - a.bodies.length);
    if (longest === undefined && isStarting) continue;
    if (longest === undefined) return { kind: 'lost' };
    if (isStarting && longest.bodies.length > snapshotCount(longest) + 1) return { kind: 'lost' };
    return { kind: 'found', epoch, records: longest.bodies.slice(1) };
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

/** How many records the head announces behind itself. */
function snapshotCount({ bodies }: UnitContent): number {
  const head = bodies[0];
  assert(head.length === HEAD_LENGTH, 'a head says how many records follow it');
  return readUint(head, 1, 2);
}
