/**
 * Certificates and signatures of a card as EMV 4.3 Book 2 5 and 6 lay them out, made with nothing but node:crypto: the
 * witness for what the terminal reads. Any single field can be made wrong; the hash then covers the wrong field, so that
 * only the check of that field can notice, unless the hash itself is what is wrong.
 */

import { constants, createHash, createPrivateKey, type KeyObject, privateEncrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Fields in hexadecimal. */
type Fields = Readonly<Record<string, string>>;

export interface ForgeKey {
  readonly modulus: string;
  readonly exponent: string;
  /** Modulus bytes. */
  readonly length: number;
  readonly key: KeyObject;
}

/** A key of hosts/samples/keys. Any of them can play any part: an ICC key may sign an issuer's certificate here. */
export function forgeKey(name: string): ForgeKey {
  const file = new URL(`../../hosts/samples/keys/${name}.json`, import.meta.url);
  const parts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  const part = (field: string) => Buffer.from(parts[field], 'hex').toString('base64url');
  const jwk = {
    kty: 'RSA',
    n: part('modulus'),
    e: part('exponent'),
    d: part('privateExponent'),
    p: part('p'),
    q: part('q'),
    dp: part('dp'),
    dq: part('dq'),
    qi: part('qi'),
  };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return { modulus: parts.modulus, exponent: parts.exponent, length: parts.modulus.length / 2, key };
}

export function sha1Hex(hex: string): string {
  return createHash('sha1').update(Buffer.from(hex, 'hex')).digest('hex').toUpperCase();
}

/** Raw RSA with the private key. */
export function signRaw(signer: ForgeKey, block: string): string {
  const bytes = Buffer.from(block, 'hex');
  if (bytes.length !== signer.length) throw new Error(`a block of ${bytes.length} bytes for a key of ${signer.length}`);
  return privateEncrypt({ key: signer.key, padding: constants.RSA_NO_PADDING }, bytes).toString('hex').toUpperCase();
}

const byte = (value: number) => value.toString(16).toUpperCase().padStart(2, '0');

/** Header, fields, hash over the fields and `rest`, trailer. */
function signFields(signer: ForgeKey, fields: readonly string[], rest: string, wrong: Fields): string {
  const message = fields.join('');
  const hash = wrong.hash ?? sha1Hex(message + rest);
  return signRaw(signer, (wrong.header ?? '6A') + message + hash + (wrong.trailer ?? 'BC'));
}

export interface ForgedKey {
  readonly certificate: string;
  /** Empty where the key fits. */
  readonly remainder: string;
  readonly exponent: string;
}

/** The certificate of `subject`'s key by `signer`; `right` has format and identifier, and is overruled by `wrong`. */
function certify(signer: ForgeKey, subject: ForgeKey, right: Fields, staticData: string, wrong: Fields): ForgedKey {
  const room = signer.length - 22 - 10 - right.identifier.length / 2;
  const digits = subject.modulus.slice(0, 2 * room).padEnd(2 * room, 'B');
  const remainder = wrong.remainder ?? subject.modulus.slice(2 * room);
  const exponent = wrong.exponent ?? subject.exponent;
  const fields = [
    wrong.format ?? right.format,
    wrong.identifier ?? right.identifier,
    wrong.expiry ?? '1230',
    wrong.serial ?? '000001',
    wrong.hashAlgorithm ?? '01',
    wrong.keyAlgorithm ?? '01',
    wrong.keyLength ?? byte(subject.length),
    wrong.exponentLength ?? byte(subject.exponent.length / 2),
    wrong.digits ?? digits,
  ];
  return { certificate: signFields(signer, fields, remainder + exponent + staticData, wrong), remainder, exponent };
}

/** 90, 92 and 9F32 (Book 2 table 6). */
export function certifyIssuer(ca: ForgeKey, issuer: ForgeKey, wrong: Fields = {}): ForgedKey {
  return certify(ca, issuer, { format: '02', identifier: '621000FF' }, '', wrong);
}

/** 9F46, 9F48 and 9F47 (Book 2 table 14); with no static data also 9F2D, 9F2F and 9F2E. */
export function certifyCard(issuer: ForgeKey, icc: ForgeKey, staticData: string, wrong: Fields = {}): ForgedKey {
  return certify(issuer, icc, { format: '04', identifier: `${PAN}F`.padEnd(20, 'F') }, staticData, wrong);
}

/** 93 (Book 2 table 7). */
export function signStatic(issuer: ForgeKey, staticData: string, wrong: Fields = {}): string {
  const pad = wrong.pad ?? 'BB'.repeat(issuer.length - 26);
  const fields = [wrong.format ?? '03', wrong.hashAlgorithm ?? '01', wrong.code ?? 'DAC1', pad];
  return signFields(issuer, fields, staticData, wrong);
}

/** 9F4B (Book 2 tables 17 and 22). */
export function signDynamic(icc: ForgeKey, dynamicData: string, terminalData: string, wrong: Fields = {}): string {
  const length = wrong.length ?? byte(dynamicData.length / 2);
  const pad = 'BB'.repeat(icc.length - 25 - dynamicData.length / 2);
  const fields = [wrong.format ?? '05', wrong.hashAlgorithm ?? '01', length, dynamicData, pad];
  return signFields(icc, fields, terminalData, wrong);
}

/** The account of all these cards: BIN 621000, 19 digits. */
export const PAN = '6210000000000000017';

/** A TLV with the shortest length. */
export function tlv(tag: string, value: string): string {
  const length = value.length / 2;
  return tag + (length < 0x80 ? byte(length) : `81${byte(length)}`) + value;
}
