/** What a terminal's own chip would give it: AES, and a key of its own. Here by @noble/ciphers, and a key that anybody knows. */

import { unsafe } from '@noble/ciphers/aes.js';
import type { Aes, MakeAes } from '../../../src/crypto/aes.js';
import { testRoot } from '../keys.js';

/** Its own cipher objects encrypt once and expand the key each time: what is inside them is there to be asked directly. */
function aes(key: Uint8Array): Aes {
  const schedule = unsafe.expandKeyLE(key);
  return { encrypt: (block) => unsafe.encryptBlock(schedule, block.slice()) };
}

/** The device key of every emulated terminal. */
export function testDevice(): { readonly aes: MakeAes; readonly key: Uint8Array } {
  return { aes, key: testRoot('DEVICE') };
}
