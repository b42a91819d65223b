/** What the bytes of a data item say, for the program and for a person (sscard.md 4.1, 13). */

import { concat, EMPTY, readUint } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { hexNumber, toHex } from '../base/hex.js';
import type { Text } from '../base/text.js';
import { decodeBcd } from '../codec/bcd.js';
import { decodeGbk } from '../codec/gbk.js';
import { type CardRecord, decodeRecords } from '../codec/record.js';
import { isCalendarDay } from './calendar.js';
import type { Item } from './model.js';

/** One value of a card. */
export interface Value {
  /** As the card spells it: characters, digits without filler, a number in decimal, a group's texts with ^ between. */
  readonly text: string;
  /** As a person reads it: 2012-05-28, 12.34 yuan, `1 男`. */
  readonly shown: Text;
  /** Whether anything was ever written here. */
  readonly set: boolean;
  /** The bytes it was read from. */
  readonly raw: Uint8Array;
  /** The inner items of a B-TLV value, or the codes that stand side by side in one. */
  readonly parts?: readonly ItemValue[];
}

/** A value with the item that it belongs to. */
export interface ItemValue {
  readonly item: Item;
  readonly value: Value;
  /** Counts the records of a repeated tag from 1; absent where the tag stands once. */
  readonly instance?: number;
  /** The card holds more or fewer bytes than the published length. */
  readonly lengthDiffers: boolean;
}

/**
 * Reads one value by its item's type and meaning. Only what lies in `bytes` is read, whatever the item's length. A value
 * that its type or meaning does not allow (a letter in BCD, a 13th month) is shown as it stands.
 * @throws FormatError 'item' for a group whose inner TLVs are broken
 */
export function showValue(item: Item, bytes: Uint8Array): Value {
  if (isBlank(item, bytes)) return { text: '', shown: same(''), set: false, raw: bytes };
  if (item.type === 'group') return showGroup(item, bytes);
  const text = spell(item, bytes);
  const value = { text, shown: inWords(item, text), set: true, raw: bytes };
  const parts = places(item, bytes);
  return parts === undefined ? value : { ...value, parts };
}

/**
 * The values of TLV records in the order of the items, records of one tag in the order read and numbered. A tag that no
 * item has comes last, as hexadecimal. @throws FormatError as {@link showValue}
 */
export function showRecords(items: readonly Item[], records: readonly CardRecord[]): ItemValue[] {
  const known = items.flatMap((item) => {
    const own = records.filter((record) => record.tag === item.tag);
    const repeated = own.length > 1 || (item.count ?? 1) > 1;
    return own.map((record, index) => showItem(item, record.value, repeated ? index + 1 : undefined));
  });
  const unknown = records.filter((record) => !items.some((item) => item.tag === record.tag));
  return [...known, ...unknown.map((record) => showItem(unknownItem(record), record.value))];
}

/** One value beside its item. @throws FormatError as {@link showValue} */
export function showItem(item: Item, bytes: Uint8Array, instance?: number): ItemValue {
  const shown = { item, value: showValue(item, bytes), lengthDiffers: bytes.length !== item.length };
  return instance === undefined ? shown : { ...shown, instance };
}

/**
 * 姓名: the bytes of tags 09 and 4E become one string before they are decoded, because the split may fall inside a
 * two-byte character (sscard.md 18, trap 12). No GBK character holds a 00, so trailing 00 of either record is padding;
 * a 09 that is not full while 4E goes on is joined without its padding. A 4E of 00 or FF only adds nothing.
 */
export function joinName(first: Uint8Array, extension: Uint8Array | undefined): string {
  return decodeGbk(joinNameBytes(first, extension));
}

/** The bytes of {@link joinName}. */
export function joinNameBytes(first: Uint8Array, extension: Uint8Array | undefined): Uint8Array {
  return concat(written(first), written(extension ?? EMPTY));
}

/** Whether the bytes are all 00 or all FF, or none at all: memory that nobody has written a value to. */
export function isUnwritten(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x00) || bytes.every((byte) => byte === 0xff);
}

/** The characters of an `an` value, without its padding; '' when not set. */
export function decodeCharacters(bytes: Uint8Array): string {
  return decodeGbk(written(bytes));
}

