import { assert } from '../base/assert.js';
import { padRight } from '../base/bytes.js';
import type { BlockCipher, Ciphers } from './block-cipher.js';
import { type SocialAlgorithm, socialCipher } from './social-algorithm.js';

/**
 * The session key (过程密钥) KS = E(K, R), R right-padded with 00 to one block. Good for one use. SPEC-4 §8.4;
 * sscard.md 6.3.
 *
 * @param key 8 or 16 bytes (DES), 16 bytes (SM4)
 * @param random the process factor (过程因子), a card's or PSAM's random number: 4 or 8 bytes, 16 with SM4 only
 * @returns 8 bytes for the DES family, a single-DES key whatever `key` is; 16 bytes for SM4
 */
export function sessionKey(
  ciphers: Ciphers,
  algorithm: SocialAlgorithm,
  key: Uint8Array,
  random: Uint8Array,
): Uint8Array {
  const cipher = socialCipher(ciphers, algorithm, key);
  assert(
    random.length === 4 || random.length === 8 || random.length === cipher.blockLength,
    'a process factor is 4 or 8 bytes, or a block',
  );
  return cipher.encrypt(padRight(random, cipher.blockLength, 0x00));
}

/** The block cipher of a session key: single DES under 8 bytes, SM4 under 16 (sscard.md 6.3). */
export function sessionCipher(ciphers: Ciphers, algorithm: SocialAlgorithm, session: Uint8Array): BlockCipher {
  assert(session.length === (algorithm === 'SM4' ? 16 : 8), 'a session key is 8 bytes (DES) or 16 (SM4)');
  return socialCipher(ciphers, algorithm, session);
}
