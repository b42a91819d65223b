/** From what a caller writes to the bytes of a data item: the way back of values.ts (sscard.md 4.1). */

import { concat, padRight, uintBytes } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { fromHex } from '../base/hex.js';
import { encodeBcd } from '../codec/bcd.js';
import { encodeGbk } from '../codec/gbk.js';
import { encodeRecord } from '../codec/record.js';
import { isCalendarDay } from './calendar.js';
import type { Item } from './model.js';

/** Why a value cannot stand in its place. */
export type ValueRule =
  /** a `cn` that is not made of digits */
  | 'digits'
  /** another number of digits than a date, a moment or a region has */
  | 'digit-count'
  /** digits that are no day of the calendar, or no time of it */
  | 'date'
  /** a control character, or one that GBK lacks */
  | 'characters'
  /** more than the item has room for */
  | 'too-long'
  /** a binary item that is no number */
  | 'number'
  /** no hexadecimal, or not as much as there must be */
  | 'hexadecimal'
  /** another number of inner items, or fields, than the tables say */
  | 'parts';

/**
 * The value field of an item: `item.length` bytes. The text is as the card spells it, as `Value.text` has it; none at all is
 * the not-set value. Inner items and fields stand side by side with ^ between; one at the end does no harm.
 */
export function encodeValue(item: Item, text: string): Uint8Array | ValueRule {
  if (item.type === 'group') return encodeGroup(item.parts ?? [], text);
  if (text === '') return new Uint8Array(item.length).fill(item.type === 'cn' ? 0xff : 0x00);
  if (item.meaning === 'hex') return hexadecimal(text, item.length);
  switch (item.type) {
    case 'an':
      return characters(text, item.length);
    case 'cn':
      return digits(item, text);
    case 'b':
      return binary(text, item.length);
  }
}

/** The fields of a cyclic record one behind the other, without tags (sscard.md 4.1). */
export function encodeFields(fields: readonly Item[], text: string): Uint8Array | ValueRule {
  return joined(fields, text, (_, bytes) => bytes);
}

/** GBK bytes of a text without control characters, not padded. */
export function encodeCharacters(text: string): Uint8Array | ValueRule {
  for (const character of text) if (character < ' ' || character === '\u007f') return 'characters';
  try {
    return encodeGbk(text);
  } catch (error) {
    if (error instanceof FormatError) return 'characters';
    throw error;
  }
}

/** Bytes of hexadecimal, exactly `length`. */
function hexadecimal(text: string, length: number): Uint8Array | ValueRule {
  const isHex = text.length === 2 * length && /^[0-9A-Fa-f]+$/.test(text);
  return isHex ? fromHex(text) : 'hexadecimal';
}

/**
 * A 2.0 value in the longer field of a 1.0 card, filled up with E nibbles so that its last byte is EE (V2 annex C `[1]`;
 * sscard.md 4.8). Characters stand as characters where they leave room for that, else, digits only, as BCD `[calc]`.
 * @param length of the 1.0 field @param item of 2.0
 */
export function encodeNewMeaning(item: Item, length: number, text: string): Uint8Array | ValueRule {
  const value = encodeValue(item, text);
  if (typeof value === 'string') return value;
  if (value.length < length) return filled(item.type === 'cn' ? text : undefined, value, length);
  if (item.type !== 'an' || !/^\d+$/.test(text)) return 'too-long';
  // The reader knows digits from characters by their count, so all of the item's must be there.
  if (text.length !== item.length) return 'digit-count';
  return text.length <= 2 * length - 2 ? filled(text, value, length) : 'too-long';
}

/** Digits as nibbles with E behind, or bytes with EE behind. */
function filled(digitsOnly: string | undefined, bytes: Uint8Array, length: number): Uint8Array {
  if (digitsOnly === undefined || digitsOnly === '') return padRight(bytes, length, 0xee);
  return fromHex(digitsOnly.padEnd(2 * length, 'E'));
}

function encodeGroup(parts: readonly Item[], text: string): Uint8Array | ValueRule {
  return joined(parts, text, (part, bytes) => encodeRecord(part.tag, bytes));
}

function joined(
  items: readonly Item[],
  text: string,
  frame: (item: Item, bytes: Uint8Array) => Uint8Array,
): Uint8Array | ValueRule {
  const values = text.split('^');
  if (values.length === items.length + 1 && values[items.length] === '') values.pop();
  if (text !== '' && values.length !== items.length) return 'parts';
  const encoded: Uint8Array[] = [];
  for (const [i, item] of items.entries()) {
    const bytes = encodeValue(item, values[i] ?? '');
    if (typeof bytes === 'string') return bytes;
    encoded.push(frame(item, bytes));
  }
  return concat(...encoded);
}

function characters(text: string, length: number): Uint8Array | ValueRule {
  const bytes = encodeCharacters(text);
  if (typeof bytes === 'string') return bytes;
  return bytes.length > length ? 'too-long' : padRight(bytes, length, 0x00);
}

function digits(item: Item, text: string): Uint8Array | ValueRule {
  const { length, meaning } = item;
  if (!/^\d+$/.test(text)) return 'digits';
  if (text.length > 2 * length) return 'too-long';
  const whole = meaning === 'date' ? 8 : meaning === 'date-time' ? 14 : meaning === 'region' ? 6 : undefined;
  if (whole !== undefined && text.length !== whole) return 'digit-count';
  if (whole !== undefined && whole !== 6 && !isMoment(text)) return 'date';
  // An amount is a number and stands right in its field; anything else is a string of digits and stands left.
  return encodeBcd(meaning === 'fen' ? text.padStart(2 * length, '0') : text, length);
}

function isMoment(text: string): boolean {
  return isCalendarDay(text.slice(0, 8)) && /^(?:|(?:[01]\d|2[0-3])[0-5]\d[0-5]\d)$/.test(text.slice(8));
}

/** A number in decimal up to six bytes, as `Value.text` spells it; longer ones in hexadecimal. */
function binary(text: string, length: number): Uint8Array | ValueRule {
  if (length > 6) return hexadecimal(text, length);
  if (!/^\d{1,15}$/.test(text)) return 'number';
  return Number(text) < 256 ** length ? uintBytes(Number(text), length) : 'too-long';
}

/** All bytes of a transparent file from hexadecimal; what is left away at the end is 00. */
export function encodeFile(text: string, size: number): Uint8Array | ValueRule {
  if (text.length % 2 !== 0 || !isHex(text)) return 'hexadecimal';
  return text.length > 2 * size ? 'too-long' : padRight(fromHex(text), size, 0x00);
}

/** A loop and no expression: a photograph is too long for an engine that matches by recursion. */
function isHex(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!'0123456789ABCDEFabcdef'.includes(text[i])) return false;
  return true;
}
