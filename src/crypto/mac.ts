/** Message authentication codes of the social security card. SPEC-4 §8.2; sscard.md 6.5, 6.7. */

import { assert } from '../base/assert.js';
import { xor } from '../base/bytes.js';
import { foldHalves } from './authentication-data.js';
import type { BlockCipher, Ciphers } from './block-cipher.js';
import { padBlocks } from './padding.js';
import { sessionCipher } from './session-key.js';
import type { SocialAlgorithm } from './social-algorithm.js';

/**
 * The 4-byte MAC: CBC from IV zero over the message padded with 80 00…, then the left four bytes of an 8-byte block or
 * the XOR of the four words of a 16-byte block. For a command the message is CLA INS P1 P2 Lc (MAC counted) ‖ data, the
 * data enciphered where it is; the purse's MAC1, MAC2 and TAC have no header.
 *
 * @param session 8 bytes (DES), 16 bytes (SM4)
 * @returns 4 bytes
 */
export function mac(
  ciphers: Ciphers,
  algorithm: SocialAlgorithm,
  session: Uint8Array,
  message: Uint8Array,
): Uint8Array {
  const cipher = sessionCipher(ciphers, algorithm, session);
  const last = cbcMac(cipher, new Uint8Array(cipher.blockLength), padBlocks(message, cipher.blockLength));
  if (cipher.blockLength === 8) return last.slice(0, 4);
  const half = foldHalves(last);
  return xor(half.subarray(0, 4), half.subarray(4));
}

/**
 * The last block of CBC encryption.
 *
 * @param iv one block
 * @param padded one or more full blocks
 * @returns one block, new
 */
export function cbcMac(cipher: BlockCipher, iv: Uint8Array, padded: Uint8Array): Uint8Array {
  const length = cipher.blockLength;
  assert(iv.length === length, 'the initial vector is one block');
  assert(padded.length > 0 && padded.length % length === 0, 'the message to chain is full blocks');
  let chain = iv;
  for (let offset = 0; offset < padded.length; offset += length) {
    chain = cipher.encrypt(xor(chain, padded.subarray(offset, offset + length)));
  }
  return chain;
}

/**
 * Retail MAC, which makes the authentication code (认证码) in 卡的识别码 by one issuer's tool ([1], sscard.md 6.7). DES: ISO/IEC
 * 9797-1 algorithm 3 ({@link retailBlock}), left four bytes. An SM4 key has no halves:
 * there it is {@link mac} under the key itself [TP].
 *
 * @param key 16 bytes
 * @returns 4 bytes
 */
export function retailMac(
  ciphers: Ciphers,
  algorithm: SocialAlgorithm,
  key: Uint8Array,
  message: Uint8Array,
): Uint8Array {
  assert(key.length === 16, 'a retail MAC key is 16 bytes');
  if (algorithm === 'SM4') return mac(ciphers, algorithm, key, message);
  return retailBlock(ciphers, key, message).slice(0, 4);
}

/**
 * ISO/IEC 9797-1 algorithm 3 with padding method 2 and IV zero, the whole last block: single-DES CBC with the left half of
 * the key, the last block taken back through the right half and forth through the left.
 *
 * @param key 16 bytes
 * @returns 8 bytes
 */
export function retailBlock(ciphers: Ciphers, key: Uint8Array, message: Uint8Array): Uint8Array {
  assert(key.length === 16, 'a retail MAC key is 16 bytes');
  const left = ciphers.des(key.subarray(0, 8));
  const right = ciphers.des(key.subarray(8));
  const last = cbcMac(left, new Uint8Array(8), padBlocks(message, 8));
  return left.encrypt(right.decrypt(last));
}
