import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { padBlocks } from '../../src/crypto/padding.js';

describe('padBlocks', () => {
  it('adds 80 00… up to the next block, a whole block to full ones', () => {
    expect(toHex(padBlocks(fromHex(''), 8))).toBe('8000000000000000');
    expect(toHex(padBlocks(fromHex('01'), 8))).toBe('0180000000000000');
    expect(toHex(padBlocks(fromHex('01020304050607'), 8))).toBe('0102030405060780');
    expect(toHex(padBlocks(fromHex('0102030405060708'), 8))).toBe('01020304050607088000000000000000');
    expect(toHex(padBlocks(fromHex('0102030405060708'), 16))).toBe('01020304050607088000000000000000');
  });
});
