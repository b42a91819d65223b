import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import {
  cardPageShape,
  cardsMost,
  cardsWhole,
  cutPlace,
  decodeCardPage,
  encodeCardPage,
  lowBitsFor,
  pageHasPlace,
} from '../../../src/journal/blacklist/card-page.js';

/** 128 buckets by seven bits, 25 low bits. */
const TINY = cardPageShape(256, 240);
const FULL_SIZE = cardPageShape(4096, 4080);

describe('a page of cards', () => {
  it('has a one for each card, a zero behind each bucket, and the low bits of each', () => {
    const page = encodeCardPage(TINY, { lowBits: 25, places: Uint32Array.of(0x00000001, 0x02000000, 0xffffffff) });
    const bitmap = `A0${'00'.repeat(15)}40`;
    // 25 bits each: 0…01, 0…0, 1…1.
    expect(toHex(page)).toBe(`000319${bitmap}0000008000003FFFFFE0`);
  });

  it('gives its cards back, equal ones as often as they are there', () => {
    const places = Uint32Array.of(0, 0, 1, 0x01ffffff, 0x80000000, 0x80000000, 0xfffffffe, 0xffffffff);
    const page = encodeCardPage(TINY, { lowBits: 25, places });
    expect(decodeCardPage(TINY, concat(page, fromHex('FFFF')))).toEqual({ lowBits: 25, places });
  });

  it('has the places that it was given and no others', () => {
    const places = Uint32Array.of(5, 0x7fffffff, 0x80000000, 0xfe000000);
    const page = concat(encodeCardPage(TINY, { lowBits: 25, places }), new Uint8Array(9).fill(0xff));
    for (const place of places) expect(pageHasPlace(TINY, page, place)).toBe(true);
    for (const place of [0, 4, 6, 0x7ffffffe, 0x80000001, 0xfdffffff, 0xfe000001, 0xffffffff])
      expect(pageHasPlace(TINY, page, place)).toBe(false);
  });

  it('cuts places to its low bits, and no card is lost by that', () => {
    expect(cutPlace(TINY, 0xffffffff, 25)).toBe(0xffffffff);
    expect(cutPlace(TINY, 0xffffffff, 8)).toBe(0x7fff);
    const page = encodeCardPage(TINY, { lowBits: 8, places: Uint32Array.of(cutPlace(TINY, 0x12345678, 8)) });
    expect(pageHasPlace(TINY, page, 0x12345678)).toBe(true);
    expect(pageHasPlace(TINY, page, 0x1234ffff)).toBe(true);
    expect(pageHasPlace(TINY, page, 0x12360000)).toBe(false);
  });

  it('may be empty', () => {
    const page = encodeCardPage(TINY, { lowBits: 25, places: new Uint32Array(0) });
    expect(decodeCardPage(TINY, page).places).toHaveLength(0);
    expect(pageHasPlace(TINY, page, 0)).toBe(false);
    expect(pageHasPlace(TINY, page, 0xffffffff)).toBe(false);
  });

  it('takes as many cards as fit, each with the more low bits the fewer there are', () => {
    for (const shape of [TINY, FULL_SIZE]) {
      const lengthOf = (count: number, lowBits: number) =>
        encodeCardPage(shape, { lowBits, places: new Uint32Array(count) }).length;
      for (const count of [1, cardsWhole(shape), cardsWhole(shape) + 1, cardsMost(shape) - 1, cardsMost(shape)])
        expect(lengthOf(count, lowBitsFor(shape, count))).toBeLessThanOrEqual(shape.length);
      // One more bit, or one more card, is too much.
      expect(lengthOf(cardsMost(shape), 9)).toBeGreaterThan(shape.length);
      expect(lengthOf(cardsMost(shape) + 1, 8)).toBeGreaterThanOrEqual(shape.length);
    }
    expect([cardsWhole(FULL_SIZE), cardsMost(FULL_SIZE)]).toEqual([1389, 3395]);
    expect([1389, 1390, 1961, 2037, 2038, 3395].map((count) => lowBitsFor(FULL_SIZE, count))).toEqual([
      21, 20, 14, 14, 13, 8,
    ]);
  });
});
