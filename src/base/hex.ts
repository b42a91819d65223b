import { FormatError } from './format-error.js';

const DIGITS = '0123456789ABCDEF';

/** Upper-case hexadecimal, two digits a byte. For traces and messages; never in a hot path. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += DIGITS[bytes[i] >> 4] + DIGITS[bytes[i] & 0x0f];
  return text;
}

/** One byte as two hexadecimal digits, a larger number as more, always an even count. */
export function hexNumber(value: number, digits = 2): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/** Reads hexadecimal of either case; blanks may stand between bytes. @throws FormatError */
export function fromHex(text: string): Uint8Array {
  const compact = text.includes(' ') || text.includes('\n') ? text.replace(/\s+/g, '') : text;
  if (compact.length % 2 !== 0) throw new FormatError('hex', 'odd number of digits');
  const bytes = new Uint8Array(compact.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (digitAt(compact, 2 * i) << 4) | digitAt(compact, 2 * i + 1);
  return bytes;
}

function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  if (letter >= 0x61 && letter <= 0x66) return letter - 0x57;
  throw new FormatError('hex', 'not a hexadecimal digit', at);
}
