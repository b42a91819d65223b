import { concat, equalBytes, xor } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { Account } from './accounts.js';

/** Wrong PINs in a row that an account takes. */
const TRIES = 3;

/**
 * The online PIN against the account's: ISO 9564 format 0 with the account number, Triple DES (emv.md 3.7).
 *
 * @param pinKey 16 bytes @param pinBlock field 52, 8 bytes
 */
export function checkOnlinePin(
  account: Account,
  pinKey: Uint8Array,
  pinBlock: Uint8Array | undefined,
): 'right' | 'wrong' | 'locked' {
  if (account.wrongPins >= TRIES) return 'locked';
  const right =
    pinBlock?.length === 8 &&
    equalBytes(softwareCiphers.tripleDes(pinKey).decrypt(pinBlock), formatZero(account.pin, account.pan));
  account.wrongPins = right ? 0 : account.wrongPins + 1;
  return right ? 'right' : 'wrong';
}

/** 0L ‖ PIN ‖ F… xor 0000 ‖ the 12 rightmost digits of the PAN without its check digit. ISO 9564-1 9.3.2. */
function formatZero(pin: string, pan: string): Uint8Array {
  const block = fromHex(`0${pin.length.toString(16)}${pin}`.padEnd(16, 'F'));
  return xor(block, concat(new Uint8Array(2), fromHex(pan.slice(-13, -1))));
}
