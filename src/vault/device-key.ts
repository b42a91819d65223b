/** The key that only this terminal has: what it writes to its own flash is sealed under keys made from it. */

import { assert } from '../base/assert.js';
import { asciiBytes } from '../base/bytes.js';
import { AES_LENGTH, type Aes, type MakeAes } from '../crypto/aes.js';
import { derivedKey } from '../crypto/cmac.js';

/** The device key as a handle. */
export class DeviceKey {
  readonly #make: MakeAes;
  readonly #root: Aes;

  /** @param key 16 bytes */
  constructor(make: MakeAes, key: Uint8Array) {
    assert(key.length === AES_LENGTH, 'a device key is 16 bytes');
    this.#make = make;
    this.#root = make(key);
  }

  /** The cipher for one purpose, under a key of its own. @param purpose ASCII */
  cipherFor(purpose: string): Aes {
    return this.#make(derivedKey(this.#root, asciiBytes(purpose)));
  }
}
