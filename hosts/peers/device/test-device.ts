/** What a terminal's own chip would give it: AES, and a key of its own. Here by @noble/ciphers, and a key that anybody knows. */

import { ecb } from '@noble/ciphers/aes.js';
import type { Aes, MakeAes } from '../../../src/crypto/aes.js';
import { testRoot } from '../keys.js';

/** Its cipher objects encrypt once. */
function aes(key: Uint8Array): Aes {
  const own = key.slice();
  return { encrypt: (block) => ecb(own, { disablePadding: true }).encrypt(block) };
}

/** The device key of every emulated terminal. */
export function testDevice(): { readonly aes: MakeAes; readonly key: Uint8Array } {
  return { aes, key: testRoot('DEVICE') };
}
