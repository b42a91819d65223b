/**
 * The keys of the line to the bank: the terminal's master key, which stays, and the working keys that each sign-in brings
 * under it (emv.md 3.5). Others hold handles that seal and check; no key ever leaves this room.
 */

import { assert } from '../base/assert.js';
import { equalBytes } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { scrub } from '../base/scrub.js';
import { splitMac } from '../codec/iso8583.js';
import type { Ciphers } from '../crypto/block-cipher.js';
import { posMac } from '../crypto/pos-mac.js';
import { unwrapWorkingKeys, type WorkingKeyForm, type WorkingKeys } from '../crypto/working-keys.js';
import { PinKey } from './online-pin.js';

const MASTER_KEY_LENGTH = 16;

/** The terminal master key 主密钥 (TMK) as a handle. */
export class MasterKey {
  readonly #ciphers: Ciphers;
  readonly #key: Uint8Array;

  /** @param key 16 bytes, copied: the giver wipes its own */
  constructor(ciphers: Ciphers, key: Uint8Array) {
    assert(key.length === MASTER_KEY_LENGTH, 'a terminal master key is 16 bytes');
    this.#ciphers = ciphers;
    this.#key = key.slice();
  }

  /**
   * Takes working keys out of field 62 of a sign-in answer.
   *
   * @param sealed 24, 40 or 60 bytes by the form
   * @returns 'wrong' where a check value differs or the length is not the form's: the terminal is to sign in again
   */
  unwrap(form: WorkingKeyForm, sealed: Uint8Array): LineKeys | 'wrong' {
    const keys = this.#unwrapped(form, sealed);
    if (keys === undefined) return 'wrong';
    const { pinKey, macKey, trackKey } = keys;
    const handle = new LineKeys(this.#ciphers, keys);
    scrub(pinKey, macKey, ...(trackKey ? [trackKey] : []));
    return handle;
  }

  #unwrapped(form: WorkingKeyForm, sealed: Uint8Array): WorkingKeys | undefined {
    try {
      return unwrapWorkingKeys(this.#ciphers, this.#key, form, sealed);
    } catch (error) {
      if (error instanceof FormatError) return undefined;
      throw error;
    }
  }
}

/** The working keys 工作密钥 of one sign-in as a handle. */
export class LineKeys {
  /** Enciphers PINs for field 52. */
  readonly pinKey: PinKey;
  readonly #ciphers: Ciphers;
  readonly #macKey: Uint8Array;

  /** @param keys as unwrapped; copied, so that they can be wiped */
  constructor(ciphers: Ciphers, { pinKey, macKey }: WorkingKeys) {
    this.#ciphers = ciphers;
    this.pinKey = new PinKey(ciphers, pinKey);
    this.#macKey = macKey.slice();
  }

  /** @param covered a message from its type up to the MAC, whose bit is set in the bitmap @returns 8 bytes for the MAC */
  mac(covered: Uint8Array): Uint8Array {
    return posMac(this.#ciphers, this.#macKey, covered);
  }

  /**
   * Whether a message has the MAC that it should have; false for one without.
   * @param message from its type on @throws FormatError where it is no message
   */
  checks(message: Uint8Array): boolean {
    const split = splitMac(message);
    return split !== undefined && equalBytes(this.mac(split.covered), split.mac);
  }
}
