/** The card of sscard.md 16.7 as the tests see it: root keys by 16.2's formula, taken down to the card step by step. */

import { asciiBytes } from '../../src/base/bytes.js';
import { fromHex } from '../../src/base/hex.js';
import { cardFactor, cityFactor, diversify, provinceFactor } from '../../src/crypto/diversification.js';
import type { SocialAlgorithm } from '../../src/crypto/social-algorithm.js';
import { softwareCiphers } from '../../src/crypto/software-ciphers.js';
import vectors from '../vectors/social.json';

export const ALGORITHMS: readonly SocialAlgorithm[] = ['DES', 'SM4'];

/** Byte i is the sum of the name's ASCII codes plus 7i, modulo 256; STK has 8 bytes under DES. */
export function root(algorithm: SocialAlgorithm, name: string): Uint8Array {
  const sum = asciiBytes(name).reduce((total, code) => total + code, 0);
  const length = name === 'STK' && algorithm === 'DES' ? 8 : 16;
  return Uint8Array.from({ length }, (_, i) => (sum + 7 * i) & 0xff);
}

export const factors: readonly Uint8Array[] = [
  provinceFactor(vectors.inputs.region),
  cityFactor(vectors.inputs.region),
  cardFactor(fromHex(vectors.inputs.historical)),
];

export function cardKey(algorithm: SocialAlgorithm, name: string): Uint8Array {
  return factors.reduce((key, factor) => diversify(softwareCiphers, algorithm, key, factor), root(algorithm, name));
}
