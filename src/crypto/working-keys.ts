/** The working keys of a sign-in answer: field 62, each key under the terminal's master key (emv.md 3.5 [A]). */

import { assert } from '../base/assert.js';
import { concat, equalBytes } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { frozen } from '../base/frozen.js';
import { scrub } from '../base/scrub.js';
import type { BlockCipher, Ciphers } from './block-cipher.js';

const FORMAT = 'working-keys';
const CHECK_LENGTH = 4;
const HALF = 8;
/** Its place among the keys. */
const MAC_KEY = 1;

/** Field 60.3 of the sign-in: 001 single-length keys, 003 double-length, 004 the same and a track key. */
export type WorkingKeyForm = '001' | '003' | '004';

export interface WorkingKeys {
  /** PIK, 8 bytes under 001, else 16. */
  readonly pinKey: Uint8Array;
  /** MAK, 8 bytes; 16 where the second half is not the zeros of the published form [C]. */
  readonly macKey: Uint8Array;
  /** TDK, 16 bytes, under 004 only. */
  readonly trackKey?: Uint8Array;
}

/** Lengths of the enciphered keys, PIN, MAC and track, each followed by its check value. */
const KEY_LENGTHS = frozen({
  '001': [8, 8],
  '003': [16, 16],
  '004': [16, 16, 16],
});

/**
 * Deciphers the keys and verifies their check values: the first 4 bytes of eight zeros under each key.
 *
 * @param masterKey TMK, 16 bytes @param sealed field 62: 24, 40 or 60 bytes by the form
 * @returns undefined where a check value differs: the terminal is to sign in again
 * @throws FormatError for another length
 */
export function unwrapWorkingKeys(
  ciphers: Ciphers,
  masterKey: Uint8Array,
  form: WorkingKeyForm,
  sealed: Uint8Array,
): WorkingKeys | undefined {
  assert(masterKey.length === 16, 'a terminal master key is 16 bytes');
  const lengths: readonly number[] = KEY_LENGTHS[form];
  const expected = lengths.reduce((sum, length) => sum + length + CHECK_LENGTH, 0);
  if (sealed.length !== expected) throw new FormatError(FORMAT, `not ${expected} bytes`);
  const master = ciphers.tripleDes(masterKey);
  let at = 0;
  let agree = true;
  const keys = lengths.map((length, index) => {
    const check = sealed.slice(at + length, at + length + CHECK_LENGTH);
    const key = unwrap(master, sealed.slice(at, at + length), index === MAC_KEY);
    agree = equalBytes(checkValue(ciphers, key), check) && agree;
    at += length + CHECK_LENGTH;
    return key;
  });
  if (!agree) {
    scrub(...keys);
    return undefined;
  }
  const [pinKey, macKey, trackKey] = keys;
  return { pinKey, macKey, ...(trackKey && { trackKey }) };
}

/** A second half of zeros is none: the published MAC key is a single one in the place of a double one. */
function unwrap(master: BlockCipher, wrapped: Uint8Array, mayBeSingle: boolean): Uint8Array {
  const left = master.decrypt(wrapped.slice(0, HALF));
  const right = wrapped.slice(HALF);
  if (right.length === 0 || (mayBeSingle && right.every((byte) => byte === 0))) return left;
  return concat(left, master.decrypt(right));
}

function checkValue(ciphers: Ciphers, key: Uint8Array): Uint8Array {
  const cipher = key.length === HALF ? ciphers.des(key) : ciphers.tripleDes(key);
  return cipher.encrypt(new Uint8Array(HALF)).slice(0, CHECK_LENGTH);
}
