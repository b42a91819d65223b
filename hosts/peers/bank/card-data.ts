/** What the bank writes on a card, by tag: the suggested personalisation of emv.md 2.2, made from a bank profile. */

import { asciiBytes, concat, EMPTY } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { encodeBcd } from '../../../src/codec/bcd.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import { cardCertificate, issuerCertificate, signedStaticData } from './certificates.js';
import { bankKey, type RsaKeyPair } from './keys.js';
import type { BankApplication, BankProfile } from './profile.js';

/** Values by tag. */
export type Values = ReadonlyMap<number, Uint8Array>;

export interface PlannedRecord {
  readonly sfi: number;
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** One application as it is to lie on the card. */
export interface ApplicationPlan {
  readonly aid: Uint8Array;
  /** Contents of A5. */
  readonly proprietary: Uint8Array;
  readonly records: readonly PlannedRecord[];
  /** Values that the card keeps for itself and for GET DATA. */
  readonly objects: Values;
  readonly cardKey: RsaKeyPair | undefined;
  readonly pinKey: RsaKeyPair | undefined;
}

/** AIP by the best authentication: cardholder verification, terminal risk management, issuer authentication always. */
const PROFILES: Readonly<Record<BankProfile['authentication'], string>> = Object.freeze({
  none: '1C00',
  sda: '5C00',
  dda: '7C00',
  cda: '7D00',
});

const CDOL1 = '9F02069F03069F1A0295055F2A029A039C019F37049F21039F4E14';
const LOG_FORMAT = '9A039F21039F02069F03069F1A025F2A029F4E149C019F3602';
/** SFI and records of the transaction log. */
const LOG_ENTRY = '0B0A';

/** Values that depend on nothing. Domestic only, for RMB; action codes as the terminal's (emv.md 2.11). */
const STANDARD: Readonly<Record<string, string>> = Object.freeze({
  '50': '',
  '8E': '000000000000000042031E031F00',
  '8C': CDOL1,
  '8D': `8A02${CDOL1}`,
  '5F28': '0156',
  '5F2D': '7A68',
  '5F30': '0220',
  '9F07': 'AB00',
  '9F08': '0020',
  '9F0D': 'D84000A800',
  '9F0E': '0010000000',
  '9F0F': 'D84004F800',
  '9F11': '01',
  '9F14': '0A',
  '9F23': '14',
  '9F42': '0156',
  '9F44': '02',
  '9F49': '9F3704',
  '9F4D': LOG_ENTRY,
  '9F4F': LOG_FORMAT,
  '9F51': '0156',
  '9F52': 'C000',
  '9F53': '00',
  '9F54': '000000100000',
  '9F56': '80',
  '9F57': '0156',
  '9F58': '0A',
  '9F59': '14',
  '9F5C': '000000200000',
  '9F63': '30343832303030300000000000000000',
  '9F72': '00',
});

/** Records of the files, tags in order: SFI 1 the account, SFI 2 what is signed and what is not, SFI 3 certificates. */
const FILES: readonly (readonly [sfi: number, records: readonly (readonly number[])[]])[] = Object.freeze([
  [1, [[0x57, 0x9f1f]]],
  [
    2,
    [
      [0x5f25, 0x5f24, 0x9f07, 0x5a, 0x5f34, 0x9f0d, 0x9f0e, 0x9f0f, 0x8e, 0x5f28, 0x9f4a, 0x9f61, 0x9f62],
      [0x8c, 0x8d, 0x9f08, 0x9f14, 0x9f23, 0x5f30, 0x9f42, 0x9f44, 0x9f49, 0x9f63],
    ],
  ],
  [3, [[0x8f, 0x9f32, 0x92], [0x90], [0x93], [0x9f46], [0x9f47, 0x9f48], [0x9f2d], [0x9f2e, 0x9f2f]]],
] as const);

/** The one record whose data is signed: SFI 2, record 1. */
const SIGNED_SFI = 2;
const SIGNED_RECORD = 1;

const FCI_TAGS: readonly number[] = Object.freeze([0x50, 0x87, 0x9f38, 0x5f2d, 0x9f11, 0x9f12]);
/** Values that the card itself works with: AIP, AFL, CDOLs, and what lies in no record. */
const INTERNAL_TAGS: readonly number[] = Object.freeze([
  0x82, 0x94, 0x8c, 0x8d, 0x9f38, 0x9f49, 0x9f4f, 0x9f51, 0x9f52, 0x9f53, 0x9f54, 0x9f56, 0x9f57, 0x9f58, 0x9f59,
  0x9f5c, 0x9f5d, 0x9f68, 0x9f6b, 0x9f6d, 0x9f72, 0x9f73, 0x9f75, 0x9f76, 0x9f77, 0x9f78, 0x9f79, 0xdf4f,
]);

/** Lays one application out. Same profile, same bytes. */
export function planApplication(profile: BankProfile, application: BankApplication): ApplicationPlan {
  const wanted = { ...profile.tags, ...application.tags };
  const values = standardValues(profile, application);
  replace(values, wanted);
  certify(values, profile);
  replace(values, wanted);
  const records = replaceRecords(plannedRecords(values), profile.records ?? {});
  if (!values.has(0x94)) values.set(0x94, fileLocator(records, profile));
  const signs = profile.authentication === 'dda' || profile.authentication === 'cda';
  return {
    aid: fromHex(application.aid),
    proprietary: proprietaryTemplate(values),
    records,
    objects: new Map([...values].filter(([tag]) => INTERNAL_TAGS.includes(tag))),
    cardKey: signs ? bankKey(cardKeyName(profile)) : undefined,
    pinKey: profile.pinKey && bankKey(profile.pinKey),
  };
}

function standardValues(profile: BankProfile, application: BankApplication): Map<number, Uint8Array> {
  const { pan, panSequence, effective, expires, authentication, document } = profile;
  const values = new Map(Object.entries(STANDARD).map(([tag, value]) => [Number.parseInt(tag, 16), fromHex(value)]));
  const set = (tag: number, value: Uint8Array) => void values.set(tag, value);
  const priority = (application.priority ?? 1) | (application.confirm === true ? 0x80 : 0x00);
  set(0x50, asciiBytes(application.label));
  set(0x87, Uint8Array.of(priority));
  set(0x82, fromHex(PROFILES[authentication]));
  set(0x5a, encodeBcd(pan, Math.ceil(pan.length / 2)));
  set(0x57, trackTwo(profile));
  set(0x9f1f, asciiBytes('00000000000000'));
  set(0x5f34, fromHex(panSequence));
  set(0x5f25, fromHex(effective));
  set(0x5f24, fromHex(expires));
  if (profile.cvmList !== undefined) set(0x8e, fromHex(profile.cvmList));
  if (document !== undefined) {
    set(0x9f61, asciiBytes(document.number));
    set(0x9f62, fromHex(document.type));
  }
  if (authentication === 'none') values.delete(0x9f49);
  else set(0x9f4a, fromHex('82'));
  return values;
}

/** 57: PAN D expiry service code discretionary data, F to a whole byte. */
export function trackTwo({ pan, expires }: BankProfile): Uint8Array {
  const track = `${pan}D${expires.slice(0, 4)}2200000000000`;
  return fromHex(track.length % 2 === 0 ? track : `${track}F`);
}

/** Certificates over what the records hold by now. */
function certify(values: Map<number, Uint8Array>, profile: BankProfile): void {
  const { authentication, pan, expires, certificates = {} } = profile;
  if (authentication === 'none') return;
  const subject = { pan, expires };
  const issuerKey = bankKey(profile.issuerKey ?? 'issuer-1408-3');
  const ca = profile.ca ?? 'F8';
  const issuer = issuerCertificate(bankKey(ca), issuerKey, pan, certificates.issuer);
  put(values, { 143: fromHex(ca), 144: issuer.signed, 146: issuer.remainder, 40754: issuer.exponent });

  const staticData = concat(signedContents(values), values.has(0x9f4a) ? (values.get(0x82) ?? EMPTY) : EMPTY);
  put(values, { 147: signedStaticData(issuerKey, staticData, certificates.data) });
  if (authentication === 'sda') return;
  const cardKey = bankKey(cardKeyName(profile));
  const card = cardCertificate(issuerKey, cardKey, subject, staticData, certificates.card);
  put(values, { 40774: card.signed, 40775: card.exponent, 40776: card.remainder });
  if (profile.pinKey === undefined) return;
  const pin = cardCertificate(issuerKey, bankKey(profile.pinKey), subject, EMPTY, certificates.pin);
  put(values, { 40749: pin.signed, 40750: pin.exponent, 40751: pin.remainder });
}

function cardKeyName(profile: BankProfile) {
  return profile.cardKey ?? 'icc-1152-3';
}

/** The value of template 70 of the signed record. */
function signedContents(values: Values): Uint8Array {
  const tags = FILES.find(([sfi]) => sfi === SIGNED_SFI)?.[1][SIGNED_RECORD - 1] ?? [];
  return objects(values, tags);
}

function plannedRecords(values: Values): PlannedRecord[] {
  const placed = new Set(FILES.flatMap(([, records]) => records.flat()));
  const elsewhere = new Set([...FCI_TAGS, ...INTERNAL_TAGS, 0x9f4d]);
  const extra = [...values.keys()].filter((tag) => !placed.has(tag) && !elsewhere.has(tag));
  return FILES.flatMap(([sfi, records]) =>
    records
      .map((tags, i) => (sfi === SIGNED_SFI && i === SIGNED_RECORD ? [...tags, ...extra] : tags))
      .map((tags) => objects(values, tags))
      .filter((contents) => contents.length > 0)
      .map((contents, i) => ({ sfi, number: i + 1, bytes: encodeTlv(0x70, contents) })),
  );
}

function replaceRecords(
  records: readonly PlannedRecord[],
  replacements: Readonly<Record<string, string | null>>,
): PlannedRecord[] {
  const kept = records.filter(({ sfi, number }) => !(`${sfi}.${number}` in replacements));
  const fresh = Object.entries(replacements).flatMap(([place, hex]) => {
    const [sfi, number] = place.split('.').map(Number);
    return hex === null ? [] : [{ sfi, number, bytes: fromHex(hex) }];
  });
  return [...kept, ...fresh].sort((a, b) => a.sfi - b.sfi || a.number - b.number);
}

/** 94: one entry a file, from its first record to its last. */
function fileLocator(records: readonly PlannedRecord[], { authentication }: BankProfile): Uint8Array {
  const files = [...new Set(records.map(({ sfi }) => sfi))];
  return concat(
    ...files.map((sfi) => {
      const numbers = records.filter((record) => record.sfi === sfi).map(({ number }) => number);
      const signed = sfi === SIGNED_SFI && authentication !== 'none' ? 1 : 0;
      return Uint8Array.of(sfi << 3, Math.min(...numbers), Math.max(...numbers), signed);
    }),
  );
}

function proprietaryTemplate(values: Values): Uint8Array {
  const log = values.get(0x9f4d);
  const discretionary = log === undefined ? EMPTY : encodeTlv(0xbf0c, encodeTlv(0x9f4d, log));
  return concat(objects(values, FCI_TAGS), discretionary);
}

/** The objects of these tags that there are, each with a value. */
function objects(values: Values, tags: readonly number[]): Uint8Array {
  return concat(
    ...tags.map((tag) => {
      const value = values.get(tag);
      return value === undefined || value.length === 0 ? EMPTY : encodeTlv(tag, value);
    }),
  );
}

function replace(values: Map<number, Uint8Array>, replacements: Readonly<Record<string, string | null>>): void {
  for (const [tag, hex] of Object.entries(replacements)) {
    const key = Number.parseInt(tag, 16);
    if (hex === null) values.delete(key);
    else values.set(key, fromHex(hex));
  }
}

function put(values: Map<number, Uint8Array>, fresh: Readonly<Record<number, Uint8Array>>): void {
  for (const [tag, value] of Object.entries(fresh)) if (value.length > 0) values.set(Number(tag), value);
}
