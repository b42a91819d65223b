/** Lists of many pages, and files gone wrong at every place: too much for XS, where AES is slow here. */

import { describe, expect, it } from 'vitest';
import type { ListedEntry } from '../../../hosts/peers/bureau/blacklist-list.js';
import { flashOf } from '../flash-desk.js';
import {
  ask,
  CREATED,
  card,
  cardNumber,
  cards,
  fullFile,
  incrementalFile,
  load,
  openStore,
  range,
  row,
  SMALL_BANKS,
  TODAY,
} from './blacklist-desk.js';

describe('a long list', () => {
  it('holds ranges with both their ends, over many pages, before it looks for the card', async () => {
    const flash = flashOf(SMALL_BANKS);
    const store = await openStore(flash);
    // 500 ranges of three bytes and the odd longer one: more than three pages.
    const ranges = Array.from({ length: 500 }, (_, i) => range(100 * i, 100 * i + 9));
    expect(await load(store, fullFile(1, [...ranges, card(5), card(50)]))).toBe('done 1');
    for (const n of [0, 9, 100, 109, 24_900, 24_909, 49_900, 49_909]) expect(await ask(store, card(n))).toBe('range');
    for (const n of [10, 99, 110, 24_899, 24_910, 49_899, 49_910]) expect(await ask(store, card(n))).toBe(undefined);
    expect(await ask(store, card(5))).toBe('range');
    expect(await ask(store, card(50))).toBe('suspect');
    expect(await ask(store, { ...card(0), cardNumber: 'A0000000' })).toBe(undefined);
    expect(await ask(store, { ...card(0), cardNumber: 'A00000005 ' })).toBe('range');
    expect(await ask(store, { ...card(0), cardNumber: '' })).toBe(undefined);
  });

  it('puts cards and ranges on and takes them off, one version after the other', async () => {
    const flash = flashOf(SMALL_BANKS);
    let store = await openStore(flash);
    let list: ListedEntry[] = [...cards(0, 60), range(1000, 1999), range(5000, 5000)];
    await load(store, fullFile(1, list));
    for (let version = 2; version < 12; version++) {
      const at = 10 * (version - 1);
      const next = [...cards(at, at + 60), range(1000 + version, 1999), range(5000, 5000), range(6000, 6000 + version)];
      expect(await load(store, incrementalFile({ version, base: version - 1 }, list, next))).toBe(`done ${version}`);
      list = next;
      if (version % 3 === 0) store = await openStore(flash);
      expect(await row(store, cards(0, 200))).toBe('-'.repeat(at) + 's'.repeat(60) + '-'.repeat(140 - at));
      expect(await row(store, [999 + version, 1000 + version, 5000, 6000 + version, 6001 + version].map(card))).toBe(
        '-rrr-',
      );
    }
    expect(store.inForce(TODAY)).toEqual({ version: 11, created: CREATED, cards: 60, ranges: 3, age: 'current' });
  });

  it('loses no card when a page has to cut them shorter, nor when cards go that share a place', async () => {
    const store = await openStore(flashOf(SMALL_BANKS));
    const some = cards(0, 300);
    const many = cards(0, 1400);
    await load(store, fullFile(1, some));
    expect(await load(store, incrementalFile({ version: 2, base: 1 }, some, many))).toBe('done 2');
    expect(await row(store, many)).toBe('s'.repeat(1400));
    const few = cards(700, 1400);
    expect(await load(store, incrementalFile({ version: 3, base: 2 }, many, few))).toBe('done 3');
    expect(await row(store, few)).toBe('s'.repeat(700));
    // What was cut stays cut: false hits are rare, but there may be some.
    expect((await row(store, cards(2000, 3000))).replaceAll('-', '').length).toBeLessThan(20);
    expect(await load(store, fullFile(4, few))).toBe('done 4');
    expect(await row(store, cards(2000, 3000))).toBe('-'.repeat(1000));
  });
});

describe('an update that does not fit', () => {
  const LIST = [card(1), range(1000, 1099)];
  const ranges = (count: number) => Array.from({ length: count }, (_, i) => range(100_000 * i, 100_000 * i + 50_000));

  it('is too big, be it full or incremental, cards or ranges', async () => {
    const store = await openStore(flashOf(SMALL_BANKS));
    await load(store, fullFile(3, LIST));
    expect(await load(store, fullFile(4, cards(0, 3000)))).toBe('too-big');
    expect(await load(store, fullFile(4, ranges(900)))).toBe('too-big');
    expect(
      await load(store, incrementalFile({ version: 4, base: 3, era: 3 }, LIST, [...LIST, ...cards(10, 4000)])),
    ).toBe('too-big');
    const more = ranges(900).slice(1);
    expect(await load(store, incrementalFile({ version: 4, base: 3, era: 3 }, LIST, [...LIST, ...more]))).toBe(
      'too-big',
    );
    expect(store.inForce(TODAY)?.version).toBe(3);
    expect(await row(store, [1, 2, 3, 4, 1050, 2050].map(card))).toBe('s---r-');
  });

  it('fits in the end as a full version, if only just', async () => {
    const store = await openStore(flashOf(SMALL_BANKS));
    await load(store, fullFile(3, LIST));
    expect(await load(store, fullFile(4, [...cards(0, 300), ...ranges(301).slice(1)]))).toBe('done 4');
    expect(await ask(store, card(299))).toBe('suspect');
    expect(await ask(store, { ...card(0), cardNumber: cardNumber(30_000_001) })).toBe('range');
  });
});

describe('an update on its way', () => {
  const LIST = [card(1), card(2), card(3), range(1000, 1099), range(2000, 2099)];
  const NEXT = [card(2), card(3), card(4), range(1000, 1099), range(2000, 2199)];
  const FULL = fullFile(5, NEXT);
  const INCREMENTAL = incrementalFile({ version: 5, base: 3, era: 3 }, LIST, NEXT);

  it.each([
    ['full', FULL],
    ['incremental', INCREMENTAL],
  ])('that is %s is refused when it ends too early, wherever that is', async (_, file) => {
    const store = await openStore(flashOf(SMALL_BANKS));
    await load(store, fullFile(3, LIST));
    for (let length = 0; length < file.length; length++)
      expect(`${length} ${await load(store, file.slice(0, length))}`).toBe(`${length} cut-short`);
    expect(store.inForce(TODAY)?.version).toBe(3);
    expect(await row(store, [1, 2, 3, 4, 1050, 2050].map(card))).toBe('sss-rr');
  });

  it('is refused when any bit of it is another', async () => {
    const store = await openStore(flashOf(SMALL_BANKS));
    await load(store, fullFile(3, LIST));
    const reasons = new Set<string>();
    for (let bit = 0; bit < 8 * INCREMENTAL.length; bit++) {
      const forged = INCREMENTAL.slice();
      forged[bit >> 3] ^= 1 << (bit & 7);
      reasons.add(await load(store, forged));
    }
    expect([...reasons].sort()).toEqual(['cut-short', 'malformed', 'not-authentic']);
    expect(store.inForce(TODAY)?.version).toBe(3);
    expect(await row(store, [1, 2, 3, 4, 1050, 2050].map(card))).toBe('sss-rr');
  });
});
