/**
 * The public keys that a card brings, each in a certificate: the issuer's signed by the certification authority, the
 * card's own signed by the issuer (EMV 4.3 Book 2 5.3, 6.3, 6.4, 7.1; JR/T 0025.7, emv.md 2.4).
 *
 *     6A format | identifier 4 or 10 | expiry MMYY 2 | serial 3 | hash algorithm 1 | key algorithm 1 |
 *     key length 1 | exponent length 1 | leftmost digits of the key | SHA-1 20 | BC
 */

import { concat, EMPTY, equalBytes } from '../base/bytes.js';
import { toHex } from '../base/hex.js';
import { isUsableKey, type RsaPublicKey } from '../crypto/rsa.js';
import type { Sha1 } from '../crypto/sha1.js';
import type { DataObjects } from './data-objects.js';
import type { CaKey, RevokedCertificate } from './parameters.js';
import { ALGORITHM, type Flaw, hashOffset, isFlaw, isSigned, recover } from './signed-data.js';

/** Where a key lies on the card: the tags of its certificate, the rest of its modulus, and its exponent. */
interface KeyTags {
  readonly certificate: number;
  readonly remainder: number;
  readonly exponent: number;
}

const ISSUER_KEY: KeyTags = Object.freeze({ certificate: 0x90, remainder: 0x92, exponent: 0x9f32 });
const ICC_KEY: KeyTags = Object.freeze({ certificate: 0x9f46, remainder: 0x9f48, exponent: 0x9f47 });
const PIN_KEY: KeyTags = Object.freeze({ certificate: 0x9f2d, remainder: 0x9f2f, exponent: 0x9f2e });

const PAN_TAG = 0x5a;
const ISSUER_FORMAT = 0x02;
const ICC_FORMAT = 0x04;
/** Format and frame before the identifier. */
const IDENTIFIER_OFFSET = 2;
const ISSUER_IDENTIFIER_LENGTH = 4;
const PAN_LENGTH = 10;

/** A certificate's fields, its hash proved. */
interface Certificate {
  readonly identifier: Uint8Array;
  /** MMYY */
  readonly expiry: Uint8Array;
  readonly serial: Uint8Array;
  readonly keyAlgorithm: number;
  readonly key: RsaPublicKey;
}

/**
 * The issuer's key out of 90, 92 and 9F32 (Book 2 5.3, the same as 6.3).
 *
 * @param today YYYYMMDD
 */
export function recoverIssuerKey(
  sha1: Sha1,
  card: DataObjects,
  caKey: CaKey,
  revoked: readonly RevokedCertificate[],
  today: string,
): RsaPublicKey | Flaw {
  const certificate = openCertificate(sha1, card, ISSUER_KEY, caKey, ISSUER_FORMAT, EMPTY);
  if (isFlaw(certificate)) return certificate;
  // step 8: the leftmost 3 to 8 digits of the PAN
  if (!isIssuerOf(certificate.identifier, card.get(PAN_TAG))) return 'identity';
  // step 9
  if (isExpired(certificate.expiry, today)) return 'expired';
  // step 10, and 5.1.2
  if (isRevoked(certificate.serial, caKey, revoked)) return 'revoked';
  // step 11
  if (certificate.keyAlgorithm !== ALGORITHM) return 'key-algorithm';
  // step 12
  return certificate.key;
}

/**
 * The card's own key out of 9F46, 9F48 and 9F47 (Book 2 6.4).
 *
 * @param staticData what the records hold that is to be authenticated, and the AIP where 9F4A wants it
 * @param today YYYYMMDD
 */
export function recoverIccKey(
  sha1: Sha1,
  card: DataObjects,
  issuerKey: RsaPublicKey,
  staticData: Uint8Array,
  today: string,
): RsaPublicKey | Flaw {
  return recoverCardKey(sha1, card, ICC_KEY, issuerKey, staticData, today);
}

/** The key of the card for nothing but PINs, out of 9F2D, 9F2F and 9F2E; no static data are signed with it (Book 2 7.1). */
export function recoverPinKey(
  sha1: Sha1,
  card: DataObjects,
  issuerKey: RsaPublicKey,
  today: string,
): RsaPublicKey | Flaw {
  return recoverCardKey(sha1, card, PIN_KEY, issuerKey, EMPTY, today);
}

