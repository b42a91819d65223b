/**
 * Values of the card's objects, as the terminal's decisions need them. Their formats were looked at when the records were
 * read (`isWellFormed`), so that a wrong one here is a bug.
 */

import { assert } from '../base/assert.js';
import { toHex } from '../base/hex.js';
import { decodeBcd } from '../codec/bcd.js';
import type { DataObjects } from './data-objects.js';

/** A country or currency code, n 3 in two bytes, if the card has it. */
export function codeOf(card: DataObjects, tag: number): number | undefined {
  const value = card.get(tag);
  return value && Number(digitsOf(value, 2));
}

/** A date YYMMDD as YYYYMMDD, if the card has it; years from 50 on are 19YY (EMV 4.3 Book 4 6.7.3). */
export function dateOf(card: DataObjects, tag: number): string | undefined {
  const value = card.get(tag);
  if (value === undefined) return undefined;
  const digits = digitsOf(value, 3);
  return `${digits >= '50' ? '19' : '20'}${digits}`;
}

/** The account: the digits of 5A, and of 5F34 as two digits, or '' without it. */
export function accountOf(card: DataObjects): { readonly pan: string; readonly panSequence: string } {
  const account = card.get(0x5a);
  const sequence = card.get(0x5f34);
  assert(account !== undefined, 'no application is read without its PAN');
  return { pan: decodeBcd(account), panSequence: sequence ? digitsOf(sequence, 1) : '' };
}

function digitsOf(value: Uint8Array, length: number): string {
  const digits = toHex(value);
  assert(value.length === length && /^\d+$/.test(digits), 'numeric objects are checked when they are read');
  return digits;
}
