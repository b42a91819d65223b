/**
 * Issues a card: takes a blank one through card maker and bureau with the commands that a real personalisation line would
 * send, and through what has happened to it since. Nothing is poked into its memory. SPEC-10; sscard.md 15.
 */

import { assert } from '../../../src/base/assert.js';
import { concat, uintBytes } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { encodeGbk } from '../../../src/codec/gbk.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import { ageBankCard } from '../bank/after-issue.js';
import { personaliseBank } from '../bank/personalise.js';
import { createCard } from '../card/card.js';
import type { CardImage } from '../card/image.js';
import type { RandomBytes } from '../chip.js';
import { ageCard } from './after-issue.js';
import { blankCard, DIR_SFI, historicalBytes, makeEnvironments } from './card-maker.js';
import { cardIdentifierHead, fileContent } from './contents.js';
import { Desk } from './desk.js';
import {
  directoryFileParameters,
  directoryParameters,
  fileParameters,
  internalFileParameters,
} from './file-parameters.js';
import { batchKey, type CardKey, cardIdentifierCode, cardKey } from './hsm.js';
import { keyRowsOf, masterKeyRecord, pinRecord, tableKeyRecord } from './key-records.js';
import type { LayoutDirectory, LayoutFile } from './layout.js';
import { layoutOf } from './layouts.js';
import { ACCOUNT_FILE, initialAccount } from './medical-account.js';
import type { CardProfile } from './profile.js';

/** DIR of SSSE, FID [TP] as the PSAM's. */
const DIR_FILE = 0x0001;
const MEDICAL_LOG = 'DF04EF08';
/** Most data of one UPDATE BINARY. */
const CHUNK = 0xf0;

/** What the steps of one card share. */
interface Job {
  readonly desk: Desk;
  readonly profile: CardProfile;
  /** The card's own key of a name. */
  readonly keyNamed: (name: string) => CardKey;
  /** SSSE's master key in power until the bureau gives the card its own. */
  readonly masterKey: CardKey;
  readonly cardIdentifier: Uint8Array;
}

/**
 * Makes the card of a profile.
 *
 * @param profile as parseCardProfile gives it
 * @param random the card's and the bureau's random numbers; the same ones give the same card
 * @throws FormatError a bank's half that is wrong on purpose beyond what a card can hold
 */
export function issueCard(profile: CardProfile, random: RandomBytes): CardImage {
  const card = createCard(blankCard(profile), random);
  const desk = new Desk(card, random);
  const job: Job = {
    desk,
    profile,
    keyNamed: (name) => namedKey(profile, name),
    masterKey: batchKey('EMKSSSE', profile.algorithm),
    cardIdentifier: cardIdentifierOf(profile),
  };
  const [social, ...applications] = layoutOf(profile.layout).directories;
  assert(social.aid !== undefined, 'SSSE has a name');
  const name = fromHex(social.aid);

  desk.restart();
  makeEnvironments(desk, profile, social, name);
  desk.selectName(name);
  desk.authenticate(0x00, job.masterKey);
  if (profile.layout !== '1.0') writeDirectoryFile(job, applications);
  fillDirectory(job, social);
  for (const application of applications) makeApplication(job, application);
  finish(job, name);
  const bankDesk = new Desk(card, random, 'bank');
  if (profile.bank !== undefined) personaliseBank(bankDesk, profile.bank, batchKey('EMKPSE', 'DES'));
  ageCard(desk, profile, name, job.keyNamed);
  if (profile.bank !== undefined) ageBankCard(bankDesk, profile.bank);
  card.powerOff();
  const image = card.image();
  const writesLeft = profile.state?.writesLeft;
  // Years of use, which no command can stand for.
  return writesLeft === undefined ? image : { ...image, writesLeft };
}

/** Region, RID, serial and authentication code, 16 bytes. sscard.md 4.2, 6.7. */
function cardIdentifierOf(profile: CardProfile): Uint8Array {
  const head = cardIdentifierHead(profile);
  if (profile.issuer.cardIdentifierCode === 'none') return concat(head, fromHex('FFFFFFFF'));
  const irk = cardKey(profile.algorithm, 'IRK', profile.region, historicalBytes(profile));
  return concat(head, cardIdentifierCode(irk, head));
}

