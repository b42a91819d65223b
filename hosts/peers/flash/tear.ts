/** What is left of an operation during which the power went (Tseng, Grupp, Swanson, DAC 2011; style of OpenSK's store). */

import type { RandomBytes } from '../chip.js';

export type Tear =
  /** the operation did not begin */
  | 'nothing'
  /** it was over already */
  | 'all'
  /** its first bytes were done */
  | 'prefix'
  /** any of its bits were done */
  | 'random'
  /** any of its bits were done, and bits elsewhere in the unit turned over */
  | 'damage';

export const TEARS: readonly Tear[] = Object.freeze(['nothing', 'all', 'prefix', 'random', 'damage']);

/** Bits outside the operation that damage turns over. */
const DAMAGED_BITS = 8;

/** @param unit changed in place */
export function tornProgram(
  unit: Uint8Array,
  offset: number,
  bytes: Uint8Array,
  tear: Tear,
  random: RandomBytes,
): void {
  const lucky = masks(tear, bytes.length, random);
  bytes.forEach((byte, i) => {
    unit[offset + i] &= byte | ~lucky[i];
  });
  if (tear === 'damage') turnBits(unit, offset > 0 ? offset : unit.length, random);
}

/** @param unit changed in place */
export function tornErase(unit: Uint8Array, tear: Tear, random: RandomBytes): void {
  const lucky = masks(tear, unit.length, random);
  unit.forEach((byte, i) => {
    unit[i] = byte | lucky[i];
  });
  if (tear === 'damage') turnBits(unit, unit.length, random);
}

/** One bits are bits that were done. */
function masks(tear: Tear, length: number, random: RandomBytes): Uint8Array {
  switch (tear) {
    case 'nothing':
      return new Uint8Array(length);
    case 'all':
      return new Uint8Array(length).fill(0xff);
    case 'prefix':
      return new Uint8Array(length).fill(0xff, 0, below(length, random));
    case 'random':
    case 'damage':
      return random(length);
  }
}

/** Turns bits over among the first `length` bytes. */
function turnBits(unit: Uint8Array, length: number, random: RandomBytes): void {
  for (let i = 0; i < DAMAGED_BITS; i++) unit[below(length, random)] ^= 1 << below(8, random);
}

/** 0 to `limit` − 1. */
function below(limit: number, random: RandomBytes): number {
  const [a, b, c] = random(3);
  return ((a << 16) | (b << 8) | c) % limit;
}
