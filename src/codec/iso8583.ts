/**
 * A bank message from its type on: MTI, bitmap, fields, in the packing of UnionPay terminals (emv.md 3.1, 3.3). What is
 * read has one form only: written again it gives the same bytes. The line's frame around it is iso8583-frame.ts.
 */

import { assert } from '../base/assert.js';
import { asciiBytes, concat } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { toHex } from '../base/hex.js';
import { type FieldRow, fieldRow } from './iso8583-fields.js';

const FORMAT = 'iso8583';
const MTI_LENGTH = 2;
const BITMAP_LENGTH = 8;
const MAC_FIELDS: readonly number[] = Object.freeze([64, 128]);

/** Text for n (digits), z (hexadecimal digits, D the separator), an and ans; bytes for text and b. */
export type FieldValue = string | Uint8Array;

export interface Message {
  /** Four digits: 0 for the edition of 1987, the class 1 to 8, the function, the origin. */
  readonly mti: string;
  readonly fields: ReadonlyMap<number, FieldValue>;
}

/** A field and where its value lies, without its length: bytes `from` up to but not including `to` of the message. */
export interface LocatedField {
  readonly field: number;
  readonly from: number;
  readonly to: number;
  readonly value: FieldValue;
}

/** @throws FormatError as {@link locateFields} */
export function decodeMessage(bytes: Uint8Array): Message {
  const located = locateFields(bytes);
  return { mti: readMti(bytes), fields: new Map(located.map(({ field, value }) => [field, value])) };
}

/**
 * Reads the message type: four digits, of which the first is 0 for ISO 8583:1987 and the second a class, 1 to 8.
 * @throws FormatError
 */
export function readMti(bytes: Uint8Array): string {
  if (bytes.length < MTI_LENGTH) throw new FormatError(FORMAT, 'message type missing', bytes.length);
  const mti = toHex(bytes.subarray(0, MTI_LENGTH));
  if (!isMti(mti)) throw new FormatError(FORMAT, 'no message type of 1987', 0);
  return mti;
}

/**
 * Reads the numbers of the fields that the bitmap announces, ascending. @throws FormatError for a field that the dialect
 * does not have, and for a second bitmap that announces nothing
 */
export function readBitmap(bytes: Uint8Array): number[] {
  const end = MTI_LENGTH + bitmapLength(bytes);
  if (bytes.length < end) throw new FormatError(FORMAT, 'bitmap incomplete', bytes.length);
  const fields: number[] = [];
  for (let field = 2; field <= (end - MTI_LENGTH) * 8; field++) {
    const at = MTI_LENGTH + ((field - 1) >> 3);
    if ((bytes[at] & (0x80 >> ((field - 1) & 7))) === 0) continue;
    if (fieldRow(field) === undefined) throw new FormatError(FORMAT, `field ${field} is not defined`, at);
    fields.push(field);
  }
  if (end > MTI_LENGTH + BITMAP_LENGTH && (fields.at(-1) ?? 0) <= 64) {
    throw new FormatError(FORMAT, 'second bitmap announces nothing', MTI_LENGTH + BITMAP_LENGTH);
  }
  return fields;
}

/**
 * Reads all fields, in the order of their numbers; the bytes of a value are a copy. @throws FormatError for whatever is
 * not as {@link encodeMessage} would have written it: an undefined field, a length that is not BCD, 0 or too long, a
 * character outside the field's alphabet, filler that is not 0, a value cut off, bytes behind the last field
 */
export function locateFields(bytes: Uint8Array): LocatedField[] {
  readMti(bytes);
  const numbers = readBitmap(bytes);
  let at = MTI_LENGTH + bitmapLength(bytes);
  const located = numbers.map((field) => {
    const found = locate(bytes, at, fieldRow(field)!);
    at = found.to;
    return found;
  });
  if (at !== bytes.length) throw new FormatError(FORMAT, 'bytes behind the last field', at);
  return located;
}

/** A message that has a MAC, cut in two. */
export interface AuthenticatedMessage {
  /** From the message type up to the MAC, whose bit is set in the bitmap; a view. */
  readonly covered: Uint8Array;
  /** 8 bytes; a view. */
  readonly mac: Uint8Array;
}

/** Finds the MAC, field 64 or 128, which is the last field. @returns undefined where there is none @throws FormatError */
export function splitMac(bytes: Uint8Array): AuthenticatedMessage | undefined {
  const last = locateFields(bytes).at(-1);
  if (last === undefined || !MAC_FIELDS.includes(last.field)) return undefined;
  return { covered: bytes.subarray(0, last.from), mac: bytes.subarray(last.from, last.to) };
}

/** Writes a message. A value that its field cannot hold is a bug of the caller. @returns MTI, bitmap, fields */
export function encodeMessage({ mti, fields }: Message): Uint8Array {
  assert(mti.length === 4 && isMti(mti), 'a message type is four digits, the first 0, the second its class');
  const numbers = [...fields.keys()].sort((a, b) => a - b);
  const bitmap = new Uint8Array((numbers.at(-1) ?? 0) > 64 ? 2 * BITMAP_LENGTH : BITMAP_LENGTH);
  if (bitmap.length > BITMAP_LENGTH) bitmap[0] = 0x80;
  const values = numbers.map((field) => {
    const row = fieldRow(field);
    assert(row !== undefined, `field ${field} is defined`);
    bitmap[(field - 1) >> 3] |= 0x80 >> ((field - 1) & 7);
    return encodeField(row, fields.get(field)!);
  });
  return concat(packed(mti), bitmap, ...values);
}

