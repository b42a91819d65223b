import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { authenticationData, foldHalves } from '../../src/crypto/authentication-data.js';
import type { Ciphers } from '../../src/crypto/block-cipher.js';
import { softwareCiphers as ciphers } from '../../src/crypto/software-ciphers.js';

// The values of authentication data stand in social-vectors.test.ts.

describe('authenticationData', () => {
  it('wants a source of 8 bytes and changes none of its arguments', () => {
    const key = fromHex('0123456789ABCDEFFEDCBA9876543210');
    const random = fromHex('1122334455667788');
    const source = fromHex('A1A2A3A4A5A6A7A8');
    for (const algorithm of ['DES', 'SM4'] as const) {
      expect(authenticationData(ciphers, algorithm, key, random, source)).toHaveLength(8);
      expect(() => authenticationData(ciphers, algorithm, key, random, new Uint8Array(16))).toThrow('8 bytes');
    }
    expect(toHex(key)).toBe('0123456789ABCDEFFEDCBA9876543210');
    expect(toHex(random)).toBe('1122334455667788');
    expect(toHex(source)).toBe('A1A2A3A4A5A6A7A8');
  });
});

describe('the session key of authentication data', () => {
  it('is overwritten before the answer leaves', () => {
    const made: Uint8Array[] = [];
    const recording: Ciphers = {
      ...ciphers,
      tripleDes: (key) => {
        const cipher = ciphers.tripleDes(key);
        return { ...cipher, encrypt: (block) => (made[made.length] = cipher.encrypt(block)) };
      },
    };
    const source = fromHex('A1A2A3A4A5A6A7A8');
    authenticationData(recording, 'DES', fromHex('0123456789ABCDEFFEDCBA9876543210'), source, source);
    expect(made.map(toHex)).toEqual(['0000000000000000']);
  });
});

describe('foldHalves', () => {
  it('is the left half XOR the right half', () => {
    expect(toHex(foldHalves(fromHex('0011223344556677 F0F0F0F0F0F0F0F0')))).toBe('F0E1D2C3B4A59687');
    expect(() => foldHalves(new Uint8Array(8))).toThrow('16 bytes');
  });
});
