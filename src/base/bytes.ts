/** Byte strings: the one currency of the house. Plain `Uint8Array`, big-endian numbers, never a Node Buffer. */

import { assert } from './assert.js';

export const EMPTY: Uint8Array = new Uint8Array(0);

/** Joins byte strings into a new one. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (let i = 0; i < parts.length; i++) length += parts[i].length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (let i = 0; i < parts.length; i++) {
    joined.set(parts[i], offset);
    offset += parts[i].length;
  }
  return joined;
}

/**
 * Whether two byte strings are the same. Looks at every byte whatever it finds, so that the time taken does not tell
 * where a cryptogram first differs.
 */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}

/** Whether `bytes` begins with `prefix`. */
export function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return bytes.length >= prefix.length && equalBytes(bytes.subarray(0, prefix.length), prefix);
}

/** Byte-wise exclusive or of two strings of the same length. */
export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  assert(a.length === b.length, 'xor of different lengths');
  const result = new Uint8Array(a.length);
  for (let i = 0; i < a.length; i++) result[i] = a[i] ^ b[i];
  return result;
}

/** Reads a big-endian unsigned number of 1 to 6 bytes. */
export function readUint(bytes: Uint8Array, offset: number, length: number): number {
  assert(length >= 1 && length <= 6, 'numbers are 1 to 6 bytes');
  assert(offset >= 0 && offset + length <= bytes.length, 'number lies within the bytes');
  let value = 0;
  for (let i = 0; i < length; i++) value = value * 256 + bytes[offset + i];
  return value;
}

/** Writes a big-endian unsigned number into `length` bytes (1 to 6). */
export function uintBytes(value: number, length: number): Uint8Array {
  assert(length >= 1 && length <= 6, 'numbers are 1 to 6 bytes');
  assert(Number.isInteger(value) && value >= 0 && value < 256 ** length, 'number fits its bytes');
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

/** Copies `bytes` into `length` bytes, left aligned, the rest filled with `fill`. The bytes must fit. */
export function padRight(bytes: Uint8Array, length: number, fill: number): Uint8Array {
  assert(bytes.length <= length, 'bytes fit the padded length');
  const padded = new Uint8Array(length).fill(fill);
  padded.set(bytes);
  return padded;
}

/** ASCII characters as bytes; a character outside 00–7F is a bug of the caller. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    assert(code < 0x80, 'text is ASCII');
    bytes[i] = code;
  }
  return bytes;
}
