import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { sm4 } from '../../src/crypto/sm4.js';

/** GB/T 32907-2016, annex A.1: the key is the plaintext. */
const KEY = '0123456789ABCDEFFEDCBA9876543210';

/** Plaintext and ciphertext under the same key: the standard's example, then draft-ribose-cfrg-sm4 A.2.1.1. */
const BLOCKS = [
  [KEY, '681EDF34D206965E86B3E94F536E4246'],
  ['AAAAAAAABBBBBBBBCCCCCCCCDDDDDDDD', '5EC8143DE509CFF7B5179F8F474B8619'],
  ['EEEEEEEEFFFFFFFFAAAAAAAABBBBBBBB', '2F1D305A7FB17DF985F81C8482192304'],
];

describe('sm4', () => {
  it('passes the published examples', () => {
    const cipher = sm4(fromHex(KEY));
    for (const [plain, encrypted] of BLOCKS) {
      expect(toHex(cipher.encrypt(fromHex(plain)))).toBe(encrypted);
      expect(toHex(cipher.decrypt(fromHex(encrypted)))).toBe(plain);
    }
  });

  it('keeps its own schedule and leaves the block alone', () => {
    const key = fromHex(KEY);
    const block = fromHex(KEY);
    const cipher = sm4(key);
    key.fill(0);
    expect(toHex(cipher.encrypt(block))).toBe('681EDF34D206965E86B3E94F536E4246');
    expect(toHex(block)).toBe(KEY);
  });

  it('takes keys and blocks of 16 bytes only', () => {
    expect(() => sm4(new Uint8Array(8))).toThrow('an SM4 key is 16 bytes');
    expect(() => sm4(new Uint8Array(16)).encrypt(new Uint8Array(8))).toThrow('an SM4 block is 16 bytes');
    expect(() => sm4(new Uint8Array(16)).decrypt(new Uint8Array(17))).toThrow('an SM4 block is 16 bytes');
  });
});
