/** The key under which the bureau publishes blacklists [TP]: it vouches for updates, and hides which cards a list has. */

import { assert } from '../base/assert.js';
import { asciiBytes, concat, uintBytes } from '../base/bytes.js';
import { AES_LENGTH, type Aes, type MakeAes } from '../crypto/aes.js';
import { cmac, derivedKey } from '../crypto/cmac.js';

/** Bytes of a digest. */
export const DIGEST_LENGTH = 8;
/** Bytes of an identity. */
const IDENTITY_LENGTH = 4;

/** The publisher's key as a handle. */
export class BlacklistKey {
  readonly #make: MakeAes;
  readonly #root: Aes;
  /** Vouches for the parts of an update. @returns 16 bytes */
  readonly tag: (message: Uint8Array) => Uint8Array;
  /** Tells one publisher's key from another's; 4 bytes, nothing follows from them. */
  readonly identity: Uint8Array;

  /** @param key 16 bytes */
  constructor(make: MakeAes, key: Uint8Array) {
    assert(key.length === AES_LENGTH, 'a publisher’s key is 16 bytes');
    this.#make = make;
    this.#root = make(key);
    this.tag = cmac(make(derivedKey(this.#root, asciiBytes('blacklist update'))));
    this.identity = derivedKey(this.#root, asciiBytes('blacklist identity')).subarray(0, IDENTITY_LENGTH);
  }

  /**
   * What stands for an entry from one full version to the next: nobody without the key can tell from it which card it is,
   * and two cards that share a place under one version part under the next.
   *
   * @param era the number of the full version
   * @returns the function from an entry's bytes to 8 bytes
   */
  digestOf(era: number): (entry: Uint8Array) => Uint8Array {
    const label = concat(asciiBytes('blacklist digest'), uintBytes(era, 4));
    const tag = cmac(this.#make(derivedKey(this.#root, label)));
    return (entry) => tag(entry).subarray(0, DIGEST_LENGTH);
  }
}
