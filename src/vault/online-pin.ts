/**
 * The PIN for the issuer: an ISO 9564 format 0 block under the PIN key, field 52 of a message (emv.md 3.7). The key and the
 * clear block stay in this room.
 */

import { assert } from '../base/assert.js';
import { xor } from '../base/bytes.js';
import { scrub } from '../base/scrub.js';
import { decodeBcd, encodeBcd } from '../codec/bcd.js';
import type { BlockCipher, Ciphers } from '../crypto/block-cipher.js';
import type { Pin } from './pin-room.js';

const BLOCK_LENGTH = 8;
/** The account's part: its 12 rightmost digits without the check digit. */
const ACCOUNT_DIGITS = 12;

/** The PIN key (PIK) of a link, as a handle. */
export class PinKey {
  readonly #cipher: BlockCipher;

  /** @param key 16 bytes, Triple DES; 8 of the old form 001, DES */
  constructor(ciphers: Ciphers, key: Uint8Array) {
    this.#cipher = key.length === BLOCK_LENGTH ? ciphers.des(key) : ciphers.tripleDes(key);
  }

  /**
   * Uses up a PIN of 4 to 12 digits. @returns 8 bytes that only the holder of the key can read
   * @param account 5A as the card has it, cn, 13 digits or more
   */
  async seal(pin: Pin, account: Uint8Array): Promise<Uint8Array> {
    return await pin.present(async (packed) => {
      const clear = pinField(packed);
      const block = xor(clear, accountField(account));
      try {
        return this.#cipher.encrypt(block);
      } finally {
        scrub(clear, block);
      }
    });
  }
}

/** 0L, the digits, F. @param packed digits with F behind an odd one */
function pinField(packed: Uint8Array): Uint8Array {
  const odd = (packed[packed.length - 1] & 0x0f) === 0x0f;
  const digits = 2 * packed.length - (odd ? 1 : 0);
  assert(digits >= 4 && digits <= 12, 'a format 0 block holds 4 to 12 digits');
  const field = new Uint8Array(BLOCK_LENGTH).fill(0xff);
  field[0] = digits;
  field.set(packed, 1);
  return field;
}

function accountField(account: Uint8Array): Uint8Array {
  const pan = decodeBcd(account);
  assert(pan.length > ACCOUNT_DIGITS, 'an account has 13 digits at least');
  return encodeBcd(`0000${pan.slice(-1 - ACCOUNT_DIGITS, -1)}`, BLOCK_LENGTH);
}
