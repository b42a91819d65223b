/**
 * Records of the card's variable-record files (变长记录): tag 1 byte, length 1 byte, value; the tag is the record
 * identifier (sscard.md 4.1). Not BER: a tag such as 9F or BF is one byte here, and 81 as length means 129. The inner
 * items of a B-TLV value have the same shape.
 */

import { assert } from '../base/assert.js';
import { concat } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';

const FORMAT = 'record';
const HEADER_LENGTH = 2;

export interface CardRecord {
  /** 01–FE. */
  readonly tag: number;
  /** 0 to 255 bytes, with whatever padding its item type brings. */
  readonly value: Uint8Array;
}

/**
 * Reads records that stand one behind the other, as READ RECORD "from P1 to last" answers them; the values are copies.
 * Nothing at all is no records. The standard knows no filler between or after records, so a tag 00 or FF (erased
 * memory), a length past the end and a lone tag are refused. @throws FormatError
 */
export function decodeRecords(bytes: Uint8Array): CardRecord[] {
  const records: CardRecord[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (!isRecordTag(bytes[offset])) throw new FormatError(FORMAT, 'not a tag', offset);
    if (offset + HEADER_LENGTH > bytes.length) throw new FormatError(FORMAT, 'length missing', bytes.length);
    const start = offset + HEADER_LENGTH;
    const end = start + bytes[offset + 1];
    if (end > bytes.length) throw new FormatError(FORMAT, 'value shorter than its length', bytes.length);
    records.push({ tag: bytes[offset], value: bytes.slice(start, end) });
    offset = end;
  }
  return records;
}

/** Writes one record: tag (01–FE), length, value (0 to 255 bytes). */
export function encodeRecord(tag: number, value: Uint8Array): Uint8Array {
  assert(Number.isInteger(tag) && isRecordTag(tag), 'a record tag is 01 to FE');
  assert(value.length <= 0xff, 'a record value is at most 255 bytes');
  return concat(Uint8Array.of(tag, value.length), value);
}

function isRecordTag(byte: number): boolean {
  return byte > 0x00 && byte < 0xff;
}
