/** The private-key operation of RSA, which the terminal never does: the bank's certificates, the card's signatures. */

import { assert } from '../../src/base/assert.js';
import { toBytes, toNumber } from '../../src/crypto/rsa.js';

/** A private key by the Chinese remainder theorem (PKCS #1, RFC 8017 3.2). p and q are half as long as the modulus. */
export interface RsaPrivateKey {
  readonly p: Uint8Array;
  readonly q: Uint8Array;
  /** d mod p − 1, d mod q − 1, q⁻¹ mod p. */
  readonly dp: Uint8Array;
  readonly dq: Uint8Array;
  readonly qi: Uint8Array;
}

/** Bytes of the modulus. */
export function modulusLength(key: RsaPrivateKey): number {
  return key.p.length + key.q.length;
}

/**
 * block ^ d mod p·q: signs, and deciphers. EMV 4.3 Book 2 B2.1, RFC 8017 5.1.2.
 *
 * @param block as long as the modulus; a number beyond it counts modulo the modulus
 * @returns as long as the modulus
 */
export function applyPrivateRsa(key: RsaPrivateKey, block: Uint8Array): Uint8Array {
  assert(block.length === modulusLength(key), 'an RSA block is as long as the modulus');
  const [p, q, qi] = [key.p, key.q, key.qi].map(toNumber);
  const value = toNumber(block);
  const m1 = power(value % p, toNumber(key.dp), p);
  const m2 = power(value % q, toNumber(key.dq), q);
  const difference = (((m1 - m2) % p) + p) % p;
  return toBytes(m2 + q * ((qi * difference) % p), block.length);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
