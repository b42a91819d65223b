import { FormatError } from '../../../src/base/format-error.js';
import { fromHex } from '../../../src/base/hex.js';

/** What parseCardProfile calls its format in errors. */
export const PROFILE_FORMAT = 'card-profile';

/** The error for something in a card profile that does not fit, at its path: `files.DF01EF05.20: expected digits`. */
export function misfit(path: string, rule: string): FormatError {
  return new FormatError(PROFILE_FORMAT, `${path}: ${rule}`);
}

const HEX = /^[0-9A-Fa-f]*$/;

/** Reads exactly `length` bytes of hexadecimal without blanks. @throws FormatError */
export function hexValue(text: string, length: number, path: string): Uint8Array {
  if (!HEX.test(text) || text.length !== 2 * length) throw misfit(path, `expected ${length} bytes in hexadecimal`);
  return fromHex(text);
}

/** Reads at most `length` bytes of hexadecimal without blanks. @throws FormatError */
export function hexUpTo(text: string, length: number, path: string): Uint8Array {
  if (!HEX.test(text) || text.length % 2 !== 0) throw misfit(path, 'expected hexadecimal');
  if (text.length > 2 * length) throw misfit(path, `expected at most ${length} bytes in hexadecimal`);
  return fromHex(text);
}
