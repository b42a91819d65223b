/** `cn` values: digits as BCD, left aligned, filled up with F nibbles (sscard.md 4.1). */

import { assert } from '../base/assert.js';
import { FormatError } from '../base/format-error.js';

const FORMAT = 'bcd';
const FILLER = 0x0f;

/** Writes digits 0–9, at most `2 × length` of them, into `length` bytes; no digits at all is the not-set value FF…. */
export function encodeBcd(digits: string, length: number): Uint8Array {
  assert(digits.length <= 2 * length, 'the digits fit their bytes');
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = (nibbleAt(digits, 2 * i) << 4) | nibbleAt(digits, 2 * i + 1);
  return bytes;
}

/**
 * Reads the digits of a `cn` value, without its trailing F nibbles: '' for all F, the not-set value. Refuses A–E, and F
 * before a digit. The one `cn` item that is not all digits, 卡的识别码 with its D156000005 and its MAC, is to be shown by
 * `toHex` instead. @throws FormatError with the byte's offset
 */
export function decodeBcd(bytes: Uint8Array): string {
  let digits = '';
  let ended = false;
  for (let i = 0; i < 2 * bytes.length; i++) {
    const byte = bytes[i >> 1];
    const nibble = i % 2 === 0 ? byte >> 4 : byte & 0x0f;
    if (nibble === FILLER) {
      ended = true;
      continue;
    }
    if (nibble > 9) throw new FormatError(FORMAT, 'not a digit', i >> 1);
    if (ended) throw new FormatError(FORMAT, 'digit after the filler', i >> 1);
    digits += nibble;
  }
  return digits;
}

function nibbleAt(digits: string, index: number): number {
  if (index >= digits.length) return FILLER;
  const value = digits.charCodeAt(index) - 0x30;
  assert(value >= 0 && value <= 9, 'a cn value is made of digits');
  return value;
}
