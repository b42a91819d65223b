/** From the words of a card profile to the bytes of an item (V2 §7; sscard.md 4.1, 4.8). */

import { concat, padRight } from '../../../src/base/bytes.js';
import { FormatError } from '../../../src/base/format-error.js';
import { hexNumber } from '../../../src/base/hex.js';
import { encodeBcd } from '../../../src/codec/bcd.js';
import { encodeGbk } from '../../../src/codec/gbk.js';
import { encodeRecord } from '../../../src/codec/record.js';
import type { LayoutItem } from './layout.js';
import { hexValue, misfit } from './misfit.js';

/** Characters of an `an`, digits of a `cn`, hexadecimal of a `b`; of a group, its inner items by tag. */
export type ItemValue = string | Readonly<Record<string, string>>;

const DIGITS = /^[0-9]*$/;

/**
 * The value field of an item.
 *
 * @param value undefined and the empty text are the not-set value: all 00, all FF for `cn`
 * @param path where the value stands in the profile, for the error
 * @returns `item.length` bytes
 * @throws FormatError
 */
export function encodeValue(item: LayoutItem, value: ItemValue | undefined, path: string): Uint8Array {
  if (item.type === 'group') return encodeGroup(item, value, path);
  const text = value ?? '';
  if (typeof text !== 'string') throw misfit(path, 'expected a string');
  switch (item.type) {
    case 'an':
      return padRight(withinLength(gbk(text, path), item, path), item.length, 0x00);
    case 'cn':
      return encodeDigits(text, item.length, path);
    case 'b':
      return text === '' ? new Uint8Array(item.length) : hexValue(text, item.length, path);
  }
}

/**
 * The value field of a 1.0 item that carries the meaning of 2.0: the 2.0 value, right-padded with E nibbles to the 1.0
 * length, so that the last byte EE tells a reader which of the two it is. V2 annex C [1]; sscard.md 4.8.
 *
 * @param item the item in the 1.0 layout @param meant the same tag in the 2.0 layout, shorter than `item`
 * @returns `item.length` bytes
 * @throws FormatError, also where the 2.0 value leaves no room for EE
 */
export function encodeNewMeaning(item: LayoutItem, meant: LayoutItem, value: ItemValue, path: string): Uint8Array {
  if (meant.length >= item.length) throw misfit(path, 'the 2.0 value leaves no room for EE');
  return padRight(encodeValue(meant, value, path), item.length, 0xee);
}

/** GBK bytes of a text. @throws FormatError naming the path, for a character that GBK lacks */
export function gbk(text: string, path: string): Uint8Array {
  try {
    return encodeGbk(text);
  } catch (error) {
    if (error instanceof FormatError) throw misfit(path, 'a character that GBK lacks');
    throw error;
  }
}

function encodeGroup(item: LayoutItem, value: ItemValue | undefined, path: string): Uint8Array {
  const values = value ?? {};
  if (typeof values === 'string') throw misfit(path, 'expected an object of inner items');
  const tags = item.parts.map((part) => hexNumber(part.tag));
  for (const tag of Object.keys(values)) {
    if (!tags.includes(tag)) throw misfit(`${path}.${tag}`, 'no such inner item');
  }
  return concat(
    ...item.parts.map((part, i) => encodeRecord(part.tag, encodeValue(part, values[tags[i]], `${path}.${tags[i]}`))),
  );
}

function encodeDigits(text: string, length: number, path: string): Uint8Array {
  if (!DIGITS.test(text)) throw misfit(path, 'expected digits');
  if (text.length > 2 * length) throw misfit(path, `expected at most ${2 * length} digits`);
  return encodeBcd(text, length);
}

function withinLength(bytes: Uint8Array, item: LayoutItem, path: string): Uint8Array {
  if (bytes.length > item.length) throw misfit(path, `expected at most ${item.length} bytes in GBK`);
  return bytes;
}