function isMti(digits: string): boolean {
  return isMadeOf(digits, isDigit) && digits[0] === '0' && digits[1] >= '1' && digits[1] <= '8';
}

function bitmapLength(bytes: Uint8Array): number {
  return bytes[MTI_LENGTH] >= 0x80 ? 2 * BITMAP_LENGTH : BITMAP_LENGTH;
}

function locate(bytes: Uint8Array, at: number, row: FieldRow): LocatedField {
  const prefix = row.size === 'fixed' ? 0 : row.size === 'LL' ? 1 : 2;
  const length = prefix === 0 ? row.max : readLength(bytes, at, prefix, row);
  const from = at + prefix;
  const to = from + (isPacked(row) ? (length + 1) >> 1 : length);
  if (to > bytes.length) throw wrong(row, 'cut off', bytes.length);
  const raw = bytes.slice(from, to);
  const value = isPacked(row) ? readPacked(raw, length, row, from) : readCharacters(raw, row, from);
  return { field: row.field, from, to, value };
}

function readLength(bytes: Uint8Array, at: number, prefix: number, row: FieldRow): number {
  if (at + prefix > bytes.length) throw wrong(row, 'length missing', bytes.length);
  const text = toHex(bytes.subarray(at, at + prefix));
  if (!isMadeOf(text, isDigit)) throw wrong(row, 'length is not BCD', at);
  const length = Number(text);
  if (length === 0) throw wrong(row, 'is empty', at);
  if (length > row.max) throw wrong(row, `longer than ${row.max}`, at);
  return length;
}

function readPacked(raw: Uint8Array, length: number, row: FieldRow, from: number): string {
  const nibbles = toHex(raw);
  const odd = length % 2 !== 0;
  const filler = row.filler === 'left' ? nibbles[0] : nibbles[length];
  if (odd && filler !== '0') throw wrong(row, 'filler is not 0', from);
  const value = odd && row.filler === 'left' ? nibbles.slice(1) : nibbles.slice(0, length);
  if (row.format === 'n' && !isMadeOf(value, isDigit)) throw wrong(row, 'not a digit', from);
  return value;
}

function readCharacters(raw: Uint8Array, row: FieldRow, from: number): FieldValue {
  if (row.format === 'b' || row.format === 'text') return raw;
  let text = '';
  for (const byte of raw) text += String.fromCharCode(byte);
  if (!isMadeOf(text, alphabetOf(row))) throw wrong(row, `not ${row.format}`, from);
  return text;
}

function encodeField(row: FieldRow, value: FieldValue): Uint8Array {
  const { field, size, max } = row;
  const fits = size === 'fixed' ? value.length === max : value.length > 0 && value.length <= max;
  assert(fits, `the value of field ${field} has a length of the table`);
  const body = typeof value === 'string' ? encodeText(row, value) : value;
  assert(typeof value === 'string' || row.format === 'b' || row.format === 'text', `field ${field} is text`);
  if (size === 'fixed') return body;
  return concat(packed(String(value.length).padStart(size === 'LL' ? 2 : 4, '0')), body);
}

function encodeText(row: FieldRow, value: string): Uint8Array {
  assert(row.format !== 'b' && row.format !== 'text', `field ${row.field} is bytes`);
  assert(isMadeOf(value, alphabetOf(row)), `the value of field ${row.field} keeps to its alphabet`);
  if (!isPacked(row)) return asciiBytes(value);
  if (value.length % 2 === 0) return packed(value);
  return packed(row.filler === 'left' ? `0${value}` : `${value}0`);
}

/** Nibbles of an even number of upper-case hexadecimal digits. */
function packed(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < digits.length; i++) {
    const code = digits.charCodeAt(i);
    bytes[i >> 1] = (bytes[i >> 1] << 4) | (code < 0x3a ? code - 0x30 : code - 0x37);
  }
  return bytes;
}

function isPacked({ format }: FieldRow): boolean {
  return format === 'n' || format === 'z';
}

function alphabetOf({ format }: FieldRow): (code: number) => boolean {
  switch (format) {
    case 'n':
      return isDigit;
    case 'z':
      return isNibble;
    case 'an':
      return isAlphanumeric;
    default:
      return isPrintable;
  }
}

function isMadeOf(text: string, alphabet: (code: number) => boolean): boolean {
  for (let i = 0; i < text.length; i++) if (!alphabet(text.charCodeAt(i))) return false;
  return true;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isNibble = (code: number): boolean => isDigit(code) || (code >= 0x41 && code <= 0x46);
const isLetter = (code: number): boolean => (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
const isAlphanumeric = (code: number): boolean => isDigit(code) || isLetter(code) || code === 0x20;
const isPrintable = (code: number): boolean => code >= 0x20 && code <= 0x7e;

function wrong({ field }: FieldRow, rule: string, offset: number): FormatError {
  return new FormatError(FORMAT, `field ${field} ${rule}`, offset);
}
