/** Data object lists: the tags and lengths by which a card asks for the terminal's data (EMV 4.3 Book 3 5.4). */

import { assert } from '../base/assert.js';
import { concat } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { isConstructed, readTag, tagBytes } from './tlv.js';

const FORMAT = 'dol';

export interface DolEntry {
  readonly tag: number;
  /** How many bytes the card wants of it, 0 to 255. */
  readonly length: number;
}

/** How a value is cut or filled to the length that is asked for: numeric, compressed numeric, or any other format. */
export type DataFormat = 'n' | 'cn' | 'other';

/**
 * Reads a list of tag (1 to 3 bytes) and length (1 byte) pairs. An empty list has no entries; 00 is no tag.
 * @throws FormatError when an entry is cut off or its tag is none
 */
export function decodeDol(bytes: Uint8Array): DolEntry[] {
  const entries: DolEntry[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (bytes[offset] === 0x00) throw new FormatError(FORMAT, 'tag 00', offset);
    const tag = readTag(bytes, offset);
    if (tag.next >= bytes.length) throw new FormatError(FORMAT, 'length missing', bytes.length);
    entries.push({ tag: tag.value, length: bytes[tag.next] });
    offset = tag.next + 1;
  }
  return entries;
}

/** Writes a list; the reverse of `decodeDol`. */
export function encodeDol(entries: readonly DolEntry[]): Uint8Array {
  return concat(
    ...entries.map(({ tag, length }) => {
      assert(Number.isInteger(length) && length >= 0 && length <= 0xff, 'a DOL length is one byte');
      return concat(tagBytes(tag), Uint8Array.of(length));
    }),
  );
}

/** How many bytes a filled list has. */
export function dolLength(dol: readonly DolEntry[]): number {
  return dol.reduce((sum, { length }) => sum + length, 0);
}

/**
 * Joins the values that a list asks for, without tags and lengths (Book 3 5.4). `resolve` gives a value by tag; what it
 * does not know, and every constructed tag, becomes zeros. A value that is too long loses its leftmost bytes when it is
 * numeric, else its rightmost; one that is too short gets leading zeros when it is numeric, trailing FF when it is
 * compressed numeric, else trailing zeros.
 */
export function fillDol(
  dol: readonly DolEntry[],
  resolve: (tag: number) => Uint8Array | undefined,
  formatOf: (tag: number) => DataFormat,
): Uint8Array {
  return concat(
    ...dol.map(({ tag, length }) => {
      const value = isConstructed(tag) ? undefined : resolve(tag);
      return value === undefined ? new Uint8Array(length) : resized(value, length, formatOf(tag));
    }),
  );
}

function resized(value: Uint8Array, length: number, format: DataFormat): Uint8Array {
  if (value.length >= length) return format === 'n' ? value.slice(value.length - length) : value.slice(0, length);
  const fitted = new Uint8Array(length).fill(format === 'cn' ? 0xff : 0x00);
  fitted.set(value, format === 'n' ? length - value.length : 0);
  return fitted;
}
