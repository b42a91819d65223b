import { describe, expect, it } from 'vitest';
import { blacklistDesk } from '../../../hosts/peers/bureau/blacklist-desk.js';
import { disjoint, type ListedEntry, listedEntries } from '../../../hosts/peers/bureau/blacklist-list.js';
import { BlacklistPublisher } from '../../../hosts/peers/bureau/blacklist-publisher.js';
import { testDevice } from '../../../hosts/peers/device/test-device.js';
import { concat } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import vectors from '../../vectors/blacklist.json';

const A = { cardIdentifier: '990100D1560000050000000166534F34', cardNumber: 'A00000011' };
const B = { cardIdentifier: '990100D15600000500000008A7F6A9B2', cardNumber: 'A00000089' };
const RANGE = { from: 'T99010001', to: 'T99010009' };

const FULL_7 = vectors.full7.replaceAll(' ', '');
const INCREMENTAL_9 = vectors.incremental9.replaceAll(' ', '');

const publisher = new BlacklistPublisher(testDevice().aes, fromHex(vectors.key));

const full = (entries: readonly ListedEntry[], version = 7) =>
  toHex(concat(...publisher.full({ version, created: '20260601080000' }, listedEntries(entries))));

const incremental = (before: readonly ListedEntry[], after: readonly ListedEntry[]) => {
  const edition = { version: 9, base: 7, era: 7, created: '20260602080000' };
  return toHex(concat(...publisher.incremental(edition, listedEntries(before), listedEntries(after))));
};

describe('the publisher', () => {
  it('makes a full version as OpenSSL does', () => {
    expect(full([A, B, RANGE])).toBe(FULL_7);
  });

  it('makes an incremental version as OpenSSL does', () => {
    expect(incremental([A, B, RANGE], [B, { from: 'T99010001', to: 'T99010100' }])).toBe(INCREMENTAL_9);
  });

  it('does not care about the order of the register, nor about what is in it twice', () => {
    expect(full([RANGE, B, A, B, { from: 'T99010003', to: 'T99010009' }, RANGE])).toBe(FULL_7);
  });

  it('publishes nothing of what has not changed', () => {
    // A head of 45 bytes and its tag.
    expect(incremental([A, B, RANGE], [RANGE, B, A])).toHaveLength(2 * 61);
  });

  it('fills blocks up to 4096 bytes with whole entries', () => {
    const many = Array.from({ length: 200 }, (_, i) => ({ ...A, cardNumber: `A${String(i).padStart(8, '0')}` }));
    const parts = publisher.full({ version: 1, created: '20260601080000' }, listedEntries(many));
    // 157 entries of 26 bytes, then 43; length and tag are 18 bytes.
    expect(parts.map(({ length }) => length)).toEqual([61, 157 * 26 + 18, 43 * 26 + 18]);
  });
});

describe('overlapping ranges', () => {
  it('become one', () => {
    const ranges = [
      { from: 'B', to: 'D' },
      { from: 'A', to: 'C' },
      { from: 'D', to: 'D' },
      { from: 'E', to: 'H' },
      { from: 'F', to: 'G' },
    ];
    expect(disjoint(ranges)).toEqual([
      { from: 'A', to: 'D' },
      { from: 'E', to: 'H' },
    ]);
  });
});

describe('the desk', () => {
  const desk = blacklistDesk([{ ...A, cardIdentifier: A.cardIdentifier.toLowerCase() }, RANGE]);
  const ask = (cardIdentifier: string, cardNumber: string) => desk.ask(fromHex(cardIdentifier), cardNumber);

  it('answers from the exact records', async () => {
    expect(await ask(A.cardIdentifier, A.cardNumber)).toBe('card');
    expect(await ask(A.cardIdentifier, B.cardNumber)).toBe('clear');
    expect(await ask(B.cardIdentifier, A.cardNumber)).toBe('clear');
    expect(await ask(B.cardIdentifier, 'T99010009')).toBe('range');
    expect(await ask(B.cardIdentifier, 'T9901000X')).toBe('clear');
  });
});
