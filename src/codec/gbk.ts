/**
 * GBK text, as `an` items hold it (sscard.md 4.1). One byte 00–7F is ASCII, 81–FE leads a character of two. 80 and FF
 * are no characters: the Euro at 80 is a habit of one vendor's code page 936; GB 18030 has it at A2E3. Where a text
 * ends is the caller's to say: the 00 padding of an item comes off, and the halves of a split name come together,
 * before.
 */

import { FormatError } from '../base/format-error.js';
import { toHex } from '../base/hex.js';
import { cellOf, HOLE, unitAt } from './gbk-cells.js';

const FORMAT = 'gbk';
const FIRST_LEAD = 0x81;
/** Trail bytes run 40–7E, 80–FE. */
const FIRST_TRAIL = 0x40;
const GAP = 0x7f;

/**
 * Reads GBK bytes as text. Never fails and never drops a byte: what has no character is shown as □ with its bytes in
 * hexadecimal, `□<A2AB>` for an empty cell, `□<FF>` for a byte that cannot stand where it does (a lead byte at the very
 * end, too), `□<8139EF30>` for a character of GB 18030's four bytes, which GBK does not have.
 */
export function decodeGbk(bytes: Uint8Array): string {
  let text = '';
  let offset = 0;
  while (offset < bytes.length) {
    const length = sequenceLength(bytes, offset);
    const sequence = bytes.subarray(offset, offset + length);
    const unit = length === 2 ? unitAt(sequence[0], sequence[1]) : length === 1 ? asciiUnit(sequence[0]) : HOLE;
    text += unit === HOLE ? `□<${toHex(sequence)}>` : String.fromCharCode(unit);
    offset += length;
  }
  return text;
}

/** Writes text as GBK bytes, one or two a character. @throws FormatError for a character that GBK does not have */
export function encodeGbk(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes.push(unit);
      continue;
    }
    const cell = cellOf(unit);
    if (cell === undefined) throw new FormatError(FORMAT, 'character not in GBK', i);
    bytes.push(cell >> 8, cell & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** How many bytes from `offset` on belong together: 1, 2, or 4 where GB 18030 would read one character. */
function sequenceLength(bytes: Uint8Array, offset: number): number {
  const left = bytes.length - offset;
  if (left < 2 || !isLead(bytes[offset])) return 1;
  if (isTrail(bytes[offset + 1])) return 2;
  const four = left >= 4 && isDigit(bytes[offset + 1]) && isLead(bytes[offset + 2]) && isDigit(bytes[offset + 3]);
  return four ? 4 : 1;
}

function asciiUnit(byte: number): number {
  return byte < 0x80 ? byte : HOLE;
}

function isLead(byte: number): boolean {
  return byte >= FIRST_LEAD && byte <= 0xfe;
}

function isTrail(byte: number): boolean {
  return byte >= FIRST_TRAIL && byte <= 0xfe && byte !== GAP;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
