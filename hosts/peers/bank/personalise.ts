/**
 * The bank's personalisation line: PSE's applications laid out under PSE's own master key, by the commands that any
 * personaliser would use. Nothing of SSSE is touched, and the card master key is not needed. emv.md 2.2; policy, 安全体系.
 */

import { asciiBytes, concat, uintBytes } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { encodeBcd } from '../../../src/codec/bcd.js';
import { decodeDol, dolLength } from '../../../src/codec/dol.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import { cardKeyOf } from '../../../src/crypto/payment-keys.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { Desk } from '../bureau/desk.js';
import type { CardKey } from '../bureau/hsm.js';
import type { RsaPrivateKey } from '../rsa-private.js';
import { type ApplicationPlan, planApplication } from './card-data.js';
import { type IssuerMasterKey, issuerMasterKey } from './keys.js';
import type { BankProfile } from './profile.js';

const MASTER_FILE = 0x3f00;
/** FID of PSE, as the card maker created it [TP]. */
const PSE_FID = 0xddf2;
/** First FID of the applications [TP]. */
const APPLICATION_FID = 0xdf11;
const DIRECTORY_SFI = 0x01;
/** SFI and records of the log, as 9F4D says. */
const LOG_SFI = 0x0b;
const LOG_RECORDS = 10;

/** Key record: type, id, version, algorithm, tries, level; types of this COS [TP]. */
const KEY_TYPE = Object.freeze({ master: 0x00, pin: 0x01, cryptogram: 0x10, scriptMac: 0x11, scriptEncryption: 0x12 });
const VERSION = 0x01;
const TRIPLE_DES = 0x00;
const ENDLESS = 0xff;
const MASTER_TRIES = 10;
const PIN_TRIES = 3;
const PIN_LENGTH = 8;

const STRUCTURE = Object.freeze({ linear: 0x05, cyclic: 0x06 });
const FREE = '000000';
const NEVER = 'FF0000';
/** By the MAC key of scripts. */
const BY_SCRIPT = '02A000';
/** Room that a file keeps for longer records [TP]. */
const SLACK = 0x40;

/** Identifiers of STORE DATA that are no tags [TP], EMV CPS. */
const FCI_PROPRIETARY = 0x00a5;
const TEMPLATES = 0xdf02;
const CARD_KEY = 0x8201;
const PIN_KEY = 0x8301;
const SEALED = 0x60;

/** What the steps share. */
interface Line {
  readonly desk: Desk;
  readonly profile: BankProfile;
  /** PSE's master key that came with the batch. */
  readonly masterKey: CardKey;
}

/** Fills PSE by the profile, ends its personalisation and gives it a master key of its own. */
export function personaliseBank(desk: Desk, profile: BankProfile, masterKey: CardKey): void {
  const line: Line = { desk, profile, masterKey };
  desk.selectDirectory(MASTER_FILE);
  desk.selectDirectory(PSE_FID);
  desk.authenticate(0x00, masterKey);
  makeDirectory(line);
  if (profile.pin !== null) {
    const record = keyRecord(KEY_TYPE.pin, profile.pinTries ?? PIN_TRIES, encodeBcd(profile.pin, PIN_LENGTH));
    loadKey(line, record);
  }
  profile.applications.forEach((application, i) => {
    makeApplication(line, planApplication(profile, application), APPLICATION_FID + i);
  });
  desk.selectDirectory(PSE_FID);
  desk.secured({ ins: 0x44, p1: 0x00, p2: 0x00 }, masterKey);
  const own = keyRecord(KEY_TYPE.master, MASTER_TRIES, ownKey(profile, 'MKPSE'));
  desk.secured({ ins: 0xd4, p1: 0x01, p2: 0x00, data: own, secret: true }, masterKey);
}

/** The card's own key of one of the issuer's master keys, 16 bytes. emv.md 2.8. */
export function ownKey(profile: BankProfile, name: IssuerMasterKey): Uint8Array {
  return cardKeyOf(softwareCiphers, issuerMasterKey(name), profile.pan, profile.panSequence);
}

/** FCI of PSE and the directory file, a record an application: 70 { 61 { 4F, 50, 87 } }. emv.md 2.1. */
function makeDirectory(line: Line): void {
  const language = concat(encodeTlv(0x5f2d, asciiBytes('zh')), encodeTlv(0x9f11, Uint8Array.of(0x01)));
  store(line, FCI_PROPRIETARY, concat(encodeTlv(0x88, Uint8Array.of(DIRECTORY_SFI)), language));
  const records = line.profile.applications.map(({ aid, label, priority = 1, confirm = false }) => {
    const order = encodeTlv(0x87, Uint8Array.of(priority | (confirm ? 0x80 : 0x00)));
    return encodeTlv(0x70, encodeTlv(0x61, encodeTlv(0x4f, fromHex(aid)), encodeTlv(0x50, asciiBytes(label)), order));
  });
  makeFile(line, DIRECTORY_SFI, records, NEVER);
}

