/** PIN blocks of ISO 9564 format 0 with the account number, Triple DES (emv.md 3.7): compared, and taken on to another key. */

import { concat, equalBytes, xor } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { scrub } from '../../../src/base/scrub.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { Account } from './accounts.js';

/** Wrong PINs in a row that an account takes. */
const TRIES = 3;
const BLOCK_LENGTH = 8;
const SHORTEST = 4;
const LONGEST = 12;

/**
 * Compares the online PIN with the account's, both under the key. @param pinKey 16 bytes @param pinBlock field 52, 8 bytes
 * @returns the verdict, and the account as it is after it
 */
export function checkOnlinePin(
  account: Account,
  pinKey: Uint8Array,
  pinBlock: Uint8Array | undefined,
): { readonly verdict: 'right' | 'wrong' | 'locked'; readonly account: Account } {
  if (account.wrongPins >= TRIES) return { verdict: 'locked', account };
  const expected = softwareCiphers.tripleDes(pinKey).encrypt(formatZero(account.pin, account.pan));
  const right = pinBlock !== undefined && equalBytes(pinBlock, expected);
  return { verdict: right ? 'right' : 'wrong', account: { ...account, wrongPins: right ? 0 : account.wrongPins + 1 } };
}

/**
 * Takes a PIN block from one key to another; the PIN is in clear here and nowhere else on the way.
 *
 * @param from @param to 16 bytes each @param pinBlock 8 bytes
 * @returns 8 bytes; undefined where what comes out is no format 0 block of 4 to 12 digits: another key, or another format
 */
export function translatePinBlock(from: Uint8Array, to: Uint8Array, pinBlock: Uint8Array): Uint8Array | undefined {
  if (pinBlock.length !== BLOCK_LENGTH) return undefined;
  const clear = softwareCiphers.tripleDes(from).decrypt(pinBlock);
  try {
    const wellFormed = clear[0] >= SHORTEST && clear[0] <= LONGEST;
    return wellFormed ? softwareCiphers.tripleDes(to).encrypt(clear) : undefined;
  } finally {
    scrub(clear);
  }
}

/** 0L ‖ PIN ‖ F… xor 0000 ‖ the 12 rightmost digits of the PAN without its check digit. ISO 9564-1 9.3.2. */
function formatZero(pin: string, pan: string): Uint8Array {
  const block = fromHex(`0${pin.length.toString(16)}${pin}`.padEnd(16, 'F'));
  return xor(block, concat(new Uint8Array(2), fromHex(pan.slice(-13, -1).padStart(12, '0'))));
}
