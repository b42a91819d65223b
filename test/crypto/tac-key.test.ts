import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { tacKey } from '../../src/crypto/tac-key.js';

describe('tacKey', () => {
  it('folds the DTK under DES', () => {
    expect(toHex(tacKey('DES', fromHex('0011223344556677 F0F0F0F0F0F0F0F0')))).toBe('F0E1D2C3B4A59687');
  });

  it('is a copy of the DTK under SM4', () => {
    const dtk = fromHex('0123456789ABCDEFFEDCBA9876543210');
    const key = tacKey('SM4', dtk);
    dtk.fill(0);
    expect(toHex(key)).toBe('0123456789ABCDEFFEDCBA9876543210');
  });

  it('wants 16 bytes', () => {
    expect(() => tacKey('DES', new Uint8Array(8))).toThrow('a DTK is 16 bytes');
  });
});
