/**
 * What an address and its data come to on a card of one generation: every value encoded by the tables before anything is
 * written, so that nothing of the wrong type or length ever reaches a card (sscard.md 4, 12).
 */

import { concat } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { hexNumber } from '../base/hex.js';
import { type AddressedFile, type AddressedItem, parseFileAddress, parseFileData } from '../codec/file-address.js';
import { encodeRecord } from '../codec/record.js';
import {
  encodeCharacters,
  encodeFields,
  encodeFile,
  encodeNewMeaning,
  encodeValue,
  type ValueRule,
} from './encode-value.js';
import { LAYOUT_2 } from './files-2.js';
import { fileNamed, layoutOf } from './layout.js';
import type { CardFile, Generation, Item } from './model.js';
import { isRefusal, type Refusal, refuse } from './refusal.js';
import { roomForNewMeaning } from './reused-tags.js';

/** Why a write is not begun. */
export type WriteRule =
  | ValueRule
  /** a string that is not in the grammar; the refusal says which character */
  | 'address-grammar'
  | 'data-grammar'
  /** the data name other files than the address, or other numbers of values */
  | 'data-files'
  | 'data-values'
  | 'nothing-named'
  | 'no-such-item'
  | 'named-twice'
  /** records are appended and bytes replaced: no number goes with the file's name */
  | 'whole-file'
  /** only the card's own operating system writes there */
  | 'read-only';

/** The meaning of values for a 1.0 card: by its own tables, or as 2.0 has them (sscard.md 4.8). */
export type WriteMeaning = 'own' | '2.0';

/** One command's worth, or, of a transparent file, all of it. */
export interface PlannedItem {
  /** What the refusals call it: `40:2`, or the number of an appended record; '' for a transparent file. */
  readonly label: string;
  readonly tag: number;
  /** Its place among the file's records, from 1 (sscard.md 4.1); 0 where records have no places. */
  readonly number: number;
  /** Other records carry the same tag. */
  readonly repeated: boolean;
  /** The whole record with tag and length; the record of a cyclic file; the bytes of a transparent one. */
  readonly data: Uint8Array;
}

export interface PlannedFile {
  readonly file: CardFile;
  readonly items: readonly PlannedItem[];
}

/** What is to be written, as the caller spells it. */
export interface WriteOrder {
  readonly files: readonly { readonly address: AddressedFile; readonly values: readonly string[] }[];
  readonly meaning: WriteMeaning;
}

/** Reads both strings and pairs them. */
export function readWriteOrder(address: string, data: string, meaning: WriteMeaning): WriteOrder | Refusal {
  try {
    const addressed = parseFileAddress(address);
    const given = parseFileData(data);
    if (given.length !== addressed.length) return broken('data-files');
    for (const [i, { name }] of addressed.entries()) if (given[i].name !== name) return broken('data-files', name);
    return { files: addressed.map((one, i) => ({ address: one, values: given[i].values })), meaning };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const rule = error.format === 'file-address' ? 'address-grammar' : 'data-grammar';
    return error.offset === undefined ? broken(rule) : { ...broken(rule), at: error.offset + 1 };
  }
}

/** Encodes an order for a card of this generation. */
export function planWrite(order: WriteOrder, generation: Generation): readonly PlannedFile[] | Refusal {
  const plan: PlannedFile[] = [];
  for (const { address, values } of order.files) {
    const file = fileNamed(layoutOf(generation), address.name);
    if (file === undefined) return { ...refuse('file-unknown'), file: address.name };
    if (file.write.by === 'nobody') return broken('read-only', file.name);
    const meaning = generation === '1.0' ? order.meaning : 'own';
    const items = planFile(file, address.items, values, meaning);
    if (isRefusal(items)) return items;
    plan.push({ file, items });
  }
  return plan;
}

function planFile(
  file: CardFile,
  items: readonly AddressedItem[],
  values: readonly string[],
  meaning: WriteMeaning,
): readonly PlannedItem[] | Refusal {
  if (file.kind === 'records' || file.kind === 'fixed') return planRecords(file, items, values, meaning);
  if (items.length > 0) return broken('whole-file', file.name);
  if (file.kind === 'cyclic') return planAppended(file, values);
  if (values.length !== 1) return broken('data-values', file.name);
  const data = encodeFile(values[0], file.size ?? 0);
  if (typeof data === 'string') return broken(data, file.name);
  return [{ label: '', tag: 0, number: 0, repeated: false, data }];
}

/** Records of a cyclic file, the last of which will be the newest. */
function planAppended(file: CardFile, values: readonly string[]): readonly PlannedItem[] | Refusal {
  if (values.length === 0) return broken('nothing-named', file.name);
  const planned: PlannedItem[] = [];
  for (const [i, value] of values.entries()) {
    const data = encodeFields(file.items, value);
    const label = `${i + 1}`;
    if (typeof data === 'string') return broken(data, file.name, label);
    planned.push({ label, tag: 0, number: 0, repeated: false, data });
  }
  return planned;
}

