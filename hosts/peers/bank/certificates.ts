/**
 * Certificates and signed data of a card, each field of which may be given another value than the right one. EMV 4.3 Book 2
 * 5.1 to 5.3, 6.1 to 6.4; emv.md 2.4.
 */

import { concat, EMPTY } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { sha1 } from '../../../src/crypto/sha1.js';
import { misfit } from '../bureau/misfit.js';
import { applyPrivateRsa, modulusLength } from '../rsa-private.js';
import type { RsaKeyPair } from './keys.js';

/** Fields by name in place of the right ones, hexadecimal; `hash` and `key` among them. */
export type CertificateFields = Readonly<Record<string, string>>;

/** A certificate and what of its key did not find room in it. */
export interface Certificate {
  /** 90, 9F46, 9F2D or 93: as long as the signer's modulus. */
  readonly signed: Uint8Array;
  /** 92, 9F48 or 9F2F; empty where the key fits. */
  readonly remainder: Uint8Array;
  /** 9F32, 9F47 or 9F2E. */
  readonly exponent: Uint8Array;
}

/** Bytes of hash and trailer at the end, and the header before everything. */
const FRAME_LENGTH = 22;
const PADDING = 0xbb;
/** Where a profile has its deviations. */
const PATH = 'bank.certificates';
/** MMYY of the issuer's certificates, after that of any card. */
const ISSUER_EXPIRES = '1239';

/**
 * 90, the issuer's key signed by the CA.
 *
 * @param pan digits of one of its cards, of which the first eight identify the issuer
 */
export function issuerCertificate(
  ca: RsaKeyPair,
  issuer: RsaKeyPair,
  pan: string,
  deviations: CertificateFields = {},
): Certificate {
  const head = {
    format: '02',
    issuer: pan.slice(0, 8),
    expires: ISSUER_EXPIRES,
    serial: '000001',
    hashAlgorithm: '01',
    keyAlgorithm: '01',
    keyLength: hexLength(issuer.modulus),
    exponentLength: hexLength(issuer.exponent),
  };
  return certify(ca, issuer, head, EMPTY, deviations);
}

/**
 * 9F46, the card's key, or 9F2D, that for its PIN, signed by the issuer.
 *
 * @param staticData what is signed along; empty for 9F2D (EMV 4.3 Book 2 7.1)
 */
export function cardCertificate(
  issuer: RsaKeyPair,
  card: RsaKeyPair,
  subject: { readonly pan: string; readonly expires: string },
  staticData: Uint8Array,
  deviations: CertificateFields = {},
): Certificate {
  const head = {
    format: '04',
    pan: subject.pan.padEnd(20, 'F'),
    expires: monthOf(subject.expires),
    serial: '000001',
    hashAlgorithm: '01',
    keyAlgorithm: '01',
    keyLength: hexLength(card.modulus),
    exponentLength: hexLength(card.exponent),
  };
  return certify(issuer, card, head, staticData, deviations);
}

/** 93, the static data signed by the issuer, with a data authentication code. */
export function signedStaticData(
  issuer: RsaKeyPair,
  staticData: Uint8Array,
  deviations: CertificateFields = {},
): Uint8Array {
  const head = { format: '03', hashAlgorithm: '01', code: 'DAC1' };
  const body = joined({ ...head, ...only(deviations, head) });
  const padding = new Uint8Array(roomBehind(body, issuer)).fill(PADDING);
  return signed(issuer, concat(body, padding), staticData, deviations);
}

function certify(
  signer: RsaKeyPair,
  subject: RsaKeyPair,
  head: CertificateFields,
  staticData: Uint8Array,
  deviations: CertificateFields,
): Certificate {
  const body = joined({ ...head, ...only(deviations, head) });
  const room = roomBehind(body, signer);
  const key = deviations.key === undefined ? subject.modulus : fromHex(deviations.key);
  const part = new Uint8Array(room).fill(PADDING);
  part.set(key.subarray(0, room));
  const remainder = key.slice(room);
  const hashed = concat(remainder, subject.exponent, staticData);
  return { signed: signed(signer, concat(body, part), hashed, deviations), remainder, exponent: subject.exponent };
}

/** Header ‖ body ‖ SHA-1 of body and what follows it ‖ trailer, under the private key. */
function signed(signer: RsaKeyPair, body: Uint8Array, more: Uint8Array, deviations: CertificateFields): Uint8Array {
  const header = fromHex(deviations.header ?? '6A');
  const hash = deviations.hash === undefined ? sha1(concat(body, more)) : fromHex(deviations.hash);
  const block = concat(header, body, hash, fromHex(deviations.trailer ?? 'BC'));
  if (block.length !== modulusLength(signer.secret)) throw misfit(PATH, 'header 1, hash 20 and trailer 1 byte');
  return applyPrivateRsa(signer.secret, block);
}

/** Bytes between body and hash. @throws FormatError fields that leave none */
function roomBehind(body: Uint8Array, signer: RsaKeyPair): number {
  const room = modulusLength(signer.secret) - FRAME_LENGTH - body.length;
  if (room < 0) throw misfit(PATH, 'longer than the modulus of its signer');
  return room;
}

function joined(head: CertificateFields): Uint8Array {
  return concat(...Object.values(head).map(fromHex));
}

/** The deviations that are fields of this head. */
function only(deviations: CertificateFields, head: CertificateFields): CertificateFields {
  return Object.fromEntries(Object.entries(deviations).filter(([name]) => name in head));
}

/** MMYY of a YYMMDD. */
function monthOf(date: string): string {
  return date.slice(2, 4) + date.slice(0, 2);
}

function hexLength(bytes: Uint8Array): string {
  return toHex(Uint8Array.of(bytes.length));
}
