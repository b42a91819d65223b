/** How the file tables are spelled: one short call a row, every row frozen. */

import { hexNumber } from '../base/hex.js';
import type { Access, CardFile, Directory, Item, ItemType, Meaning } from './model.js';

type Extra = { readonly meaning?: Meaning; readonly personal?: 'number' };

function item(type: ItemType, tag: number, length: number, zh: string, en: string, extra: Extra): Item {
  Object.freeze(extra.meaning);
  return Object.freeze({ tag, type, length, name: Object.freeze({ zh, en }), ...extra });
}

/** An `an` item of `length` bytes; tag 0 for a field of a cyclic record. */
export function an(tag: number, length: number, zh: string, en: string, extra: Extra = {}): Item {
  return item('an', tag, length, zh, en, extra);
}

/** A `cn` item of `length` bytes; tag 0 for a field of a cyclic record. */
export function cn(tag: number, length: number, zh: string, en: string, extra: Extra = {}): Item {
  return item('cn', tag, length, zh, en, extra);
}

/** A binary item of `length` bytes; tag 0 for a field of a cyclic record. */
export function b(tag: number, length: number, zh: string, en: string, extra: Extra = {}): Item {
  return item('b', tag, length, zh, en, extra);
}

/** A B-TLV item: `length` bytes of inner TLVs, in `count` records one after another. */
export function group(
  tag: number,
  length: number,
  count: number,
  zh: string,
  en: string,
  parts: readonly Item[],
): Item {
  return Object.freeze({
    tag,
    type: 'group',
    length,
    count,
    name: Object.freeze({ zh, en }),
    parts: Object.freeze(parts),
  });
}

/** A `cn` date of four bytes, YYYYMMDD. */
export function date(tag: number, zh: string, en: string): Item {
  return cn(tag, 4, zh, en, { meaning: 'date' });
}

/** A `cn` GB/T 2260 region of three bytes. */
export function region(tag: number, zh: string, en: string): Item {
  return cn(tag, 3, zh, en, { meaning: 'region' });
}

export const FREE: Access = Object.freeze({ by: 'free' });
export const PIN: Access = Object.freeze({ by: 'pin' });
/** Only the card's own operating system writes the file. */
export const NOBODY: Access = Object.freeze({ by: 'nobody' });

/** The right of whoever authenticates with the key of this name. */
export function byKey(key: string): Access {
  return Object.freeze({ by: 'key', key });
}

export function pinOrKey(key: string): Access {
  return Object.freeze({ by: 'pin-or-key', key });
}

export function pinAndKey(key: string): Access {
  return Object.freeze({ by: 'pin-and-key', key });
}

/** Which file a row of the tables is about. */
export interface Place {
  readonly directory: Directory;
  readonly fid: number;
  readonly zh: string;
  readonly en: string;
}

/** Names a file for the calls below. */
export function ef(directory: Directory, fid: number, zh: string, en: string): Place {
  return { directory, fid, zh, en };
}

type Body = Omit<CardFile, 'name' | 'directory' | 'fid' | 'title' | 'read' | 'write'>;

function file(place: Place, read: Access, write: Access, body: Body): CardFile {
  const { directory, fid, zh, en } = place;
  const title = Object.freeze({ zh, en });
  return Object.freeze({ name: directory + hexNumber(fid, 4), directory, fid, title, read, write, ...body });
}

/** A variable-record file: one TLV a record, in the order of record numbers (sscard.md 4.1). */
export function records(place: Place, read: Access, write: Access, items: readonly Item[]): CardFile {
  return file(place, read, write, { kind: 'records', items: Object.freeze(items) });
}

/** A file of `count` fixed-length records of `size` bytes, each one TLV all the same. */
export function fixed(
  place: Place,
  read: Access,
  write: Access,
  size: number,
  count: number,
  items: readonly Item[],
): CardFile {
  return file(place, read, write, { kind: 'fixed', size, records: count, items: Object.freeze(items) });
}

/** A cyclic file of at least `count` records, each `size` bytes of fields without tag and length. */
export function cyclic(
  place: Place,
  read: Access,
  write: Access,
  size: number,
  count: number,
  fields: readonly Item[],
  shortSize?: number,
): CardFile {
  const body: Body = { kind: 'cyclic', size, records: count, items: Object.freeze(fields) };
  return file(place, read, write, shortSize === undefined ? body : { ...body, shortSize });
}

/** A transparent file of `size` bytes. */
export function transparent(place: Place, read: Access, write: Access, size: number): CardFile {
  return file(place, read, write, { kind: 'transparent', size, items: Object.freeze([]) });
}
