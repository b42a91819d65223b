/**
 * Table: how the values of data objects are written (EMV 4.3 Book 3 annex A1; PBOC's own from emv.md 2.3), for filling
 * data object lists and for refusing a card whose records break their format.
 */

import { FormatError } from '../base/format-error.js';
import { frozen } from '../base/frozen.js';
import { decodeBcd } from '../codec/bcd.js';
import { type DataFormat, decodeDol } from '../codec/dol.js';

/** Format n: BCD digits, right aligned, that a DOL cuts and fills on the left. */
const NUMERIC: readonly number[] = Object.freeze([
  0x42, 0x5f24, 0x5f25, 0x5f28, 0x5f2a, 0x5f30, 0x5f34, 0x5f36, 0x5f57, 0x9a, 0x9c, 0x9f01, 0x9f02, 0x9f03, 0x9f11,
  0x9f15, 0x9f1a, 0x9f21, 0x9f35, 0x9f39, 0x9f3b, 0x9f3c, 0x9f3d, 0x9f41, 0x9f42, 0x9f43, 0x9f44, 0x9f51, 0x9f54,
  0x9f57, 0x9f5c, 0x9f5d, 0x9f6b, 0x9f6d, 0x9f75, 0x9f76, 0x9f77, 0x9f78, 0x9f79, 0x9f7b,
]);

/** Format cn: BCD digits, left aligned, filled with F. */
const COMPRESSED_NUMERIC: readonly number[] = Object.freeze([0x5a, 0x9f20]);

/** The format by which a DOL cuts or fills the value of this tag. */
export function formatOf(tag: number): DataFormat {
  if (NUMERIC.includes(tag)) return 'n';
  return COMPRESSED_NUMERIC.includes(tag) ? 'cn' : 'other';
}

type Check = (value: Uint8Array) => boolean;

const bytes =
  (length: number): Check =>
  (value) =>
    value.length === length;

const digits =
  (length: number): Check =>
  (value) =>
    value.length === length && value.every(isDecimal);

/**
 * The objects of the card's records that the kernel itself works with. Those of offline data authentication are left
 * out: what is wrong with them makes the authentication fail and does not end the transaction (Book 2 5 and 6).
 */
const CHECKS: readonly (readonly [number, Check])[] = frozen([
  [0x5a, isAccountNumber],
  [0x5f24, isDate],
  [0x5f25, isDate],
  [0x5f28, digits(2)],
  [0x5f30, digits(2)],
  [0x5f34, digits(1)],
  [0x8c, isDol],
  [0x8d, isDol],
  [0x8e, isCvmList],
  [0x97, isDol],
  [0x9f07, bytes(2)],
  [0x9f08, bytes(2)],
  [0x9f0d, bytes(5)],
  [0x9f0e, bytes(5)],
  [0x9f0f, bytes(5)],
  [0x9f14, bytes(1)],
  [0x9f23, bytes(1)],
  [0x9f42, digits(2)],
  [0x9f44, digits(1)],
  [0x9f62, bytes(1)],
]);

/**
 * Whether a value from a record keeps the format of its tag (Book 3 7.5: a format error that the terminal recognises
 * ends the transaction). True for tags that the kernel does not work with.
 */
export function isWellFormed(tag: number, value: Uint8Array): boolean {
  return CHECKS.every(([checked, check]) => checked !== tag || check(value));
}

/** cn, one to 19 digits in at most ten bytes. */
function isAccountNumber(value: Uint8Array): boolean {
  if (value.length > 10) return false;
  const account = parsed(() => decodeBcd(value)) ?? '';
  return account.length >= 1 && account.length <= 19;
}

/** YYMMDD. Whether the month has such a day is left open: only the order of dates matters to the kernel. */
function isDate(value: Uint8Array): boolean {
  const [, month, day] = value;
  return value.length === 3 && value.every(isDecimal) && month >= 0x01 && month <= 0x12 && day >= 0x01 && day <= 0x31;
}

function isDol(value: Uint8Array): boolean {
  return value.length <= 252 && parsed(() => decodeDol(value)) !== undefined;
}

/** Two amounts of four bytes and rules of two; without rules it counts as absent (Book 3 10.5). */
function isCvmList(value: Uint8Array): boolean {
  return value.length >= 8 && value.length <= 252 && value.length % 2 === 0;
}

function isDecimal(byte: number): boolean {
  return byte >> 4 <= 9 && (byte & 0x0f) <= 9;
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
