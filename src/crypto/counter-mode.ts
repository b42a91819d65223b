import { AES_LENGTH, type Aes } from './aes.js';

/**
 * Counter mode (NIST SP 800-38A 6.5), both ways: the counter is the whole block and goes up by one.
 *
 * @param first the first counter block, 16 bytes
 * @returns as many bytes as `data`, new
 */
export function counterMode(aes: Aes, first: Uint8Array, data: Uint8Array): Uint8Array {
  const result = data.slice();
  const counter = first.slice();
  for (let at = 0; at < data.length; at += AES_LENGTH) {
    const stream = aes.encrypt(counter);
    for (let i = at; i < Math.min(at + AES_LENGTH, data.length); i++) result[i] ^= stream[i - at];
    increment(counter);
  }
  return result;
}

function increment(counter: Uint8Array): void {
  for (let i = counter.length - 1; i >= 0; i--) {
    counter[i]++;
    if (counter[i] !== 0) return;
  }
}
