/**
 * A key mat without diodes under a scripted finger: contacts bounce as they close and as they open, and current takes every
 * way through closed keys, so that three of them make a fourth appear.
 */

import type { Clock } from '../../../src/ports/clock.js';

/** One key held down for a time, in ticks of the clock. */
export interface Touch {
  readonly row: number;
  readonly column: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** How long the contact bounces after each of its edges; left away, it closes and opens clean. */
  readonly bounceMs?: number;
}

export class KeyMat {
  readonly #clock: Pick<Clock, 'ticks'>;
  readonly #touches: readonly Touch[];

  constructor(clock: Pick<Clock, 'ticks'>, touches: readonly Touch[]) {
    this.#clock = clock;
    this.#touches = touches;
  }

  /** The columns that current from these rows reaches now, one bit a column. */
  columnsFrom(rows: readonly number[]): number {
    const now = this.#clock.ticks();
    const closed = this.#touches.filter((touch) => isClosed(touch, now));
    if (closed.length === 0 || rows.length === 0) return 0;
    const reached = new Set(rows);
    let columns = 0;
    // Each closed key can lead on to one more row: as many rounds as there are keys reach everything.
    for (let round = 0; round < closed.length; round++) {
      for (const { row, column } of closed) {
        if (reached.has(row)) columns |= 1 << column;
        if (columns & (1 << column)) reached.add(row);
      }
    }
    return columns;
  }
}

function isClosed({ fromMs, toMs, bounceMs = 0 }: Touch, now: number): boolean {
  const bouncing = (edge: number) => now >= edge && now < edge + bounceMs;
  if (bouncing(fromMs) || bouncing(toMs)) return (Math.imul(now + 1, 0x9e3779b1) >>> 30) % 2 === 1;
  return now >= fromMs && now < toMs;
}
