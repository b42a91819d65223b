/** Every single bit of a blacklist's flash turned over, one at a time: it makes no difference, or it is noticed. */

import { describe, expect, it } from 'vitest';
import type { NorShape } from '../../../hosts/peers/flash/nor-flash.js';
import { flashOf } from '../flash-desk.js';
import { card, cards, fullFile, incrementalFile, load, openStore, range, row, TODAY } from './blacklist-desk.js';

/** In each bank two heads, a page of ranges and one of cards. */
const SHAPE: NorShape = { unitCount: 8, unitLength: 128, programLength: 16 };

const BEFORE = [...cards(0, 4), range(1000, 1009)];
const AFTER = [...cards(2, 6), range(1000, 1019)];

/** Of cards: one that is off the list, one that has stayed, one that is new, one that never was on it; of ranges in and out. */
const ASKED = [0, 3, 5, 7, 1015, 1020].map(card);
const TRUE_ROW = '-ss-r-';

/** Two versions, in both banks. */
async function content(): Promise<Uint8Array> {
  const flash = flashOf(SHAPE);
  const store = await openStore(flash);
  expect(await load(store, fullFile(1, BEFORE))).toBe('done 1');
  expect(await load(store, incrementalFile({ version: 2, base: 1 }, BEFORE, AFTER))).toBe('done 2');
  return flash.content();
}

describe('a blacklist with one bit turned over', () => {
  it('answers as before, or says of the cards of that page that it cannot tell', async () => {
    const whole = await content();
    const wrong: string[] = [];
    let noticed = 0;
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const flipped = whole.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      const store = await openStore(flashOf(SHAPE, flipped));
      const found = await row(store, ASKED);
      const isTrue = [...found].every((letter, i) => letter === TRUE_ROW[i] || letter === 'u');
      if (!isTrue || store.inForce(TODAY)?.version !== 2) wrong.push(`bit ${bit}: ${found}`);
      if (found !== TRUE_ROW) noticed++;
    }
    expect(wrong).toEqual([]);
    // Each bit of the pages that the questions lead to, one of ranges and one of cards.
    expect(noticed).toBe(2 * 8 * SHAPE.unitLength);
  });

  it('has its broken head mended by the next boot', async () => {
    const whole = await content();
    // The version in force lies in the second bank.
    for (const unit of [4, 7]) {
      const flipped = whole.slice();
      flipped[unit * SHAPE.unitLength] ^= 1;
      const flash = flashOf(SHAPE, flipped);
      await openStore(flash);
      expect(flash.content()).toEqual(whole);
    }
  });

  it('falls back to the version before where both heads are gone, and to nothing where that is too old', async () => {
    const whole = await content();
    for (const unit of [4, 7]) whole[unit * SHAPE.unitLength] ^= 1;
    const store = await openStore(flashOf(SHAPE, whole));
    expect(store.inForce(TODAY)?.version).toBe(1);
    expect(await row(store, ASKED)).toBe('ss----');
    expect(store.inForce('20260801')?.age).toBe('outdated');
  });
});
