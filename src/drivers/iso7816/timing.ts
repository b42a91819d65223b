/** The times of both protocols, in etu, from what the ATR says and the rate that is in use. */

import { type Atr, DEFAULT_RATE, type Rate, rateOf } from '../../codec/atr.js';

/** No character in the opposite direction sooner: EMV Book 1 9.2.2.1 for T=0 (D). */
export const CHARACTER_TURNAROUND_ETU = 16;

/** BGT of T=1: ISO/IEC 7816-3 11.2. */
export const BLOCK_GUARD_ETU = 22;

/** Guard time of a character: ten bits and two of pause (ISO/IEC 7816-3 7.2). */
const GUARD_ETU = 12;

/** TC1 that asks for the shortest distance of the protocol: 12 etu over T=0, 11 over T=1 (8.3, 11.2). */
const SHORTEST_GUARD = 255;

/**
 * Least distance between characters to the card: 12 + N etu, N from TC1. Where the ATR names T=15, N counts in the etu
 * that TA1 would give, whatever is in use (ISO/IEC 7816-3 8.3).
 */
export function guardEtu(atr: Atr, protocol: number, inUse: Rate): number {
  const n = atr.extraGuardTime;
  if (n === SHORTEST_GUARD) return protocol === 1 ? GUARD_ETU - 1 : GUARD_ETU;
  const said = rateOf(atr.levels[0].ta ?? 0x11) ?? DEFAULT_RATE;
  const global = atr.levels.some((level) => level.protocol === 15);
  return GUARD_ETU + n * (global ? clocksOf(said) / clocksOf(inUse) : 1);
}

/**
 * How long a terminal waits for a character over T=0: the card's work waiting time, WI × 960 × Fi / f (ISO/IEC 7816-3
 * 10.2), and D × 480 etu more (emv.md 5.2, B).
 */
export function characterWaitEtu(atr: Atr, inUse: Rate): number {
  const fi = atr.fi ?? DEFAULT_RATE.fi;
  return (atr.waitingTimeInteger * 960 * fi * inUse.di) / inUse.fi + inUse.di * 480;
}

export interface BlockTiming {
  /** From the last character of a block to the first of the next from the card. */
  readonly blockWaitEtu: number;
  /** Between two characters of one block from the card. */
  readonly characterWaitEtu: number;
}

/**
 * BWT = 11 etu + 2^BWI × 960 × Fd / f and CWT = 11 + 2^CWI etu (ISO/IEC 7816-3 11.4.3); a terminal waits D × 960 etu and
 * 4 etu longer (EMV Book 1 9.2.4.2.2, D).
 */
export function blockTiming(bwi: number, cwi: number, inUse: Rate): BlockTiming {
  const blockWait = 11 + (2 ** bwi * 960 * DEFAULT_RATE.fi * inUse.di) / inUse.fi;
  return { blockWaitEtu: blockWait + inUse.di * 960, characterWaitEtu: 11 + 2 ** cwi + 4 };
}

export function clocksOf({ fi, di }: Rate): number {
  return fi / di;
}
