import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { sha1 } from '../../src/crypto/sha1.js';
import { findCaKey, loadCaKeys } from '../../src/pse/ca-keys.js';
import type { CaKey } from '../../src/pse/parameters.js';

const RID = fromHex('A000000333');
const TODAY = '20261123';

describe('loadCaKeys', () => {
  it('gives a live terminal the live keys and no other', () => {
    expect(loadCaKeys('live').map(({ index }) => index)).toEqual([0x01, 0x02, 0x03, 0x04]);
  });

  it('gives a terminal in test the keys of samples besides, but never a CA of this project', () => {
    expect(loadCaKeys('test').map(({ index }) => index)).toEqual([
      0x01, 0x02, 0x03, 0x04, 0x08, 0x09, 0x0a, 0x0b, 0x80,
    ]);
  });
});

describe('findCaKey', () => {
  const keys = loadCaKeys('test');
  const changed = (change: Partial<CaKey>): CaKey[] =>
    keys.map((key) => (key.index === 4 ? { ...key, ...change } : key));

  it('finds a key by RID and index', () => {
    expect(toHex(findCaKey(sha1, keys, RID, 0x04, TODAY)?.modulus.slice(0, 8) ?? RID)).toBe('BC853E6B5365E89E');
    expect(findCaKey(sha1, keys, RID, 0x80, TODAY)?.exponent).toEqual(fromHex('010001'));
    expect(findCaKey(sha1, keys, RID, 0xf8, TODAY)).toBeUndefined();
    expect(findCaKey(sha1, keys, fromHex('A000000004'), 0x04, TODAY)).toBeUndefined();
  });

  it('does not find a key past its last day', () => {
    expect(findCaKey(sha1, changed({ expires: TODAY }), RID, 0x04, TODAY)).toBeDefined();
    expect(findCaKey(sha1, changed({ expires: '20261122' }), RID, 0x04, TODAY)).toBeUndefined();
    expect(findCaKey(sha1, keys, RID, 0x02, TODAY)).toBeUndefined();
    expect(findCaKey(sha1, keys, RID, 0x02, '20211231')).toBeDefined();
  });

  it('does not find a key whose checksum is another', () => {
    expect(findCaKey(sha1, changed({ exponent: fromHex('010001') }), RID, 0x04, TODAY)).toBeUndefined();
    expect(findCaKey(sha1, changed({ checksum: fromHex('00') }), RID, 0x04, TODAY)).toBeUndefined();
  });

  it('does not find what is no RSA key, whatever its checksum', () => {
    const short = {
      rid: RID,
      index: 0x55,
      modulus: fromHex('C5'),
      exponent: fromHex('03'),
      checksum: fromHex('44C823760A71BBCE90979EDC16CF7BD685827E90'),
      expires: '20301231',
    };
    expect(findCaKey(sha1, [short], RID, 0x55, TODAY)).toBeUndefined();
  });
});
