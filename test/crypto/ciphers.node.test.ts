/** The block ciphers against OpenSSL, and the long example of GB/T 32907. */

import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { des, tripleDes } from '../../src/crypto/des.js';
import { sm4 } from '../../src/crypto/sm4.js';
import { decryptEcb, encryptEcb, seededBytes } from './node-witness.js';

const ROUNDS = 10_000;

const CASES = [
  { name: 'single DES', make: des, family: 'des', keyLength: 8, blockLength: 8 },
  { name: '3DES with two keys', make: tripleDes, family: 'des', keyLength: 16, blockLength: 8 },
  { name: '3DES with three keys', make: tripleDes, family: 'des', keyLength: 24, blockLength: 8 },
  { name: 'SM4', make: sm4, family: 'sm4', keyLength: 16, blockLength: 16 },
] as const;

for (const { name, make, family, keyLength, blockLength } of CASES) {
  describe(name, () => {
    it(`agrees with OpenSSL on ${ROUNDS} random keys and blocks`, () => {
      const random = seededBytes(name);
      for (let i = 0; i < ROUNDS; i++) {
        const key = random(keyLength);
        const block = random(blockLength);
        const cipher = make(key);
        const where = `key ${toHex(key)} block ${toHex(block)}`;
        expect(toHex(cipher.encrypt(block)), where).toBe(toHex(encryptEcb(key, block, family)));
        expect(toHex(cipher.decrypt(block)), where).toBe(toHex(decryptEcb(key, block, family)));
      }
    });

    it('agrees with OpenSSL on every single bit of key and block', () => {
      for (let bit = 0; bit < 8 * keyLength; bit++) {
        const key = oneBit(keyLength, bit);
        const block = oneBit(blockLength, bit % (8 * blockLength));
        expect(toHex(make(key).encrypt(block)), `bit ${bit}`).toBe(toHex(encryptEcb(key, block, family)));
      }
    });
  });
}

describe('the parity bits of a DES key', () => {
  it('change nothing, each on its own', () => {
    const random = seededBytes('parity');
    for (let i = 0; i < 24; i++) {
      const key = random(24);
      const block = random(8);
      const expected = toHex(tripleDes(key).encrypt(block));
      key[i] ^= 1;
      expect(toHex(tripleDes(key).encrypt(block))).toBe(expected);
    }
  });
});

describe('GB/T 32907-2016, annex A.2', () => {
  it('enciphers a block a million times', () => {
    const key = fromHex('0123456789ABCDEFFEDCBA9876543210');
    const cipher = sm4(key);
    let block = key;
    for (let i = 0; i < 1_000_000; i++) block = cipher.encrypt(block);
    expect(toHex(block)).toBe('595298C7C6FD271F0402F804C33D3F66');
    for (let i = 0; i < 1_000_000; i++) block = cipher.decrypt(block);
    expect(toHex(block)).toBe(toHex(key));
  });
});

function oneBit(length: number, bit: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes[bit >> 3] = 0x80 >> (bit & 7);
  return bytes;
}
