/** Enciphered command data, a new PIN or a key: ECB under the session key. SPEC-4 §8.3; sscard.md 6.6. */

import { assert } from '../base/assert.js';
import { scrub } from '../base/scrub.js';
import type { BlockCipher, Ciphers } from './block-cipher.js';
import { padBlocks } from './padding.js';
import { sessionCipher } from './session-key.js';
import type { SocialAlgorithm } from './social-algorithm.js';

/**
 * Enciphers LD ‖ plaintext, LD being the plaintext's length in one byte, padded with 80 00… only where that is not full
 * blocks already.
 *
 * @param session 8 bytes (DES), 16 bytes (SM4)
 * @param plaintext 0 to 255 bytes
 * @returns ciphertext, full blocks
 */
export function sealData(
  ciphers: Ciphers,
  algorithm: SocialAlgorithm,
  session: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  assert(plaintext.length <= 0xff, 'the length of the plaintext fits one byte');
  const cipher = sessionCipher(ciphers, algorithm, session);
  const framed = new Uint8Array(plaintext.length + 1);
  framed[0] = plaintext.length;
  framed.set(plaintext, 1);
  const blocks = framed.length % cipher.blockLength === 0 ? framed : padBlocks(framed, cipher.blockLength);
  const ciphertext = ecb(blocks, cipher.blockLength, (block) => cipher.encrypt(block));
  scrub(framed, blocks);
  return ciphertext;
}

/**
 * Undoes {@link sealData}.
 *
 * @param session 8 bytes (DES), 16 bytes (SM4)
 * @param ciphertext any bytes from outside
 * @returns the plaintext; undefined where these are not full blocks or LD and padding do not fit them
 */
export function openData(
  ciphers: Ciphers,
  algorithm: SocialAlgorithm,
  session: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  const cipher = sessionCipher(ciphers, algorithm, session);
  if (ciphertext.length === 0 || ciphertext.length % cipher.blockLength !== 0) return undefined;
  const blocks = ecb(ciphertext, cipher.blockLength, (block) => cipher.decrypt(block));
  const end = 1 + blocks[0];
  const plaintext = isFrame(blocks, end, cipher.blockLength) ? blocks.slice(1, end) : undefined;
  scrub(blocks);
  return plaintext;
}

function ecb(blocks: Uint8Array, blockLength: number, crypt: BlockCipher['encrypt']): Uint8Array {
  const result = new Uint8Array(blocks.length);
  for (let offset = 0; offset < blocks.length; offset += blockLength) {
    result.set(crypt(blocks.subarray(offset, offset + blockLength)), offset);
  }
  return result;
}

/** Whether what follows the frame's `end` is the padding that belongs there: none, or 80 00… within the last block. */
function isFrame(blocks: Uint8Array, end: number, blockLength: number): boolean {
  if (end > blocks.length || blocks.length - end >= blockLength) return false;
  return blocks.subarray(end).every((byte, i) => byte === (i === 0 ? 0x80 : 0x00));
}
