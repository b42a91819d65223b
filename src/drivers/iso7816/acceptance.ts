/**
 * Which answers to reset a terminal works with: EMV Book 1 8.3.3 (emv.md 5.1), widened where the social security card
 * needs it: TD2 may name T=15 (sscard.md 3.1), and what an ATR says of a T=1 that is not spoken is let be.
 */

import { frozen } from '../../base/frozen.js';
import { type Atr, type Rate, rateOf } from '../../codec/atr.js';
import type { ResetKind } from '../../ports/icc-reader.js';

export interface Terms {
  readonly kind: ResetKind;
  /** Whether the board keeps up with a rate that EMV does not ask for; never under the EMV habit. */
  readonly supports: (rate: Rate) => boolean;
}

interface Rule {
  /** The interface byte that breaks it. */
  readonly byte: string;
  readonly broken: (atr: Atr, terms: Terms) => boolean;
}

const RULES: readonly Rule[] = frozen([
  {
    // 8.3.3.1: in specific mode the terminal starts with TA1 at once, or not at all.
    byte: 'TA1',
    broken: ({ levels, specificMode }, { supports }) =>
      specificMode !== undefined && levels[0].ta !== undefined && !runs(levels[0].ta, supports),
  },
  { byte: 'TB1', broken: ({ levels }, { kind }) => kind === 'cold' && levels[0].tb !== 0x00 },
  { byte: 'TD1', broken: ({ levels }) => levels.length > 1 && firstT({ levels }) > 1 },
  {
    byte: 'TA2',
    broken: ({ levels, specificMode: mode }) =>
      mode !== undefined && (mode.implicit || mode.protocol !== firstT({ levels })),
  },
  { byte: 'TB2', broken: ({ levels }) => levels[1]?.tb !== undefined },
  {
    byte: 'TC2',
    broken: ({ levels }) => levels[1]?.tc !== undefined && (firstT({ levels }) !== 0 || levels[1].tc !== 0x0a),
  },
  {
    // 8.3.3.8: T=1 follows T=1, and must be there for TB3; after T=0 stand T=1, T=14 or T=15.
    byte: 'TD2',
    broken: ({ levels }) => {
      const second = levels[2]?.protocol;
      if (firstT({ levels }) === 1) return second !== 1;
      return second !== undefined && second !== 1 && second < 14;
    },
  },
  {
    byte: 'TA3',
    broken: (atr) => speaksBlocks(atr) && (atr.levels[2].ta ?? 0x20) < 0x10,
  },
  { byte: 'TA3', broken: (atr) => speaksBlocks(atr) && atr.levels[2].ta === 0xff },
  { byte: 'TB3', broken: (atr) => speaksBlocks(atr) && !waitsWell(atr.levels[2].tb, atr.extraGuardTime) },
  { byte: 'TC3', broken: (atr) => speaksBlocks(atr) && (atr.levels[2].tc ?? 0x00) !== 0x00 },
]);

/** The interface byte for which the terminal refuses this ATR, or undefined for one that it works with. */
export function objectionTo(atr: Atr, terms: Terms): string | undefined {
  return RULES.find(({ broken }) => broken(atr, terms))?.byte;
}

/** The protocol that the card speaks unless PPS chooses another: TD1's, T=0 without one. */
function firstT({ levels }: Pick<Atr, 'levels'>): number {
  return levels[1]?.protocol ?? 0;
}

/** Whether T=1 is spoken, so that TA3, TB3 and TC3 are its own; TD2 has been looked at before. */
function speaksBlocks({ levels }: Atr): boolean {
  return firstT({ levels }) === 1 && levels[2]?.protocol === 1;
}

/** 372 clocks with D of 1, 2 or 4 are asked of every terminal (8.3.3.1). */
function runs(ta1: number, supports: Terms['supports']): boolean {
  if (ta1 >= 0x11 && ta1 <= 0x13) return true;
  const rate = rateOf(ta1);
  return rate !== undefined && supports(rate);
}

/** TB3: there, BWI 0 to 4, CWI 0 to 5, and 2^CWI above N + 1, where N of FF counts as −1 (8.3.3.10). */
function waitsWell(tb3: number | undefined, extraGuardTime: number): boolean {
  if (tb3 === undefined || tb3 >> 4 > 4 || (tb3 & 0x0f) > 5) return false;
  const n = extraGuardTime === 0xff ? -1 : extraGuardTime;
  return 2 ** (tb3 & 0x0f) > n + 1;
}
