import { assert } from '../base/assert.js';
import type { BlockCipher, Ciphers } from './block-cipher.js';

/** The two published algorithms a social security card may run on. 'DES' stands for the family: DES and 3DES. */
export type SocialAlgorithm = 'DES' | 'SM4';

/** The algorithm byte of FCI tag 9F0C, of key records and of INITIALIZE answers: 01 DES, 03 SM4 (sscard.md 16.7). */
export function algorithmByte(algorithm: SocialAlgorithm): number {
  return algorithm === 'DES' ? 0x01 : 0x03;
}

/**
 * Reads an algorithm byte. 02 is SSF33, whose definition is not public: it can be named and not computed
 * (sscard.md 6.1). @returns undefined for any other value
 */
export function algorithmOfByte(byte: number): SocialAlgorithm | 'SSF33' | undefined {
  if (byte === 0x01) return 'DES';
  if (byte === 0x02) return 'SSF33';
  if (byte === 0x03) return 'SM4';
  return undefined;
}

/**
 * The block cipher that a key of this algorithm runs (sscard.md 6.1). The length tells the member of the DES family:
 * 8 bytes (STK, session keys) are single DES, 16 bytes are 3DES with K1 K2 K1. SM4 keys are 16 bytes.
 */
export function socialCipher(ciphers: Ciphers, algorithm: SocialAlgorithm, key: Uint8Array): BlockCipher {
  if (algorithm === 'SM4') {
    assert(key.length === 16, 'an SM4 key is 16 bytes');
    return ciphers.sm4(key);
  }
  assert(key.length === 8 || key.length === 16, 'a key of the DES family is 8 or 16 bytes');
  return key.length === 8 ? ciphers.des(key) : ciphers.tripleDes(key);
}