function namedKey(profile: CardProfile, name: string): CardKey {
  const region = (name === 'IRK' ? profile.keys?.irkRegion : undefined) ?? profile.region;
  return cardKey(profile.algorithm, name, region, historicalBytes(profile));
}

/** DIR: one application template a DF that has an AID, 61 { 4F AID, 50 label }. sscard.md 3.3. */
function writeDirectoryFile(job: Job, applications: readonly LayoutDirectory[]): void {
  const templates = applications.flatMap(({ aid, label }) =>
    aid === undefined ? [] : [encodeTlv(0x61, encodeTlv(0x4f, fromHex(aid)), encodeTlv(0x50, encodeGbk(label.zh)))],
  );
  const size = templates.reduce((sum, template) => sum + template.length, 0);
  createFile(job, directoryFileParameters(DIR_FILE, DIR_SFI, size));
  for (const [i, template] of templates.entries()) writeRecord(job, i + 1, template);
}

function makeApplication(job: Job, directory: LayoutDirectory): void {
  job.desk.secured({ ins: 0xe0, p1: 0x01, p2: 0x00, data: directoryParameters(directory) }, job.masterKey);
  fillDirectory(job, directory);
}

/** Keys and files of the current directory; in DF04 the medical account's internal file besides. */
function fillDirectory(job: Job, directory: LayoutDirectory): void {
  for (const row of keyRowsOf(directory)) loadKey(job, tableKeyRecord(row, job.keyNamed(row.name)));
  for (const file of directory.files) makeFile(job, file);
  const log = directory.files.find((file) => file.name === MEDICAL_LOG);
  if (log === undefined) return;
  createFile(job, internalFileParameters(ACCOUNT_FILE));
  writeBytes(job, initialAccount(job.profile, fileContent(job.profile, log, job.cardIdentifier).records));
}

/** Creates a file, which becomes the current one, and writes it. */
function makeFile(job: Job, file: LayoutFile): void {
  createFile(job, fileParameters(file));
  const { records, bytes } = fileContent(job.profile, file, job.cardIdentifier);
  if (bytes !== undefined) writeBytes(job, bytes);
  for (const [i, record] of records.entries()) {
    if (file.kind === 'cyclic') appendRecord(job, record);
    else writeRecord(job, i + 1, record);
  }
}

function createFile(job: Job, parameters: Uint8Array): void {
  job.desk.secured({ ins: 0xe0, p1: 0x02, p2: 0x00, data: parameters }, job.masterKey);
}

function loadKey(job: Job, record: Uint8Array): void {
  job.desk.secured({ ins: 0xd4, p1: 0x00, p2: 0x00, data: record, secret: true }, job.masterKey);
}

/** UPDATE RECORD by number in the current file; the number after the last appends. */
function writeRecord(job: Job, number: number, record: Uint8Array): void {
  job.desk.perform({ cla: 0x00, ins: 0xdc, p1: number, p2: 0x04, data: record });
}

/** UPDATE RECORD "previous" of a cyclic file. */
function appendRecord(job: Job, record: Uint8Array): void {
  job.desk.perform({ cla: 0x00, ins: 0xdc, p1: 0x00, p2: 0x03, data: record });
}

function writeBytes(job: Job, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length; offset += CHUNK) {
    const [p1, p2] = uintBytes(offset, 2);
    job.desk.perform({ cla: 0x00, ins: 0xd6, p1, p2, data: bytes.subarray(offset, offset + CHUNK) });
  }
}

/** The PIN, the end of personalisation, and the environment's master key replaced by the card's own. */
function finish(job: Job, name: Uint8Array): void {
  const { desk, profile, masterKey } = job;
  desk.selectName(name);
  loadKey(job, pinRecord(profile.pin, profile.pinTries));
  desk.secured({ ins: 0x44, p1: 0x00, p2: 0x00 }, masterKey);
  const own = masterKeyRecord(job.keyNamed('MK'));
  desk.secured({ ins: 0xd4, p1: 0x01, p2: 0x00, data: own, secret: true }, masterKey);
}
