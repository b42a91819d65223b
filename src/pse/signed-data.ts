/**
 * What the certificates and signatures of offline data authentication have in common: the signature scheme with message
 * recovery (EMV 4.3 Book 2 A2.1), with RSA and SHA-1 (B2.1, B3.1; JR/T 0025.7, emv.md 2.4).
 *
 *     6A ‖ format ‖ what is signed … ‖ SHA-1 (20 bytes) ‖ BC, as long as the signer's modulus
 */

import { concat, equalBytes } from '../base/bytes.js';
import { applyRsa, type RsaPublicKey } from '../crypto/rsa.js';
import type { Sha1 } from '../crypto/sha1.js';

/** Which check an authentication did not stand. To the terminal all are one but `data-missing`, which TVR tells too. */
export type Flaw =
  /** an object that the authentication cannot do without is not on the card (Book 3 7.5) */
  | 'data-missing'
  /** a marked record without template 70, or 9F4A with other than 82 in it (Book 3 10.3, Book 2 5.4 step 5) */
  | 'static-data'
  /** the terminal does not have the CA's key, or does not trust it any more (Book 2 5.2) */
  | 'ca-key'
  /** a certificate or signature is not as long as its signer's modulus (step 1) */
  | 'length'
  | 'trailer'
  | 'header'
  | 'format'
  | 'hash-algorithm'
  | 'hash'
  /** the issuer identifier or the PAN in the certificate is not the card's (step 8) */
  | 'identity'
  | 'expired'
  | 'revoked'
  | 'key-algorithm'
  /** a modulus longer than its signer's, or a remainder of another length than the certificate says (Book 2 5.1, 6.1) */
  | 'key-length'
  /** an exponent of another length than the certificate says, or a key that is none (Book 2 5.1, 6.1, B2.1) */
  | 'key'
  /** no DDOL, or one without 9F37 (Book 2 6.5.1) */
  | 'ddol'
  /** ICC dynamic data that do not hold what they must (Book 2 6.5.1, table 19) */
  | 'dynamic-data'
  /** the cryptogram information data are not those that the card signed (Book 2 6.6.2 step 6) */
  | 'cid'
  /** the transaction data hash code is another (Book 2 6.6.2 step 12) */
  | 'transaction-data';

const HASH_LENGTH = 20;
/** The only hash algorithm and the only signature algorithm there are (Book 2 B2.1, B3.1). */
export const ALGORITHM = 0x01;

/** Whether a check found a flaw in place of what it was to give. */
export function isFlaw(result: unknown): result is Flaw {
  return typeof result === 'string';
}

/**
 * Takes a signature back to what was signed, steps 1 to 4 of every chapter of Book 2 5 and 6.
 *
 * @param format 02 issuer key, 03 static data, 04 ICC key, 05 dynamic data
 * @returns as many bytes as the modulus has
 */
export function recover(key: RsaPublicKey, signature: Uint8Array, format: number): Uint8Array | Flaw {
  if (signature.length !== key.modulus.length) return 'length';
  const block = applyRsa(key, signature);
  if (block[block.length - 1] !== 0xbc) return 'trailer';
  if (block[0] !== 0x6a) return 'header';
  if (block[1] !== format) return 'format';
  return block;
}

/** Where the hash in a recovered block begins, which is where what it holds of the message ends. */
export function hashOffset(block: Uint8Array): number {
  return block.length - 1 - HASH_LENGTH;
}

/** Whether the hash in a recovered block is that of the message: from the format on, then what does not fit the block. */
export function isSigned(sha1: Sha1, block: Uint8Array, ...rest: readonly Uint8Array[]): boolean {
  const end = hashOffset(block);
  return equalBytes(sha1(concat(block.subarray(1, end), ...rest)), block.subarray(end, end + HASH_LENGTH));
}
