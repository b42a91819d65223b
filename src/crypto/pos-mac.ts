/** The MAC of a bank message, field 64, by the UnionPay "ECB" rule for terminals (emv.md 3.6 [A]). */

import { assert } from '../base/assert.js';
import { asciiBytes, xor } from '../base/bytes.js';
import { toHex } from '../base/hex.js';
import type { BlockCipher, Ciphers } from './block-cipher.js';

/**
 * XOR of all blocks of the message, filled up with 00; the sixteen hexadecimal characters of that enciphered as two
 * blocks in a chain; the first eight hexadecimal characters of the result.
 *
 * @param mak 8 bytes, or 16 for the same with Triple DES [C]
 * @param mab the message from its type up to but not including the MAC, whose bit is set in the bitmap
 * @returns 8 bytes of ASCII, 0–9 and A–F
 */
export function posMac(ciphers: Ciphers, mak: Uint8Array, mab: Uint8Array): Uint8Array {
  assert(mak.length === 8 || mak.length === 16, 'a MAC key is 8 or 16 bytes');
  const cipher: BlockCipher = mak.length === 8 ? ciphers.des(mak) : ciphers.tripleDes(mak);
  const folded = new Uint8Array(8);
  for (let i = 0; i < mab.length; i++) folded[i & 7] ^= mab[i];
  const characters = asciiBytes(toHex(folded));
  const first = cipher.encrypt(characters.slice(0, 8));
  const second = cipher.encrypt(xor(first, characters.slice(8)));
  return asciiBytes(toHex(second).slice(0, 8));
}
