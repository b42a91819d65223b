/** Reading an EF as it is: TLV records by the three ways that cards allow, cyclic records, transparent bytes (SPEC-5). */

import { concat } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { type CardSession, succeeded } from '../card/session.js';
import { type CardRecord, decodeRecords } from '../codec/record.js';
import type { CardFile, Item } from './model.js';
import { isRefusal, type Refusal, refusalOf, refuse } from './refusal.js';
import { selectFile } from './selection.js';

/** What an EF holds. Records of a cyclic file come newest first. */
export type FileContent =
  | { readonly kind: 'records'; readonly records: readonly CardRecord[] }
  | { readonly kind: 'cyclic'; readonly records: readonly Uint8Array[] }
  | { readonly kind: 'transparent'; readonly bytes: Uint8Array };

/** P2 of READ RECORD, low three bits (SPEC-5; sscard.md 7). */
const FIRST = 0x00;
const NEXT = 0x02;
const BY_NUMBER = 0x04;
const TO_LAST = 0x05;

const RECORD_NUMBER_MAX = 254;

/** Selects the file in the current DF and reads all of it. */
export async function readFile(card: CardSession, file: CardFile): Promise<FileContent | Refusal> {
  const refused = await selectFile(card, file.fid);
  if (refused) return refused;
  if (file.kind === 'transparent') return await readTransparent(card, file.size ?? 0);
  if (file.kind === 'cyclic') return await readCyclic(card, file.size ?? 0);
  const records = await readRecords(card, file.items);
  return isRefusal(records) ? records : { kind: 'records', records };
}

/** The value of the only record with this tag, or undefined. */
export function recordValue(records: readonly CardRecord[], tag: number): Uint8Array | undefined {
  return records.find((record) => record.tag === tag)?.value;
}

/**
 * TLV records of the current EF: all at once, else one by one by tag, else by number (sscard.md 18, trap 2). A card that
 * says "no record" has understood the question when that was a number; when it was a tag, only if another tag was found:
 * a card that takes tags for record numbers says so of every tag beyond its last record.
 */
async function readRecords(card: CardSession, items: readonly Item[]): Promise<CardRecord[] | Refusal> {
  try {
    const all = await readAll(card, items);
    if (all !== 'unsupported') return all;
    const byTag = await readByTag(card, items);
    if (byTag !== 'unsupported') return byTag;
    return await readByNumber(card, items);
  } catch (error) {
    if (error instanceof FormatError) return refuse('card-data-malformed');
    throw error;
  }
}

/** READ RECORD from number P1 to the last: as many records as an answer holds, then from the next one on. */
async function readAll(card: CardSession, items: readonly Item[]): Promise<CardRecord[] | Refusal | 'unsupported'> {
  const records: CardRecord[] = [];
  const expected = items.reduce((count, item) => count + (item.count ?? 1), 0);
  let le = Math.min(256, totalLength(items));
  while (records.length < expected && records.length < RECORD_NUMBER_MAX) {
    const response = await card.send({ cla: 0x00, ins: 0xb2, p1: records.length + 1, p2: TO_LAST, le });
    if (response.sw === 0x6a83) break;
    if (!succeeded(response)) return settle(response.sw, records.length === 0);
    const part = decodeRecords(response.data);
    if (part.length === 0) return refuse('card-data-malformed');
    records.push(...part);
    le = 256;
  }
  return records;
}

async function readByTag(card: CardSession, items: readonly Item[]): Promise<CardRecord[] | Refusal | 'unsupported'> {
  const records: CardRecord[] = [];
  for (const item of items) {
    for (let instance = 0; instance < (item.count ?? 1); instance++) {
      const p2 = instance === 0 ? FIRST : NEXT;
      const response = await card.send({ cla: 0x00, ins: 0xb2, p1: item.tag, p2, le: item.length + 2 });
      if (response.sw === 0x6a83) break;
      if (!succeeded(response)) return settle(response.sw, records.length === 0);
      const [record, ...more] = decodeRecords(response.data);
      // A card that takes the tag for a record number answers some other record.
      if (record === undefined || record.tag !== item.tag || more.length > 0) return 'unsupported';
      records.push(record);
    }
  }
  return records.length > 0 ? records : 'unsupported';
}

async function readByNumber(card: CardSession, items: readonly Item[]): Promise<CardRecord[] | Refusal> {
  const records: CardRecord[] = [];
  for (const item of items.flatMap((one) => new Array<Item>(one.count ?? 1).fill(one))) {
    const p1 = records.length + 1;
    const response = await card.send({ cla: 0x00, ins: 0xb2, p1, p2: BY_NUMBER, le: item.length + 2 });
    if (response.sw === 0x6a83) break;
    if (!succeeded(response)) return refusalOf(response.sw);
    const [record, ...more] = decodeRecords(response.data);
    if (record === undefined || more.length > 0) return refuse('card-data-malformed');
    records.push(record);
  }
  return records;
}

/** Cyclic records by number, 1 the newest, until the card says that there are no more. */
async function readCyclic(card: CardSession, length: number): Promise<FileContent | Refusal> {
  const records: Uint8Array[] = [];
  while (records.length < RECORD_NUMBER_MAX) {
    const p1 = records.length + 1;
    const response = await card.send({ cla: 0x00, ins: 0xb2, p1, p2: BY_NUMBER, le: length });
    if (response.sw === 0x6a83) break;
    if (!succeeded(response)) return refusalOf(response.sw);
    records.push(response.data);
  }
  return { kind: 'cyclic', records };
}

/** READ BINARY in answers of 256 bytes until the file's published size or, should it be shorter, its end. */
async function readTransparent(card: CardSession, size: number): Promise<FileContent | Refusal> {
  let bytes: Uint8Array = new Uint8Array(0);
  while (bytes.length < size) {
    const offset = bytes.length;
    const le = Math.min(256, size - offset);
    const response = await card.send({ cla: 0x00, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, le });
    if (response.sw === 0x6b00 && offset > 0) break;
    if (!succeeded(response)) return refusalOf(response.sw);
    if (response.data.length === 0) break;
    bytes = concat(bytes, response.data);
  }
  return { kind: 'transparent', bytes };
}

/** Refusals that another way of asking cannot change are final; the rest mean that this way is not supported. */
function settle(sw: number, first: boolean): Refusal | 'unsupported' {
  const final = sw === 0x6982 || sw === 0x6a81 || sw === 0x9303 || !first;
  return final ? refusalOf(sw) : 'unsupported';
}

/** What all records of the file take with their tags and lengths: 40h for EF05, 5Bh for EF06 of a 2.0 card. */
function totalLength(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + (item.length + 2) * (item.count ?? 1), 0);
}
