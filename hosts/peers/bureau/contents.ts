/** What goes into each file of a card: the layout's tables filled with the profile's words. */

import { concat, padRight } from '../../../src/base/bytes.js';
import { fromHex, hexNumber } from '../../../src/base/hex.js';
import { encodeRecord } from '../../../src/codec/record.js';
import { hasCheckDigit } from '../bank/pan.js';
import { type Layout, type LayoutFile, type LayoutItem, layoutFile } from './layout.js';
import { LAYOUT_2 } from './layout-2.js';
import { layoutOf } from './layouts.js';
import { hexUpTo, hexValue, misfit } from './misfit.js';
import type { CardProfile } from './profile.js';
import { encodeNewMeaning, encodeValue, gbk, type ItemValue } from './values.js';

type FileValue = CardProfile['files'][string];
type ItemsByTag = Readonly<Record<string, ItemValue | readonly ItemValue[]>>;

/** What is to be written into one file. */
export interface FileContent {
  /** Whole records in the order of writing: TLV records in that of their numbers, cyclic records oldest first. */
  readonly records: readonly Uint8Array[];
  /** All of a transparent file, filled up with 00, or undefined where the profile says nothing about it. */
  readonly bytes: Uint8Array | undefined;
}

/** RID of the ministry with the standard's two bytes, bytes 3 to 7 of every 卡的识别码. sscard.md 4.2. */
const SOCIAL_SECURITY_RID = fromHex('D156000005');

const DATE = /^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$/;

const ISSUER_FILE = 'SSSEEF05';
const HOLDER_FILE = 'SSSEEF06';

/** Tags whose 2.0 value is written into the longer 1.0 item and padded with E; V2 annex C [1], sscard.md 4.8. */
const NEW_MEANING_TAGS: readonly number[] = Object.freeze([
  0x32, 0x37, 0x38, 0x4b, 0x4d, 0x4f, 0x50, 0x55, 0x97, 0x61, 0x71, 0x81, 0x84, 0x87, 0x90, 0x93,
]);

/**
 * The first 12 bytes of 卡的识别码: region, RID, serial. The authentication code is computed over them (sscard.md 6.7).
 */
export function cardIdentifierHead(profile: CardProfile): Uint8Array {
  const serial = profile.issuer.cardIdentifierSerial ?? profile.atr.serial;
  return concat(fromHex(profile.region), SOCIAL_SECURITY_RID, fromHex(serial));
}

/**
 * What the bureau writes into one file of the layout.
 *
 * @param cardIdentifier 卡的识别码, 16 bytes, for EF05
 * @throws FormatError with the path of a value that does not fit; never after {@link checkContents}
 */
export function fileContent(profile: CardProfile, file: LayoutFile, cardIdentifier: Uint8Array): FileContent {
  const path = `files.${file.name}`;
  const value = profile.files[file.name];
  switch (file.kind) {
    case 'transparent':
      return { records: [], bytes: transparentBytes(file, value, path) };
    case 'cyclic':
      return { records: cyclicRecords(file, value, path), bytes: undefined };
    case 'records':
    case 'fixed':
      if (file.name === ISSUER_FILE) return { records: issuerRecords(profile, file, cardIdentifier), bytes: undefined };
      if (file.name === HOLDER_FILE) return { records: holderRecords(profile, file), bytes: undefined };
      return { records: tlvRecords(profile, file, value, path), bytes: undefined };
  }
}

/** Whether every value of the profile fits the profile's layout. @throws FormatError with the path of the first misfit */
export function checkContents(profile: CardProfile): void {
  const layout = layoutOf(profile.layout);
  for (const name of Object.keys(profile.files)) {
    if (name === ISSUER_FILE || name === HOLDER_FILE) throw misfit(`files.${name}`, 'comes from issuer and holder');
    if (layoutFile(layout, name) === undefined)
      throw misfit(`files.${name}`, `no such file in layout ${layout.version}`);
  }
  if (profile.encoding !== undefined && profile.layout !== '1.0') throw misfit('encoding', 'is for layout 1.0 only');
  checkState(profile);
  checkBank(profile);
  const anyIdentifier = new Uint8Array(16);
  for (const file of namedFiles(profile, layout)) fileContent(profile, file, anyIdentifier);
}