/** The bytes of an `an` value without its padding. */
function written(bytes: Uint8Array): Uint8Array {
  if (isUnwritten(bytes)) return EMPTY;
  let end = bytes.length;
  while (bytes[end - 1] === 0x00) end--;
  return bytes.subarray(0, end);
}

/** Not set is all 00 or all FF (sscard.md 4.1), but zero is an amount and a number. */
function isBlank(item: Item, bytes: Uint8Array): boolean {
  if (bytes.length === 0) return true;
  if (item.type === 'b') return false;
  if (item.meaning === 'fen') return bytes.every((byte) => byte === 0xff);
  return isUnwritten(bytes);
}

function spell(item: Item, bytes: Uint8Array): string {
  if (item.meaning === 'hex') return toHex(bytes);
  switch (item.type) {
    case 'an':
      return decodeCharacters(bytes);
    case 'cn':
      return digits(bytes);
    default:
      return bytes.length <= 6 ? String(readUint(bytes, 0, bytes.length)) : toHex(bytes);
  }
}

/** The digits of a `cn` value, or its hexadecimal where it holds anything else. */
function digits(bytes: Uint8Array): string {
  try {
    return decodeBcd(bytes);
  } catch (error) {
    if (error instanceof FormatError) return toHex(bytes);
    throw error;
  }
}

function inWords(item: Item, text: string): Text {
  const { meaning } = item;
  if (meaning === 'date') return same(showDate(text));
  if (meaning === 'date-time') return same(showDateTime(text));
  if (meaning === 'fen') return yuan(text);
  if (typeof meaning === 'object' && 'codes' in meaning && Object.hasOwn(meaning.codes, text)) {
    const words = meaning.codes[text];
    return { zh: `${text} ${words.zh}`, en: `${text} ${words.en}` };
  }
  return same(printable(text));
}

/** Eight digits of a day as YYYY-MM-DD; anything else as it stands. */
export function showDate(text: string): string {
  return isCalendarDay(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text;
}

/** Fourteen digits of a moment as YYYY-MM-DD hh:mm:ss; anything else as it stands. */
export function showDateTime(text: string): string {
  const time = /^(\d{8})([01]\d|2[0-3])([0-5]\d)([0-5]\d)$/.exec(text);
  if (time === null || !isCalendarDay(time[1])) return text;
  return `${showDate(time[1])} ${time[2]}:${time[3]}:${time[4]}`;
}

/** Fen as yuan; an amount of digits may stand left or right in its field, so leading zeros do not count. */
function yuan(text: string): Text {
  if (!/^\d+$/.test(text)) return same(text);
  const fen = Number(text);
  const amount = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
  return { zh: `${amount} 元`, en: `${amount} yuan` };
}

/** A card must not steer a screen or a printer: its control characters are shown as □. */
export function printable(text: string): string {
  let clean = '';
  for (const character of text) clean += character < ' ' || character === '\u007f' ? '□' : character;
  return clean;
}

function places(item: Item, bytes: Uint8Array): ItemValue[] | undefined {
  if (typeof item.meaning !== 'object' || !('places' in item.meaning)) return undefined;
  const parts: ItemValue[] = [];
  let offset = 0;
  for (const place of item.meaning.places) {
    parts.push(showItem(place, bytes.slice(offset, offset + place.length)));
    offset += place.length;
  }
  return parts;
}

function showGroup(item: Item, bytes: Uint8Array): Value {
  const parts = showRecords(item.parts ?? [], innerRecords(bytes));
  const text = parts.map((part) => part.value.text).join('^');
  return { text, shown: same(''), set: parts.some((part) => part.value.set), raw: bytes, parts };
}

function innerRecords(bytes: Uint8Array): CardRecord[] {
  try {
    return decodeRecords(bytes);
  } catch (error) {
    if (error instanceof FormatError) throw new FormatError('item', error.rule, error.offset);
    throw error;
  }
}

function unknownItem(record: CardRecord): Item {
  const tag = hexNumber(record.tag);
  const name = { zh: `未知项 ${tag}`, en: `Unknown ${tag}` };
  return { tag: record.tag, name, type: 'b', length: record.value.length, meaning: 'hex' };
}

function same(text: string): Text {
  return { zh: text, en: text };
}