function makeApplication(line: Line, plan: ApplicationPlan, fid: number): void {
  const { desk, profile, masterKey } = line;
  const template = encodeTlv(0x62, encodeTlv(0x83, uintBytes(fid, 2)), encodeTlv(0x84, plan.aid));
  desk.secured({ ins: 0xe0, p1: 0x01, p2: 0x00, data: template }, masterKey);
  loadKey(line, keyRecord(KEY_TYPE.cryptogram, ENDLESS, ownKey(profile, 'IMKAC')));
  loadKey(line, keyRecord(KEY_TYPE.scriptMac, ENDLESS, ownKey(profile, 'IMKMAC')));
  loadKey(line, keyRecord(KEY_TYPE.scriptEncryption, ENDLESS, ownKey(profile, 'IMKENC')));
  if (plan.cardKey !== undefined) storePrivateKey(line, CARD_KEY, plan.cardKey.secret);
  if (plan.pinKey !== undefined) storePrivateKey(line, PIN_KEY, plan.pinKey.secret);
  store(line, FCI_PROPRIETARY, plan.proprietary);
  for (const [tag, value] of plan.objects) store(line, tag, value);
  store(line, TEMPLATES, Uint8Array.of(templateFlags(profile)));
  for (const sfi of new Set(plan.records.map((record) => record.sfi))) {
    const records: Uint8Array[] = [];
    for (const { number, bytes } of plan.records.filter((record) => record.sfi === sfi)) {
      // A number that the deviations left out still takes its place: an empty template.
      while (records.length < number - 1) records.push(encodeTlv(0x70));
      records.push(bytes);
    }
    makeFile(line, sfi, records, BY_SCRIPT);
  }
  makeLog(line, plan);
}

/** 9F4D says where the log is and how long, 9F4F how long its records are. */
function makeLog(line: Line, plan: ApplicationPlan): void {
  const format = plan.objects.get(0x9f4f);
  if (format === undefined) return;
  const shape = encodeTlv(0x81, Uint8Array.of(dolLength(decodeDol(format)), LOG_RECORDS));
  createFile(line, STRUCTURE.cyclic, LOG_SFI, shape, NEVER);
}

/** A file of records, filled. */
function makeFile(line: Line, sfi: number, records: readonly Uint8Array[], write: string): void {
  const size = records.reduce((sum, record) => sum + record.length, SLACK);
  createFile(line, STRUCTURE.linear, sfi, encodeTlv(0x80, uintBytes(size, 2)), write);
  for (const [i, data] of records.entries()) line.desk.perform({ cla: 0x00, ins: 0xdc, p1: i + 1, p2: 0x04, data });
}

function createFile(line: Line, structure: number, sfi: number, shape: Uint8Array, write: string): void {
  const template = encodeTlv(
    0x62,
    encodeTlv(0x82, Uint8Array.of(structure)),
    encodeTlv(0x83, uintBytes(0xef00 + sfi, 2)),
    shape,
    encodeTlv(0x88, Uint8Array.of(sfi)),
    encodeTlv(0x86, fromHex(FREE + write)),
  );
  line.desk.secured({ ins: 0xe0, p1: 0x02, p2: 0x00, data: template }, line.masterKey);
}

function storePrivateKey(line: Line, first: number, key: RsaPrivateKey): void {
  [key.qi, key.dq, key.dp, key.q, key.p].forEach((part, i) => {
    store(line, first + i, part, true);
  });
}

/** STORE DATA; what has no bytes is not stored. */
function store(line: Line, id: number, value: Uint8Array, secret = false): void {
  if (value.length === 0) return;
  const data = concat(uintBytes(id, 2), Uint8Array.of(value.length), value);
  line.desk.secured({ ins: 0xe2, p1: secret ? SEALED : 0x00, p2: 0x00, data, secret }, line.masterKey);
}

function loadKey(line: Line, record: Uint8Array): void {
  line.desk.secured({ ins: 0xd4, p1: 0x00, p2: 0x00, data: record, secret: true }, line.masterKey);
}

function keyRecord(type: number, tries: number, value: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(type, 0x00, VERSION, TRIPLE_DES, tries, 0x00), value);
}

function templateFlags({ templates = [] }: BankProfile): number {
  const flags = { gpo: 0x01, ac: 0x02, dda: 0x04 };
  return templates.reduce((byte, name) => byte | flags[name], 0x00);
}
