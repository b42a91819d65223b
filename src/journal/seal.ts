/** Seals the journal's records: nobody without the device key reads them, changes them or moves them elsewhere. */

import { concat, equalBytes } from '../base/bytes.js';
import { AES_LENGTH, type Aes } from '../crypto/aes.js';
import { cmac } from '../crypto/cmac.js';
import { counterMode } from '../crypto/counter-mode.js';
import type { DeviceKey } from '../vault/device-key.js';

/** What the seal adds to a body. */
export const SEAL_LENGTH = AES_LENGTH;

/**
 * Authenticates, then enciphers from the tag as first counter block (the construction of RFC 5297): no nonce has to be
 * kept or drawn, and the same body in the same place sealed twice gives away nothing but that it is the same.
 */
export class Seal {
  readonly #tag: (message: Uint8Array) => Uint8Array;
  readonly #cipher: Aes;

  constructor(deviceKey: DeviceKey) {
    this.#tag = cmac(deviceKey.cipherFor('journal tag'));
    this.#cipher = deviceKey.cipherFor('journal data');
  }

  /** @param place where the body belongs, of one length for all @returns the tag, 16 bytes, and the ciphertext */
  close(place: Uint8Array, body: Uint8Array): Uint8Array {
    const tag = this.#tag(concat(place, body));
    return concat(tag, counterMode(this.#cipher, tag, body));
  }

  /** @returns the body; undefined when it is not what was closed at this place */
  open(place: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
    const tag = sealed.subarray(0, SEAL_LENGTH);
    const body = counterMode(this.#cipher, tag, sealed.subarray(SEAL_LENGTH));
    return equalBytes(this.#tag(concat(place, body)), tag) ? body : undefined;
  }
}
