/**
 * The public-key operation of RSA (EMV 4.3 Book 2 B2.1): recovery of what a private key signed, and encipherment of a
 * PIN. By BigInt, which XS does nearly as fast as anything native.
 */

import { assert } from '../base/assert.js';

export interface RsaPublicKey {
  /** 64 to 248 bytes, big-endian, its first bit set. */
  readonly modulus: Uint8Array;
  /** `03` or `010001`, the only exponents that EMV knows; zeros may lead. */
  readonly exponent: Uint8Array;
}

/** 512 bits: room for the longest that a card signs, the ICC dynamic data of CDA with its frame. */
const MODULUS_MIN = 64;
/** 1984 bits, the upper bound for every modulus (EMV 4.3 Book 2 5.1, 6.1). */
const MODULUS_MAX = 248;

/**
 * Whether a key can be used: its modulus 64 to 248 bytes, the first bit set (EMV 4.3 Book 2 5.1) and odd, as a product of
 * primes is; its exponent 3 or 65537 (B2.1). A key out of a certificate is asked this before it meets {@link applyRsa}.
 */
export function isUsableKey(key: RsaPublicKey): boolean {
  const { modulus } = key;
  const { length } = modulus;
  if (length < MODULUS_MIN || length > MODULUS_MAX) return false;
  return modulus[0] >= 0x80 && modulus[length - 1] % 2 === 1 && exponentOf(key) !== undefined;
}

/**
 * block ^ exponent mod modulus.
 *
 * @param key one that {@link isUsableKey}
 * @param block as long as the modulus; a number beyond it counts modulo the modulus
 * @returns as long as the modulus, new
 */
export function applyRsa(key: RsaPublicKey, block: Uint8Array): Uint8Array {
  assert(isUsableKey(key), 'an RSA key is checked before it is used');
  assert(block.length === key.modulus.length, 'an RSA block is as long as the modulus');
  const modulus = toNumber(key.modulus);
  const base = toNumber(block) % modulus;
  let power = base;
  if (exponentOf(key) === 65537) for (let i = 0; i < 16; i++) power = (power * power) % modulus;
  else power = (power * power) % modulus;
  return toBytes((power * base) % modulus, block.length);
}

function exponentOf({ exponent }: RsaPublicKey): 3 | 65537 | undefined {
  let value = 0;
  for (const byte of exponent) value = Math.min(value * 256 + byte, 0x1000000);
  return value === 3 || value === 65537 ? value : undefined;
}

/** Big-endian bytes as a number, eight at a time: a detour by way of hexadecimal costs more than the exponentiation. */
export function toNumber(bytes: Uint8Array): bigint {
  const words = new DataView(new ArrayBuffer(Math.ceil(bytes.length / 8) * 8));
  new Uint8Array(words.buffer).set(bytes, words.byteLength - bytes.length);
  let value = 0n;
  for (let offset = 0; offset < words.byteLength; offset += 8) value = (value << 64n) | words.getBigUint64(offset);
  return value;
}

/** A number as `length` big-endian bytes; it must fit. */
export function toBytes(value: bigint, length: number): Uint8Array {
  const words = new DataView(new ArrayBuffer(Math.ceil(length / 8) * 8));
  let rest = value;
  for (let offset = words.byteLength - 8; offset >= 0; offset -= 8) {
    words.setBigUint64(offset, BigInt.asUintN(64, rest));
    rest >>= 64n;
  }
  return new Uint8Array(words.buffer).slice(words.byteLength - length);
}
