/** The test keys of this project, made from their names so that anybody can make them again (sscard.md 16.2, [TP]). */

import { asciiBytes } from '../../src/base/bytes.js';
import type { SocialAlgorithm } from '../../src/crypto/social-algorithm.js';

/**
 * The root of a named key, version 01: byte i = (sum of the name's ASCII codes + 7 i) mod 256, 16 bytes. Under DES the
 * STK family takes the first 8 ({@link rootUnder}). [TP] sscard.md 16.2.
 */
export function testRoot(name: string): Uint8Array {
  const sum = asciiBytes(name).reduce((total, code) => total + code, 0);
  const root = new Uint8Array(16);
  for (let i = 0; i < root.length; i++) root[i] = (sum + 7 * i) % 256;
  return root;
}

/**
 * The root as an algorithm uses it: 8 bytes for the STK family under DES, where the maintenance keys are single DES
 * (sscard.md 6.1), 16 bytes in every other case.
 */
export function rootUnder(algorithm: SocialAlgorithm, name: string): Uint8Array {
  const root = testRoot(name);
  return algorithm === 'DES' && name.startsWith('STK') ? root.slice(0, 8) : root;
}
