/**
 * BER-TLV data objects as ISO/IEC 7816-4 5.2.2 and EMV 4.3 Book 3 Annex B use them: tags of 1 to 3 bytes, lengths
 * 00–7F, 81 xx or 82 xx xx. One level at a time: what lies inside a value is read when somebody asks for it, so that
 * depth is bounded by the path that was asked for and never by the card.
 */

import { assert } from '../base/assert.js';
import { concat, uintBytes } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';

const FORMAT = 'tlv';
const LONGEST_TAG = 3;

export interface Tlv {
  /** The tag's bytes as one big-endian number: 0x84, 0x9f0c, 0xdf8129. */
  readonly tag: number;
  readonly value: Uint8Array;
}

/** What one read of a header found: the number read and where the next field begins. */
interface Field {
  readonly value: number;
  readonly next: number;
}

/** Whether the value of an object with this tag holds further objects (b6 of the tag's first byte). */
export function isConstructed(tag: number): boolean {
  const first = tag > 0xffff ? tag >> 16 : tag > 0xff ? tag >> 8 : tag;
  return (first & 0x20) !== 0;
}

/**
 * Reads the objects that stand one behind the other in `bytes`, without looking into them; the values are copies.
 * 00 before, between and after objects is filler (EMV 4.3 Book 3 B1; ISO/IEC 7816-4 5.2.2). FF is not: older editions
 * allowed it, but today it begins tags of its own (FF8106). Lengths longer than they need be are accepted, as BER does.
 * @throws FormatError for a tag over 3 bytes or with 80 as its second, an indefinite length (80) or one of more than
 * two bytes, and anything that reaches past the end
 */
export function decodeTlv(bytes: Uint8Array): Tlv[] {
  const objects: Tlv[] = [];
  let found = nextTlv(bytes, 0);
  while (found !== undefined) {
    objects.push({ tag: found.tag, value: bytes.slice(found.from, found.to) });
    found = nextTlv(bytes, found.to);
  }
  return objects;
}

/** Where a value lies: bytes `from` up to but not including `to`. */
export interface LocatedTlv {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the first object at or after `offset`, over filler; undefined when there is none. For readers that must know
 * where a value lies, or want what stands before a broken object. @throws FormatError as {@link decodeTlv}
 */
export function nextTlv(bytes: Uint8Array, offset: number): LocatedTlv | undefined {
  let start = offset;
  while (bytes[start] === 0x00) start++;
  if (start >= bytes.length) return undefined;
  const tag = readTag(bytes, start);
  const length = readLength(bytes, tag.next);
  const to = length.next + length.value;
  if (to > bytes.length) throw new FormatError(FORMAT, 'value shorter than its length', bytes.length);
  return { tag: tag.value, from: length.next, to };
}

/**
 * Follows a path of tags, the first object of each tag, and gives the last one's value, or undefined where one is
 * missing: `findTlv(fci, 0x6f, 0xa5, 0x9f0c, 0x86)`. Descends into whatever the path names, constructed or not: the
 * social security card's 9F0C holds objects although its tag says it does not (sscard.md 3.3).
 * @throws FormatError when a level on the way is not BER-TLV
 */
export function findTlv(objects: Uint8Array | readonly Tlv[], ...path: readonly number[]): Uint8Array | undefined {
  assert(path.length > 0, 'a path names at least one tag');
  let level = objects;
  let found: Uint8Array | undefined;
  for (const tag of path) {
    const siblings: readonly Tlv[] = level instanceof Uint8Array ? decodeTlv(level) : level;
    found = siblings.find((object) => object.tag === tag)?.value;
    if (found === undefined) return undefined;
    level = found;
  }
  return found;
}

/**
 * Writes one object with the shortest length field. Its value is the given parts joined, so that templates nest:
 * `encodeTlv(0x6f, encodeTlv(0x84, name), encodeTlv(0xa5))`. The value is at most 65535 bytes.
 */
export function encodeTlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const value = parts.length === 1 ? parts[0] : concat(...parts);
  return concat(tagBytes(tag), lengthBytes(value.length), value);
}

/**
 * Reads one tag of 1 to 3 bytes at `start`, which lies within the bytes, for formats that list tags without values.
 * @throws FormatError when it is incomplete, longer, or has 80 as its second byte
 */
export function readTag(bytes: Uint8Array, start: number): Field {
  let value = bytes[start];
  let next = start + 1;
  if ((value & 0x1f) !== 0x1f) return { value, next };
  if (bytes[next] === 0x80) throw new FormatError(FORMAT, 'tag number with a leading zero', next);
  let last = false;
  while (!last) {
    if (next >= bytes.length) throw new FormatError(FORMAT, 'tag incomplete', bytes.length);
    if (next - start >= LONGEST_TAG) throw new FormatError(FORMAT, 'tag longer than three bytes', start);
    value = value * 256 + bytes[next];
    last = bytes[next] < 0x80;
    next++;
  }
  return { value, next };
}

function readLength(bytes: Uint8Array, start: number): Field {
  if (start >= bytes.length) throw new FormatError(FORMAT, 'length missing', bytes.length);
  const first = bytes[start];
  if (first < 0x80) return { value: first, next: start + 1 };
  if (first === 0x80) throw new FormatError(FORMAT, 'indefinite length', start);
  if (first > 0x82) throw new FormatError(FORMAT, 'length of more than two bytes', start);
  const next = start + 1 + (first & 0x7f);
  if (next > bytes.length) throw new FormatError(FORMAT, 'length incomplete', bytes.length);
  return { value: first === 0x81 ? bytes[start + 1] : bytes[start + 1] * 256 + bytes[start + 2], next };
}

/** A tag's bytes; a number that `decodeTlv` could not have read is a bug of the caller. */
export function tagBytes(tag: number): Uint8Array {
  assert(Number.isInteger(tag) && tag > 0 && tag <= 0xffffff, 'a tag is 1 to 3 bytes');
  const bytes = uintBytes(tag, tag <= 0xff ? 1 : tag <= 0xffff ? 2 : LONGEST_TAG);
  const [first, second, third] = bytes;
  const announcesMore = (first & 0x1f) === 0x1f;
  const complete = third === undefined ? second < 0x80 : second > 0x80 && third < 0x80;
  assert(second === undefined ? !announcesMore : announcesMore && complete, 'a tag says itself how many bytes it has');
  return bytes;
}

function lengthBytes(length: number): Uint8Array {
  assert(length <= 0xffff, 'a value is at most 65535 bytes');
  if (length < 0x80) return Uint8Array.of(length);
  return length <= 0xff ? Uint8Array.of(0x81, length) : Uint8Array.of(0x82, length >> 8, length & 0xff);
}