/** Whether commands can bring the state about. */
function checkState(profile: CardProfile): void {
  const { pinLocked = false, blocked = [], cardBlocked = false } = profile.state ?? {};
  if (pinLocked && profile.pin === null) throw misfit('state.pinLocked', 'the card has no PIN');
  if (cardBlocked && blocked.includes('SSSE')) throw misfit('state.cardBlocked', 'a blocked SSSE takes no CARD BLOCK');
  if ((profile.medicalAccount?.balance ?? 0) > 0 && !DATE.test(profile.issuer.issued)) {
    throw misfit('issuer.issued', 'the day of the first load must be a date');
  }
}

/** Whether the bank's half can be there, and is what the card can carry out. */
function checkBank({ bank, financial, state }: CardProfile): void {
  if (bank === undefined) return;
  if (!financial) throw misfit('bank', 'the card has no financial function');
  const aids = bank.applications.map(({ aid }) => aid.toUpperCase());
  if (new Set(aids).size < aids.length) throw misfit('bank.applications', 'an AID stands twice');
  if (!hasCheckDigit(bank.pan)) throw misfit('bank.pan', 'expected a valid check digit');
  if (bank.state?.pinLocked === true && bank.pin === null) throw misfit('bank.state.pinLocked', 'the card has no PIN');
  if (state?.cardBlocked === true && bank.state !== undefined)
    throw misfit('bank.state', 'a blocked card takes no more');
}

/** EF05, EF06 and the files that the profile has words for. */
function namedFiles(profile: CardProfile, layout: Layout): LayoutFile[] {
  return [ISSUER_FILE, HOLDER_FILE, ...Object.keys(profile.files)]
    .map((name) => layoutFile(layout, name))
    .filter((file) => file !== undefined);
}

/** EF05 发卡机构; sscard.md 4.2. */
function issuerRecords(profile: CardProfile, file: LayoutFile, cardIdentifier: Uint8Array): Uint8Array[] {
  const { issuer } = profile;
  const values: Readonly<Record<number, readonly [ItemValue, string]>> = {
    2: [issuer.class, 'issuer.class'],
    3: [profile.version, 'version'],
    4: [issuer.institution, 'issuer.institution'],
    5: [issuer.issued, 'issuer.issued'],
    6: [issuer.expires, 'issuer.expires'],
    7: [issuer.cardNumber, 'issuer.cardNumber'],
  };
  return file.items.map((item) =>
    encodeRecord(item.tag, item.tag === 1 ? cardIdentifier : encodeValue(item, ...values[item.tag])),
  );
}

/** EF06 持卡人; sscard.md 4.2. */
function holderRecords(profile: CardProfile, file: LayoutFile): Uint8Array[] {
  const { holder } = profile;
  const values: Readonly<Record<number, readonly [ItemValue, string]>> = {
    8: [holder.personNumber, 'holder.personNumber'],
    10: [holder.sex, 'holder.sex'],
    11: [holder.ethnicity, 'holder.ethnicity'],
    12: [holder.birthPlace, 'holder.birthPlace'],
    13: [holder.birthDate, 'holder.birthDate'],
  };
  const nameItems = file.items.filter((item) => item.tag === 0x09 || item.tag === 0x4e);
  const names = nameRecords(nameItems, holder.name);
  return file.items.map((item) => {
    const nameIndex = nameItems.indexOf(item);
    return nameIndex >= 0 ? names[nameIndex] : encodeRecord(item.tag, encodeValue(item, ...values[item.tag]));
  });
}

