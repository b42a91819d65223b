/** OpenSSL, by way of node:crypto, as the second opinion on every number of src/crypto. */

import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Enciphers full blocks in ECB. OpenSSL's default provider has no single DES: a key of 8 bytes is taken three times. */
export function encryptEcb(key: Uint8Array, blocks: Uint8Array, family: 'des' | 'sm4'): Uint8Array {
  const cipher = createCipheriv(...opensslName(key, family), null).setAutoPadding(false);
  return plain(cipher.update(blocks), cipher.final());
}

export function decryptEcb(key: Uint8Array, blocks: Uint8Array, family: 'des' | 'sm4'): Uint8Array {
  const cipher = createDecipheriv(...opensslName(key, family), null).setAutoPadding(false);
  return plain(cipher.update(blocks), cipher.final());
}

/** CBC over full blocks from IV zero. @returns all the ciphertext */
export function encryptCbc(key: Uint8Array, blocks: Uint8Array, family: 'des' | 'sm4'): Uint8Array {
  const [name, fullKey] = opensslName(key, family);
  const iv = new Uint8Array(family === 'des' ? 8 : 16);
  const cipher = createCipheriv(name.replace('ecb', 'cbc'), fullKey, iv).setAutoPadding(false);
  return plain(cipher.update(blocks), cipher.final());
}

function opensslName(key: Uint8Array, family: 'des' | 'sm4'): [string, Uint8Array] {
  if (family === 'sm4') return ['sm4-ecb', key];
  if (key.length === 8) return ['des-ede3-ecb', Buffer.concat([key, key, key])];
  if (key.length === 16) return ['des-ede3-ecb', Buffer.concat([key, key.subarray(0, 8)])];
  return ['des-ede3-ecb', key];
}

/** A plain Uint8Array, which `toEqual` does not take for a Buffer. */
function plain(...parts: readonly Buffer[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** An endless sequence of bytes from one seed: the same in every run, so that a failure comes back. */
export function seededBytes(seed: string): (length: number) => Uint8Array {
  const key = Buffer.from(seed.padEnd(16).slice(0, 16));
  const stream = createCipheriv('aes-128-ctr', key, new Uint8Array(16));
  return (length) => plain(stream.update(new Uint8Array(length)));
}
