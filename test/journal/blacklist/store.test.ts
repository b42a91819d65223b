import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/base/hex.js';
import vectors from '../../vectors/blacklist.json';
import { flashOf } from '../flash-desk.js';
import { ask, card, cards, fullFile, load, openStore, range, row, SMALL_BANKS, TODAY } from './blacklist-desk.js';

describe('a blacklist in flash', () => {
  it('finds the cards that are on it and no others, also after the next boot', async () => {
    const flash = flashOf(SMALL_BANKS);
    const store = await openStore(flash);
    expect(await load(store, fullFile(1, cards(0, 30)))).toBe('done 1');
    for (const one of [store, await openStore(flash)]) {
      expect(await row(one, cards(0, 30))).toBe('s'.repeat(30));
      expect(await row(one, cards(100, 130))).toBe('-'.repeat(30));
    }
  });

  it('holds a card by identifier and number together', async () => {
    const store = await openStore(flashOf(SMALL_BANKS));
    await load(store, fullFile(1, [card(1), card(2)]));
    expect(await ask(store, { ...card(1), cardNumber: card(2).cardNumber })).toBe(undefined);
    expect(await ask(store, { ...card(2), cardNumber: card(1).cardNumber })).toBe(undefined);
    expect(await ask(store, { ...card(1), cardNumber: '' })).toBe(undefined);
    expect(await ask(store, { ...card(1), cardNumber: '卡号' })).toBe(undefined);
  });

  it('answers with two reads of the flash at most, and with none to no purpose', async () => {
    const flash = flashOf(SMALL_BANKS);
    let reads: string[] = [];
    const counted = {
      unitCount: flash.unitCount,
      unitLength: flash.unitLength,
      programLength: flash.programLength,
      read: async (unit: number, offset: number, length: number) => {
        reads.push(`${length}`);
        return await flash.read(unit, offset, length);
      },
      program: flash.program.bind(flash),
      erase: flash.erase.bind(flash),
    };
    const store = await openStore(counted);
    await load(store, fullFile(1, [...cards(0, 300), range(1000, 1009)]));
    const readsFor = async (one: Parameters<typeof ask>[1]) => {
      reads = [];
      await ask(store, one);
      return reads.join(' ');
    };
    expect(await readsFor(card(7))).toBe('512');
    expect(await readsFor(card(2000))).toBe('512 512');
    expect(await readsFor(card(1005))).toBe('512');
    expect(await readsFor({ ...card(7), cardNumber: '' })).toBe('');
  });

  it('takes an update that OpenSSL has made, and one on top of it', async () => {
    const store = await openStore(flashOf(SMALL_BANKS));
    const a = { cardIdentifier: '990100D1560000050000000166534F34', cardNumber: 'A00000011' };
    const b = { cardIdentifier: '990100D15600000500000008A7F6A9B2', cardNumber: 'A00000089' };
    const c = { ...a, cardNumber: 'T99010009' };
    const d = { ...a, cardNumber: 'T99010099' };
    expect(await load(store, fromHex(vectors.full7))).toBe('done 7');
    expect(await row(store, [a, b, c, d])).toBe('ssr-');
    expect(await load(store, fromHex(vectors.incremental9))).toBe('done 9');
    expect(await row(store, [a, b, c, d])).toBe('-srr');
    expect(store.inForce('20260602')).toEqual({
      version: 9,
      created: '20260602080000',
      cards: 1,
      ranges: 1,
      age: 'current',
    });
  });

  it('may be empty', async () => {
    const store = await openStore(flashOf(SMALL_BANKS));
    expect(await load(store, fullFile(1, []))).toBe('done 1');
    expect(await row(store, cards(0, 50))).toBe('-'.repeat(50));
  });
});

describe('the age of a blacklist', () => {
  it.each([
    ['20260530', 'current'],
    ['20260601', 'current'],
    ['20260608', 'current'],
    ['20260609', 'old'],
    ['20260701', 'old'],
    ['20260702', 'outdated'],
    ['20270601', 'outdated'],
  ])('on %s: %s', async (today, age) => {
    const store = await openStore(flashOf(SMALL_BANKS));
    await load(store, fullFile(1, [card(1), range(10, 19)]));
    expect(store.inForce(today)?.age).toBe(age);
    const outdated = age === 'outdated';
    expect(await ask(store, card(1), today)).toBe(outdated ? 'unavailable' : 'suspect');
    expect(await ask(store, card(11), today)).toBe(outdated ? 'unavailable' : 'range');
    expect(await ask(store, card(2), today)).toBe(outdated ? 'unavailable' : undefined);
  });
});

describe('a store that has no list', () => {
  it('says so', async () => {
    const store = await openStore(flashOf(SMALL_BANKS));
    expect(store.inForce(TODAY)).toBe(undefined);
    expect(await ask(store, card(1))).toBe('unavailable');
  });

  it('is one whose publisher has another key, or whose flash is of another device', async () => {
    const flash = flashOf(SMALL_BANKS);
    await load(await openStore(flash), fullFile(1, [card(1)]));
    expect(await ask(await openStore(flash, new Uint8Array(16)), card(1))).toBe('unavailable');
    expect(await ask(await openStore(flash), card(1))).toBe('suspect');
  });
});

describe('a flash that holds nothing any more', () => {
  it('refuses updates and keeps what is there', async () => {
    const flash = flashOf(SMALL_BANKS);
    const store = await openStore(flash);
    await load(store, fullFile(1, [card(1)]));
    flash.wearOut();
    expect(await load(store, fullFile(2, [card(2)]))).toBe('failing');
    for (const one of [store, await openStore(flash)]) {
      expect(one.inForce(TODAY)?.version).toBe(1);
      expect(await row(one, [card(1), card(2)])).toBe('s-');
    }
  });
});
