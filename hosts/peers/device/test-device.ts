/** What a terminal's own chip would give it: ciphers, a digest, and a key of its own. Here AES by @noble/ciphers, and a key that anybody knows. */

import { unsafe } from '@noble/ciphers/aes.js';
import type { Aes, MakeAes } from '../../../src/crypto/aes.js';
import type { Ciphers } from '../../../src/crypto/block-cipher.js';
import { type Sha1, sha1 } from '../../../src/crypto/sha1.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import { testRoot } from '../keys.js';

/** Its own cipher objects encrypt once and expand the key each time: what is inside them is there to be asked directly. */
function aes(key: Uint8Array): Aes {
  const schedule = unsafe.expandKeyLE(key);
  return { encrypt: (block) => unsafe.encryptBlock(schedule, block.slice()) };
}

export interface TestDevice {
  readonly aes: MakeAes;
  readonly ciphers: Ciphers;
  readonly sha1: Sha1;
  readonly key: Uint8Array;
}

/** Of every emulated terminal, down to its device key. */
export function testDevice(): TestDevice {
  return { aes, ciphers: softwareCiphers, sha1, key: testRoot('DEVICE') };
}
