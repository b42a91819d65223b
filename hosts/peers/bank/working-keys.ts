/** Working keys as the acquirer draws them at a sign-in: field 62 in form 003 (emv.md 3.5 [A]). */

import { concat } from '../../../src/base/bytes.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { RandomBytes } from '../chip.js';

export interface DrawnKeys {
  /** PIK, 16 bytes. */
  readonly pinKey: Uint8Array;
  /** MAK, 8 bytes. */
  readonly macKey: Uint8Array;
  /** Both under the terminal's master key with their check values, 40 bytes. */
  readonly sealed: Uint8Array;
}

const BLOCK = 8;
const CHECK_LENGTH = 4;

/** @param masterKey TMK, 16 bytes */
export function drawWorkingKeys(masterKey: Uint8Array, random: RandomBytes): DrawnKeys {
  const [left, right, macKey] = [random(BLOCK), random(BLOCK), random(BLOCK)];
  const pinKey = concat(left, right);
  const master = softwareCiphers.tripleDes(masterKey);
  const zeros = new Uint8Array(BLOCK);
  const sealed = concat(
    master.encrypt(left),
    master.encrypt(right),
    softwareCiphers.tripleDes(pinKey).encrypt(zeros).slice(0, CHECK_LENGTH),
    master.encrypt(macKey),
    zeros,
    softwareCiphers.des(macKey).encrypt(zeros).slice(0, CHECK_LENGTH),
  );
  return { pinKey, macKey, sealed };
}
