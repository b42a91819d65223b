import type { SupplyClass } from '../../../src/ports/contacts.js';

/** What kind of board it is. */
export interface Board {
  readonly clockHz: number;
  readonly supplies: readonly SupplyClass[];
  readonly signalsErrors: boolean;
  readonly shortestEtuClocks: number;
}

/** 9,600 etu a second at 372 clocks; fast enough for 512/32. */
export const BOARD: Board = Object.freeze({
  clockHz: 3_571_200,
  supplies: Object.freeze(['A', 'B', 'C'] as const),
  signalsErrors: true,
  shortestEtuClocks: 16,
});
