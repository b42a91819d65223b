/**
 * The power goes at every operation of the flash, with every kind of tear, and goes again at every later one: after each
 * power-on the journal is as before the deed that was hit or as after it, and no number is given twice.
 */

import { describe, expect, it } from 'vitest';
import type { NorFlash, NorShape } from '../../hosts/peers/flash/nor-flash.js';
import { TEARS } from '../../hosts/peers/flash/tear.js';
import type { Flash } from '../../src/ports/flash.js';
import { boot, flashOf, SMALL } from '../journal/flash-desk.js';
import { type Cut, playScript, RIGHT_WAYS, type Step, type Ways } from './journal-script.js';

const A = '6217000000000000010';
const B = '6217000000000000028';

/** Starts in the middle of the day, because the units are full, and nights with nothing between. */
const SCRIPT: readonly Step[] = [
  'sequence',
  { pan: A, amount: 1200 },
  'boot',
  { pan: A, amount: 34 },
  { pan: B, amount: 5 },
  'settle',
  'sequence',
];

/** What the script leaves live, and an entry or two. */
const SHAPE: NorShape = { ...SMALL, unitLength: 512 };

/** Operations that the script takes when nothing happens: a golden number, so that no seam is lost unseen. */
const SEAMS = 40;

async function violation(cuts: readonly Cut[], ways?: Ways): Promise<string | undefined> {
  const seed = cuts.reduce((sum, { operation }) => 131 * sum + operation, 7);
  try {
    await playScript(flashOf(SHAPE, undefined, seed), SCRIPT, cuts, ways);
    return undefined;
  } catch (error) {
    return `${cuts.map(({ operation, tear }) => `${operation} ${tear}`).join(', ')}: ${(error as Error).message}`;
  }
}

const EVERY_CUT: readonly Cut[] = TEARS.flatMap((tear) =>
  Array.from({ length: SEAMS }, (_, operation) => ({ operation, tear })),
);

async function violations(sets: readonly (readonly Cut[])[], ways?: Ways): Promise<string[]> {
  const found: string[] = [];
  for (const cuts of sets) {
    const one = await violation(cuts, ways);
    if (one !== undefined) found.push(one);
  }
  return found;
}

describe('a journal whose power goes', () => {
  it('has as many seams as it is known to have', async () => {
    const flash = flashOf(SHAPE);
    await playScript(flash, SCRIPT, []);
    expect(flash.operations).toBe(SEAMS);
  });

  it('once, is as before or as after', async () => {
    expect(await violations(EVERY_CUT.map((cut) => [cut]))).toEqual([]);
  });

  it.each(TEARS)('twice, first leaving %s, is as before or as after each time', async (tear) => {
    // Cuts make boots, and boots operations: the second may come behind the script's own end.
    const firsts = EVERY_CUT.filter((cut) => cut.tear === tear);
    const seconds = (first: Cut) =>
      TEARS.flatMap((second) =>
        Array.from({ length: SEAMS + 5 - first.operation }, (_, i) => ({
          operation: first.operation + 1 + i,
          tear: second,
        })),
      );
    expect(await violations(firsts.flatMap((first) => seconds(first).map((second) => [first, second])))).toEqual([]);
  });
});

describe('the harness', () => {
  const half = SHAPE.unitCount / 2;

  /** Whatever is meant for copy B goes nowhere, and copy A is read in its place. */
  const singleCopy = (flash: NorFlash): Flash => ({
    unitCount: flash.unitCount,
    unitLength: flash.unitLength,
    programLength: flash.programLength,
    read: (unit, offset, length) => flash.read(unit % half, offset, length),
    program: async (unit, offset, bytes) => (unit < half ? await flash.program(unit, offset, bytes) : undefined),
    erase: async (unit) => (unit < half ? await flash.erase(unit) : undefined),
  });

  it('catches a journal of a single copy', async () => {
    const found = await violations(
      EVERY_CUT.map((cut) => [cut]),
      { ...RIGHT_WAYS, seen: singleCopy },
    );
    expect(found.length).toBeGreaterThan(0);
  });

  it('catches a start that leaves the unreadable unit of copy B for later', async () => {
    const late = (flash: NorFlash): Flash => {
      let programmed = -1;
      return {
        ...singleCopy(flash),
        read: (unit, offset, length) => flash.read(unit, offset, length),
        program: async (unit, offset, bytes) => {
          programmed = unit;
          await flash.program(unit, offset, bytes);
        },
        erase: async (unit) => (unit < half || programmed === unit - half ? await flash.erase(unit) : undefined),
      };
    };
    const first = { operation: 3, tear: 'random' } as const;
    const sets = EVERY_CUT.filter(({ operation }) => operation > 3).map((second) => [first, second]);
    expect((await violations(sets, { ...RIGHT_WAYS, seen: late })).length).toBeGreaterThan(0);
  });

  it('catches a number that is used before it is moved', async () => {
    const giveNumber: Ways['giveNumber'] = async (journal, counter, flash, hand) => {
      const twin = await boot(flashOf(SHAPE, flash.content()));
      hand(Number(await twin.nextNumber(counter)));
      await journal.nextNumber(counter);
    };
    expect(
      (
        await violations(
          EVERY_CUT.map((cut) => [cut]),
          { ...RIGHT_WAYS, giveNumber },
        )
      ).length,
    ).toBeGreaterThan(0);
  });
});