function recoverCardKey(
  sha1: Sha1,
  card: DataObjects,
  tags: KeyTags,
  issuerKey: RsaPublicKey,
  staticData: Uint8Array,
  today: string,
): RsaPublicKey | Flaw {
  const certificate = openCertificate(sha1, card, tags, issuerKey, ICC_FORMAT, staticData);
  if (isFlaw(certificate)) return certificate;
  // step 8
  if (digitsOf(certificate.identifier) !== digitsOf(card.get(PAN_TAG) ?? EMPTY)) return 'identity';
  // step 9
  if (isExpired(certificate.expiry, today)) return 'expired';
  // step 10
  if (certificate.keyAlgorithm !== ALGORITHM) return 'key-algorithm';
  // step 11
  return certificate.key;
}

/** Steps 1 to 7 of 5.3 and of 6.4, and what 5.1 and 6.1 say of the lengths of keys. */
function openCertificate(
  sha1: Sha1,
  card: DataObjects,
  tags: KeyTags,
  signer: RsaPublicKey,
  format: typeof ISSUER_FORMAT | typeof ICC_FORMAT,
  staticData: Uint8Array,
): Certificate | Flaw {
  const signature = cardValue(card, tags.certificate);
  const exponent = cardValue(card, tags.exponent);
  if (signature === undefined || exponent === undefined) return 'data-missing';
  // steps 1 to 4
  const block = recover(signer, signature, format);
  if (isFlaw(block)) return block;
  const expiryAt = IDENTIFIER_OFFSET + (format === ISSUER_FORMAT ? ISSUER_IDENTIFIER_LENGTH : PAN_LENGTH);
  const [hashAlgorithm, keyAlgorithm, keyLength, exponentLength] = block.subarray(expiryAt + 5, expiryAt + 9);
  const digits = block.subarray(expiryAt + 9, hashOffset(block));
  const remainder = cardValue(card, tags.remainder);
  // Book 3 7.5: the key does not fit the certificate and its rest is nowhere
  if (keyLength > digits.length && remainder === undefined) return 'data-missing';
  // steps 5 to 7
  if (hashAlgorithm !== ALGORITHM) return 'hash-algorithm';
  if (!isSigned(sha1, block, remainder ?? EMPTY, exponent, staticData)) return 'hash';
  const key = assembleKey(signer, digits, remainder ?? EMPTY, keyLength, exponent, exponentLength);
  if (isFlaw(key)) return key;
  return {
    identifier: block.slice(IDENTIFIER_OFFSET, expiryAt),
    expiry: block.slice(expiryAt, expiryAt + 2),
    serial: block.slice(expiryAt + 2, expiryAt + 5),
    keyAlgorithm,
    key,
  };
}

/** Leftmost digits and remainder; digits that a short key leaves over are BB, and a remainder beside them says nothing. */
function assembleKey(
  signer: RsaPublicKey,
  digits: Uint8Array,
  remainder: Uint8Array,
  keyLength: number,
  exponent: Uint8Array,
  exponentLength: number,
): RsaPublicKey | Flaw {
  if (keyLength > signer.modulus.length) return 'key-length';
  if (keyLength > digits.length && keyLength !== digits.length + remainder.length) return 'key-length';
  if (exponent.length !== exponentLength) return 'key';
  const key = { modulus: concat(digits, remainder).slice(0, keyLength), exponent };
  return isUsableKey(key) ? key : 'key';
}

/** What the card says under a tag; an object without value counts as none. */
export function cardValue(card: DataObjects, tag: number): Uint8Array | undefined {
  const value = card.get(tag);
  return value?.length === 0 ? undefined : value;
}

/** Whether an issuer identifier, 3 to 8 digits and F, begins this PAN. */
function isIssuerOf(identifier: Uint8Array, pan: Uint8Array | undefined): boolean {
  const digits = digitsOf(identifier);
  return digits.length >= 3 && digitsOf(pan ?? EMPTY).startsWith(digits);
}

/** Compressed numeric digits as text without the F behind them. */
function digitsOf(digits: Uint8Array): string {
  return toHex(digits).replace(/F+$/, '');
}

/** Whether the last day of a month MMYY is past. A month that is none is past; years from 50 on are 19YY (Book 4 6.7.3). */
function isExpired(expiry: Uint8Array, today: string): boolean {
  const text = toHex(expiry);
  if (!/^(0[1-9]|1[0-2])\d\d$/.test(text)) return true;
  const month = text.slice(0, 2);
  const year = text.slice(2);
  return `${year >= '50' ? '19' : '20'}${year}${month}` < today.slice(0, 6);
}

function isRevoked(serial: Uint8Array, caKey: CaKey, revoked: readonly RevokedCertificate[]): boolean {
  return revoked.some(
    (entry) => entry.index === caKey.index && equalBytes(entry.rid, caKey.rid) && equalBytes(entry.serial, serial),
  );
}
