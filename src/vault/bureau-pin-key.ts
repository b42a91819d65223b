/** The PIN for the bureau's HSM, which puts it into the card's secured command where no PSAM does (sscard.md 10.5) `[TP]`. */

import { assert } from '../base/assert.js';
import { concat, EMPTY, xor } from '../base/bytes.js';
import type { BlockCipher, Ciphers } from '../crypto/block-cipher.js';
import type { Pin } from './pin-room.js';

/** Of the frame that is enciphered: both ciphers of a card divide it. */
const FRAME_LENGTH = 16;

/** The key under which a PIN travels to the bureau, as a handle. */
export class BureauPinKey {
  readonly #cipher: BlockCipher;

  /** @param key 16 bytes, Triple DES */
  constructor(ciphers: Ciphers, key: Uint8Array) {
    assert(key.length === 16, 'a PIN key of the bureau has 16 bytes');
    this.#cipher = ciphers.tripleDes(key);
  }

  /**
   * Uses the PIN up: LD, its cn digits, 80 00 … up to 16 bytes, in CBC from the card's challenge under the key, so that the
   * same PIN is never the same bytes.
   * @param challenge 8 bytes @returns 16 bytes that only the bureau can read
   */
  async seal(pin: Pin, challenge: Uint8Array): Promise<Uint8Array> {
    assert(challenge.length === this.#cipher.blockLength, 'the challenge is one block');
    return await pin.presentFramed(FRAME_LENGTH, async (frame) => {
      let chain = this.#cipher.encrypt(challenge);
      let sealed = EMPTY;
      for (let at = 0; at < frame.length; at += chain.length) {
        chain = this.#cipher.encrypt(xor(chain, frame.subarray(at, at + chain.length)));
        sealed = concat(sealed, chain);
      }
      return sealed;
    });
  }
}
