/**
 * A character as the levels on I/O: nine bits, the first to come as bit 0 and the parity as bit 8, 1 for high. What a
 * character means is a matter of convention (ISO/IEC 7816-3 7.2, 8.1).
 */

export type Convention = 'direct' | 'inverse';

export interface Reading {
  readonly byte: number;
  readonly damaged: boolean;
}

/** All nine levels turned round. */
const ALL = 0x1ff;
const PARITY = 0x100;

/** A character with even parity. */
export function levelsOf(byte: number, convention: Convention): number {
  const direct = byte | (isOdd(byte) ? PARITY : 0);
  return convention === 'direct' ? direct : (reversed(byte) | (direct & PARITY)) ^ ALL;
}

/** What a UART of this convention makes of the levels. */
export function readLevels(levels: number, convention: Convention): Reading {
  const ones = convention === 'direct' ? levels : levels ^ ALL;
  const byte = convention === 'direct' ? ones & 0xff : reversed(ones & 0xff);
  return { byte, damaged: isOdd(byte) !== ((ones & PARITY) !== 0) };
}

/** The same character with the wrong parity. */
export function damagedLevels(levels: number): number {
  return levels ^ PARITY;
}

function reversed(byte: number): number {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) result |= 0x80 >> bit;
  return result;
}

function isOdd(byte: number): boolean {
  let sum = byte;
  sum ^= sum >> 4;
  sum ^= sum >> 2;
  sum ^= sum >> 1;
  return (sum & 1) === 1;
}
