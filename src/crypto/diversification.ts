/**
 * Diversification (分散) takes a root key to one card in three steps: province, city, card. Each step encrypts an 8-byte
 * factor. SPEC-9 §7.3; sscard.md 6.2.
 */

import { assert } from '../base/assert.js';
import { asciiBytes, concat } from '../base/bytes.js';
import type { Ciphers } from './block-cipher.js';
import { type SocialAlgorithm, socialCipher } from './social-algorithm.js';

/**
 * First-level factor (省级分散因子): two digits of the region, `0000`, `sh`, in ASCII.
 *
 * @param region six digits, the first three bytes of 卡的识别码
 * @returns 8 bytes
 */
export function provinceFactor(region: string): Uint8Array {
  assert(isRegion(region), 'a region is six digits');
  return asciiBytes(`${region.slice(0, 2)}0000sh`);
}

/**
 * Second-level factor (市级分散因子): the six digits of the region and `sx`, in ASCII. Zhejiang (33) keys its cities by
 * the first four digits and `00`; that exception stands in one source only ([1], SC).
 *
 * @param region six digits, the first three bytes of 卡的识别码
 * @returns 8 bytes
 */
export function cityFactor(region: string): Uint8Array {
  assert(isRegion(region), 'a region is six digits');
  return asciiBytes(region.startsWith('33') ? `${region.slice(0, 4)}00sx` : `${region}sx`);
}

function isRegion(text: string): boolean {
  return /^[0-9]{6}$/.test(text);
}

/**
 * Third-level factor (卡片分散因子): T6 to TD of the ATR. The serial in 卡的识别码 need not be the same and is never used.
 *
 * @param historical the 13 historical bytes T1 to TD
 * @returns 8 bytes
 */
export function cardFactor(historical: Uint8Array): Uint8Array {
  assert(historical.length === 13, 'a social security card has 13 historical bytes');
  return historical.slice(5);
}

/**
 * The sub-key of `key` for one factor f: E(K, f) ‖ E(K, ¬f) with 3DES, E(K, f) with single DES, E(K, f ‖ ¬f) with SM4.
 *
 * @param key 8 or 16 bytes (DES), 16 bytes (SM4)
 * @param factor 8 bytes
 * @returns a new key as long as `key`
 */
export function diversify(
  ciphers: Ciphers,
  algorithm: SocialAlgorithm,
  key: Uint8Array,
  factor: Uint8Array,
): Uint8Array {
  assert(factor.length === 8, 'a diversification factor is 8 bytes');
  const cipher = socialCipher(ciphers, algorithm, key);
  const inverted = factor.map((byte) => ~byte);
  if (cipher.blockLength === 16) return cipher.encrypt(concat(factor, inverted));
  if (key.length === 8) return cipher.encrypt(factor);
  return concat(cipher.encrypt(factor), cipher.encrypt(inverted));
}
