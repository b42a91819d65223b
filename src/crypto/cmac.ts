/** AES-CMAC (NIST SP 800-38B, RFC 4493). */

import { concat, xor } from '../base/bytes.js';
import { AES_LENGTH, type Aes } from './aes.js';
import { padBlocks } from './padding.js';

/** Makes the function that authenticates messages of any length under one key; it gives 16 bytes. */
export function cmac(aes: Aes): (message: Uint8Array) => Uint8Array {
  const whole = doubled(aes.encrypt(new Uint8Array(AES_LENGTH)));
  const padded = doubled(whole);
  return (message) => {
    const isWhole = message.length > 0 && message.length % AES_LENGTH === 0;
    const last = message.length - (isWhole ? AES_LENGTH : message.length % AES_LENGTH);
    let chain: Uint8Array = new Uint8Array(AES_LENGTH);
    for (let at = 0; at < last; at += AES_LENGTH) {
      // What the cipher gives is new each time, and may be written over.
      for (let i = 0; i < AES_LENGTH; i++) chain[i] ^= message[at + i];
      chain = aes.encrypt(chain);
    }
    const end = message.subarray(last);
    return aes.encrypt(xor(xor(chain, isWhole ? end : padBlocks(end, AES_LENGTH)), isWhole ? whole : padded));
  };
}

/** Times x in GF(2^128). */
function doubled(block: Uint8Array): Uint8Array {
  const result = new Uint8Array(AES_LENGTH);
  for (let i = 0; i < AES_LENGTH; i++) result[i] = (block[i] << 1) | ((block[i + 1] ?? 0) >> 7);
  if (block[0] >= 0x80) result[AES_LENGTH - 1] ^= 0x87;
  return result;
}

/**
 * A key for one purpose from another key: NIST SP 800-108r1 in counter mode with CMAC, one block.
 *
 * @param label ASCII
 * @returns 16 bytes
 */
export function derivedKey(aes: Aes, label: Uint8Array): Uint8Array {
  return cmac(aes)(concat(Uint8Array.of(1), label, Uint8Array.of(0, 0, 8 * AES_LENGTH)));
}
