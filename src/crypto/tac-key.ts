import { assert } from '../base/assert.js';
import { xor } from '../base/bytes.js';
import type { SocialAlgorithm } from './social-algorithm.js';

/**
 * The key that {@link mac} takes for a TAC, made of the card's DTK: with DES the left half XOR the right half, with SM4
 * the DTK itself. SPEC-7 §15 ([1], sscard.md 6.8).
 *
 * @param cardDtk the card-level DTK, 16 bytes
 * @returns a new array: 8 bytes (DES), 16 bytes (SM4)
 */
export function tacKey(algorithm: SocialAlgorithm, cardDtk: Uint8Array): Uint8Array {
  assert(cardDtk.length === 16, 'a DTK is 16 bytes');
  return algorithm === 'SM4' ? cardDtk.slice() : xor(cardDtk.subarray(0, 8), cardDtk.subarray(8));
}
