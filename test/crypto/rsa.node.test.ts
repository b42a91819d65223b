/** RSA and SHA-1 against node:crypto, over many lengths. */

import { constants, createHash, createPublicKey, publicEncrypt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { applyRsa } from '../../src/crypto/rsa.js';
import { sha1 } from '../../src/crypto/sha1.js';
import { forgeKey, signRaw } from '../pse/oda-forge.js';

const KEYS = [
  'ca-f7',
  'ca-f8',
  'icc-512-3',
  'icc-1024-3',
  'icc-1024-65537',
  'icc-1152-3',
  'icc-1408-3',
  'issuer-1408-65537',
  'issuer-1984-3',
];

/** Pseudo-random bytes below any modulus that begins with 80 or more. */
function block(length: number, seed: number): Uint8Array {
  const bytes = createHash('shake256', { outputLength: length }).update(String(seed)).digest();
  bytes[0] &= 0x7f;
  return new Uint8Array(bytes);
}

describe('applyRsa', () => {
  for (const name of KEYS) {
    it(`${name}: as node:crypto enciphers, and back from what it signed`, () => {
      const forged = forgeKey(name);
      const key = { modulus: fromHex(forged.modulus), exponent: fromHex(forged.exponent) };
      const witness = createPublicKey(forged.key);
      for (let seed = 0; seed < 20; seed++) {
        const data = block(forged.length, seed);
        const wanted = publicEncrypt({ key: witness, padding: constants.RSA_NO_PADDING }, data);
        expect(toHex(applyRsa(key, data))).toBe(wanted.toString('hex').toUpperCase());
        expect(toHex(applyRsa(key, fromHex(signRaw(forged, toHex(data)))))).toBe(toHex(data));
      }
    });
  }
});

describe('sha1', () => {
  it('is what node:crypto says for every length up to 300 bytes', () => {
    for (let length = 0; length <= 300; length++) {
      const message = block(Math.max(1, length), length).subarray(0, length);
      expect(toHex(sha1(message))).toBe(createHash('sha1').update(message).digest('hex').toUpperCase());
    }
  });
});