function planRecords(
  file: CardFile,
  addressed: readonly AddressedItem[],
  values: readonly string[],
  meaning: WriteMeaning,
): readonly PlannedItem[] | Refusal {
  if (addressed.length === 0) return broken('nothing-named', file.name);
  if (addressed.length !== values.length) return broken('data-values', file.name);
  const planned: PlannedItem[] = [];
  for (const [i, { code, instance }] of addressed.entries()) {
    const label = instance === undefined ? hexNumber(Number.parseInt(code, 16)) : `${code}:${instance}`;
    const place = placeOf(file, Number.parseInt(code, 16), instance ?? 1);
    if (place === undefined) return broken('no-such-item', file.name, label);
    if (planned.some(({ number }) => number === place.number)) return broken('named-twice', file.name, label);
    const value = encodeItem(file, place.item, values[i], meaning);
    if (typeof value === 'string') return broken(value, file.name, label);
    const { item, number } = place;
    const repeated = (item.count ?? 1) > 1;
    planned.push({ label, tag: item.tag, number, repeated, data: encodeRecord(item.tag, value) });
  }
  return file.name === HOLDER_FILE ? withWholeName(file, planned, addressed, values) : planned;
}

/** The item of a tag and the number of its record: records stand in the order of the table (sscard.md 4.1). */
function placeOf(file: CardFile, tag: number, instance: number): { item: Item; number: number } | undefined {
  let before = 0;
  for (const item of file.items) {
    const count = item.count ?? 1;
    if (item.tag === tag) return instance <= count ? { item, number: before + instance } : undefined;
    before += count;
  }
  return undefined;
}

function encodeItem(file: CardFile, item: Item, text: string, meaning: WriteMeaning): Uint8Array | ValueRule {
  const room = meaning === '2.0' ? roomForNewMeaning(item.tag) : undefined;
  const meant = room && fileNamed(LAYOUT_2, file.name)?.items.find(({ tag }) => tag === item.tag);
  if (meant === undefined) {
    // A name may be longer than its first record: withWholeName cuts it.
    if (file.name === HOLDER_FILE && item.tag === NAME) return nameHead(item, text);
    return encodeValue(item, text);
  }
  if (room === 'marked') return encodeNewMeaning(meant, item.length, text);
  return encodeValue({ ...meant, length: item.length }, text);
}

const HOLDER_FILE = 'SSSEEF06';
const NAME = 0x09;
const NAME_EXTENSION = 0x4e;

function nameHead(item: Item, text: string): Uint8Array | ValueRule {
  const bytes = encodeCharacters(text);
  if (typeof bytes === 'string') return bytes;
  const head = new Uint8Array(item.length);
  head.set(bytes.subarray(0, item.length));
  return head;
}

/**
 * 姓名 is one value in two records, cut by bytes (sscard.md 18, trap 12), and whoever writes a new name must not leave the
 * end of the old one in 4E: where 09 is written, 4E is too. The address may name both, and then the halves are joined.
 */
function withWholeName(
  file: CardFile,
  planned: readonly PlannedItem[],
  addressed: readonly AddressedItem[],
  values: readonly string[],
): readonly PlannedItem[] | Refusal {
  const textOf = (tag: number) => values[addressed.findIndex(({ code }) => Number.parseInt(code, 16) === tag)];
  const first = textOf(NAME);
  if (first === undefined) return planned;
  const bytes = encodeCharacters(first + (textOf(NAME_EXTENSION) ?? ''));
  if (typeof bytes === 'string') return broken(bytes, file.name, hexNumber(NAME));
  const places = [NAME, NAME_EXTENSION].flatMap((tag) => placeOf(file, tag, 1) ?? []);
  const room = places.reduce((sum, { item }) => sum + item.length, 0);
  if (bytes.length > room) return broken('too-long', file.name, hexNumber(NAME));
  const padded = concat(bytes, new Uint8Array(room - bytes.length));
  let offset = 0;
  const name = places.map(({ item, number }) => {
    const value = padded.subarray(offset, offset + item.length);
    offset += item.length;
    return { label: hexNumber(item.tag), tag: item.tag, number, repeated: false, data: encodeRecord(item.tag, value) };
  });
  const at = planned.findIndex(({ tag }) => tag === NAME);
  const others = (part: readonly PlannedItem[]) => part.filter(({ tag }) => tag !== NAME && tag !== NAME_EXTENSION);
  return [...others(planned.slice(0, at)), ...name, ...others(planned.slice(at))];
}

function broken(rule: WriteRule, file?: string, tag?: string): Refusal {
  return { refused: 'write-malformed', rule, ...(file !== undefined && { file }), ...(tag !== undefined && { tag }) };
}
