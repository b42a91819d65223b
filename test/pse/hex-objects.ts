import { toHex } from '../../src/base/hex.js';

/** A TLV object of up to 255 bytes around the parts, all of it in hexadecimal. */
export function tlv(tag: string, ...parts: readonly string[]): string {
  const value = parts.join('').replaceAll(' ', '');
  const length = value.length / 2;
  const digits = length.toString(16).toUpperCase().padStart(2, '0');
  return tag + (length < 0x80 ? digits : `81${digits}`) + value;
}

/** ASCII characters in hexadecimal. */
export function ascii(text: string): string {
  return toHex(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}
