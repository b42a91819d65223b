/**
 * The power goes at every operation of a full and of an incremental update of the blacklist, with every kind of tear, and
 * goes again at every later one: after each power-on the old version is in force or the new one, whole.
 */

import { describe, expect, it } from 'vitest';
import type { NorFlash, NorShape } from '../../hosts/peers/flash/nor-flash.js';
import { TEARS } from '../../hosts/peers/flash/tear.js';
import type { Flash } from '../../src/ports/flash.js';
import { cards, fullFile, incrementalFile, load, openStore, range } from '../journal/blacklist/blacklist-desk.js';
import { flashOf } from '../journal/flash-desk.js';
import { type Edition, playUpdates } from './blacklist-script.js';
import type { Cut } from './journal-script.js';

/** In each bank two heads, a page of ranges and one of cards. */
const SHAPE: NorShape = { unitCount: 8, unitLength: 128, programLength: 16 };

const FIRST = [...cards(0, 4), range(1000, 1009)];
const SECOND = [...cards(2, 6), range(1000, 1009)];
const THIRD = [...cards(4, 8), range(1000, 1019)];
const FOURTH = [...cards(0, 1), ...cards(7, 8), range(1020, 1029)];

const ONE: Edition = { version: 1, file: fullFile(1, FIRST), row: 'ss--r--' };
const TWO: Edition = { version: 2, file: incrementalFile({ version: 2, base: 1 }, FIRST, SECOND), row: '-ss-r--' };
const THREE: Edition = { version: 3, file: incrementalFile({ version: 3, base: 2 }, SECOND, THIRD), row: '--ssrr-' };
const FOUR: Edition = { version: 4, file: fullFile(4, FOURTH), row: 's--s--r' };

/** Operations of one update: two heads cleared, two pages and two heads erased and programmed. */
const SEAMS = 10;

/** A flash with versions in both banks, the second in force. */
async function used(): Promise<Uint8Array> {
  const flash = flashOf(SHAPE);
  const store = await openStore(flash);
  await load(store, ONE.file);
  await load(store, TWO.file);
  return flash.content();
}

const content = await used();

const seedOf = (cuts: readonly Cut[]) => cuts.reduce((sum, { operation }) => 131 * sum + operation, 7);

/** What goes wrong when the power goes there during the two updates that follow, the first of them incremental. */
async function violation(cuts: readonly Cut[], seen?: (flash: NorFlash) => Flash): Promise<string | undefined> {
  try {
    await playUpdates(flashOf(SHAPE, content, seedOf(cuts)), TWO, [THREE, FOUR], cuts, seen);
    return undefined;
  } catch (error) {
    return `${cuts.map(({ operation, tear }) => `${operation} ${tear}`).join(', ')}: ${(error as Error).message}`;
  }
}

async function violations(sets: readonly (readonly Cut[])[], seen?: (flash: NorFlash) => Flash): Promise<string[]> {
  const found: string[] = [];
  for (const cuts of sets) {
    const one = await violation(cuts, seen);
    if (one !== undefined) found.push(one);
  }
  return found;
}

const cutsFrom = (first: number, end: number): readonly Cut[] =>
  TEARS.flatMap((tear) => Array.from({ length: end - first }, (_, i) => ({ operation: first + i, tear })));

const EVERY_CUT = cutsFrom(0, 2 * SEAMS);

describe('a blacklist whose power goes during an update', () => {
  it('has as many seams as it is known to have', async () => {
    const flash = flashOf(SHAPE, content);
    await playUpdates(flash, TWO, [THREE, FOUR], []);
    expect(flash.operations).toBe(2 * SEAMS);
  });

  it('once, is the old one or the new one', async () => {
    expect(await violations(EVERY_CUT.map((cut) => [cut]))).toEqual([]);
  });

  it.each(TEARS)('twice, first leaving %s, is the old one or the new one each time', async (tear) => {
    // A cut makes an update begin again, or a head be mended: the second may come behind the script's own end.
    const firsts = EVERY_CUT.filter((cut) => cut.tear === tear);
    const sets = firsts.flatMap((first) =>
      cutsFrom(first.operation + 1, 3 * SEAMS).map((second) => [first, second] as const),
    );
    expect(await violations(sets)).toEqual([]);
  });

  it('the first of its life, has no list or the new one', async () => {
    const wrong: string[] = [];
    for (const cut of cutsFrom(0, SEAMS)) {
      try {
        await playUpdates(flashOf(SHAPE, undefined, cut.operation), undefined, [ONE], [cut]);
      } catch (error) {
        wrong.push(`${cut.operation} ${cut.tear}: ${(error as Error).message}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('the harness', () => {
  it('catches a store of a single bank, which does well while the power is on', async () => {
    const half = SHAPE.unitCount / 2;
    // The version that is in force at first lies in the second half.
    const single = (flash: NorFlash): Flash => ({
      ...shapeOf(flash),
      read: (unit, offset, length) => flash.read((unit % half) + half, offset, length),
      program: (unit, offset, bytes) => flash.program((unit % half) + half, offset, bytes),
      erase: (unit) => flash.erase((unit % half) + half),
    });
    expect(await violations([[]], single)).toEqual([]);
    const found = await violations(
      EVERY_CUT.map((cut) => [cut]),
      single,
    );
    expect(found.length).toBeGreaterThan(SEAMS);
  });

  it('catches a store that is done before the flash is, which does well while the power is on', async () => {
    expect(await violations([[]], lazy())).toEqual([]);
    const found: string[] = [];
    for (const cut of EVERY_CUT) found.push(...(await violations([[cut]], lazy())));
    expect(found.length).toBeGreaterThan(0);
  });
});

function shapeOf({ unitCount, unitLength, programLength }: NorFlash) {
  return { unitCount, unitLength, programLength };
}

/** Keeps heads in memory until something else is erased, and reads as if it had not; a cut empties the memory. */
function lazy(): (flash: NorFlash) => Flash {
  const waiting = new Map<number, Uint8Array>();
  const isHead = (unit: number) => [0, 3, 4, 7].includes(unit);
  const orForget = async (operation: Promise<void>) => {
    try {
      await operation;
    } catch (error) {
      waiting.clear();
      throw error;
    }
  };
  return (flash) => ({
    ...shapeOf(flash),
    read: async (unit, offset, length) =>
      waiting.get(unit)?.slice(offset, offset + length) ?? (await flash.read(unit, offset, length)),
    async program(unit, offset, bytes) {
      if (isHead(unit)) waiting.set(unit, bytes);
      else await orForget(flash.program(unit, offset, bytes));
    },
    async erase(unit) {
      if (isHead(unit)) waiting.delete(unit);
      else
        for (const [head, bytes] of waiting) {
          await orForget(flash.program(head, 0, bytes));
          waiting.delete(head);
        }
      await orForget(flash.erase(unit));
    },
  });
}
