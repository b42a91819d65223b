import { assert } from '../base/assert.js';
import { padRight, xor } from '../base/bytes.js';
import { scrub } from '../base/scrub.js';
import type { Ciphers } from './block-cipher.js';
import { sessionCipher, sessionKey } from './session-key.js';
import type { SocialAlgorithm } from './social-algorithm.js';

/**
 * Authentication data (鉴别数据) as INTERNAL and EXTERNAL AUTHENTICATION carry it: the source S under the session key of
 * the process factor R; a 16-byte block is padded with 00 before and folded after. SPEC-4 §9; sscard.md 6.4.
 *
 * @param key 8 or 16 bytes (DES), 16 bytes (SM4)
 * @param processFactor R (过程因子): 4 or 8 bytes, 16 with SM4 only
 * @param source S (鉴别源数据): 8 bytes
 * @returns 8 bytes
 */
export function authenticationData(
  ciphers: Ciphers,
  algorithm: SocialAlgorithm,
  key: Uint8Array,
  processFactor: Uint8Array,
  source: Uint8Array,
): Uint8Array {
  assert(source.length === 8, 'an authentication source is 8 bytes');
  const session = sessionKey(ciphers, algorithm, key, processFactor);
  const cipher = sessionCipher(ciphers, algorithm, session);
  const block = cipher.encrypt(padRight(source, cipher.blockLength, 0x00));
  scrub(session);
  return cipher.blockLength === 16 ? foldHalves(block) : block;
}

/** Left half of a 16-byte block XOR its right half, 8 bytes (sscard.md 6.4). */
export function foldHalves(block: Uint8Array): Uint8Array {
  assert(block.length === 16, 'the block to fold is 16 bytes');
  return xor(block.subarray(0, 8), block.subarray(8));
}