/** The name cut by bytes, 30 into 姓名 and the rest into 姓名扩展, which 1.0 lacks. The cut may halve a character. */
function nameRecords(items: readonly LayoutItem[], name: string): Uint8Array[] {
  const path = 'holder.name';
  const bytes = gbk(name, path);
  let offset = 0;
  const cut = items.map((item) => {
    const part = new Uint8Array(item.length);
    part.set(bytes.subarray(offset, offset + item.length));
    offset += item.length;
    return encodeRecord(item.tag, part);
  });
  if (bytes.length > offset) throw misfit(path, `expected at most ${offset} bytes in GBK`);
  return cut;
}

/** Every record of a TLV file, set or not: record numbers follow the layout's table (sscard.md 4.1). */
function tlvRecords(profile: CardProfile, file: LayoutFile, value: FileValue | undefined, path: string): Uint8Array[] {
  const values = itemsByTag(value, path);
  const tags = file.items.map((item) => hexNumber(item.tag));
  for (const tag of Object.keys(values)) {
    if (!tags.includes(tag)) throw misfit(`${path}.${tag}`, 'no such item in this file');
  }
  return file.items.flatMap((item, i) => itemRecords(profile, file, item, values[tags[i]], `${path}.${tags[i]}`));
}

function itemRecords(
  profile: CardProfile,
  file: LayoutFile,
  item: LayoutItem,
  value: ItemValue | readonly ItemValue[] | undefined,
  path: string,
): Uint8Array[] {
  const list: readonly ItemValue[] = value === undefined ? [] : isList(value) ? value : [value];
  if (list.length > item.count) throw misfit(path, `expected at most ${item.count} records`);
  const meant = newMeaning(profile, file, item);
  return Array.from({ length: item.count }, (_, i) => {
    const at = isList(value) ? `${path}.${i}` : path;
    const bytes = meant && list[i] ? encodeNewMeaning(item, meant, list[i], at) : encodeValue(item, list[i], at);
    return encodeRecord(item.tag, bytes);
  });
}

/** The 2.0 item whose value a 1.0 item carries under `encoding`. */
function newMeaning(profile: CardProfile, file: LayoutFile, item: LayoutItem): LayoutItem | undefined {
  if (profile.encoding === undefined || !NEW_MEANING_TAGS.includes(item.tag)) return undefined;
  return layoutFile(LAYOUT_2, file.name)?.items.find((candidate) => candidate.tag === item.tag);
}

function cyclicRecords(file: LayoutFile, value: FileValue | undefined, path: string): Uint8Array[] {
  const newestFirst = value ?? [];
  if (!Array.isArray(newestFirst)) throw misfit(path, 'expected an array of records');
  if (newestFirst.length > file.recordCount) throw misfit(path, `expected at most ${file.recordCount} records`);
  const encoded = newestFirst.map((fields, i) => {
    if (fields.length !== file.items.length) throw misfit(`${path}.${i}`, `expected ${file.items.length} fields`);
    return concat(...file.items.map((item, j) => encodeValue(item, fields[j], `${path}.${i}.${j}`)));
  });
  return encoded.reverse();
}

function transparentBytes(file: LayoutFile, value: FileValue | undefined, path: string): Uint8Array | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return padRight(hexUpTo(value, file.size, path), file.size, 0x00);
  if (isList(value) || typeof value.fill !== 'string') throw misfit(path, 'expected hexadecimal or a fill byte');
  return new Uint8Array(file.size).fill(hexValue(value.fill, 1, path)[0]);
}

function itemsByTag(value: FileValue | undefined, path: string): ItemsByTag {
  const values = value ?? {};
  if (typeof values === 'string' || isList(values)) throw misfit(path, 'expected an object of items by tag');
  return values;
}

/** Array.isArray that narrows readonly arrays as well. */
function isList<Element>(value: unknown | readonly Element[]): value is readonly Element[] {
  return Array.isArray(value);
}
