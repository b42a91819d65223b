/** Values by their format, in words: digits, dates, amounts, characters (EMV 4.3 Book 3 4.3). */

import { readUint } from '../../base/bytes.js';
import { toHex } from '../../base/hex.js';
import { same, type Text } from '../../base/text.js';
import { decodeBcd } from '../../codec/bcd.js';
import { decodeGbk } from '../../codec/gbk.js';
import { type Codes, coded } from './codes.js';
import type { Reading } from './description.js';

type Reader = (value: Uint8Array) => Reading;

/** n and cn: digits without filler. @throws FormatError 'bcd' */
export const digits: Reader = (value) => ({ value: same(decodeBcd(value)) });

/** b: an unsigned number of one to six bytes, in decimal; longer ones have no words. */
export const counted: Reader = (value) =>
  value.length >= 1 && value.length <= 6 ? { value: same(String(readUint(value, 0, value.length))) } : {};

/** a, an, ans: GBK characters without the 00 that fills them up; a control character is shown as □. */
export const characters: Reader = (value) => ({ value: same(printable(value)) });

function printable(value: Uint8Array): string {
  let end = value.length;
  while (end > 0 && value[end - 1] === 0x00) end--;
  let clean = '';
  for (const one of decodeGbk(value.subarray(0, end))) clean += one < ' ' || one === '\u007f' ? '□' : one;
  return clean;
}

/** n 12, the last two digits fen: 12.34. Other currencies may divide otherwise; 5F36 would say so. @throws FormatError */
export const amount: Reader = (value) => ({ value: same(withTwoPlaces(decodeBcd(value))) });

/** Four binary bytes of fen. */
export const binaryAmount: Reader = (value) => ({ value: binaryAmountText(value) });

export function binaryAmountText(value: Uint8Array): Text {
  const short = value.length >= 1 && value.length <= 6;
  return same(short ? withTwoPlaces(String(readUint(value, 0, value.length))) : toHex(value));
}

function withTwoPlaces(minor: string): string {
  const padded = minor.replace(/^0+/, '').padStart(3, '0');
  return `${padded.slice(0, -2)}.${padded.slice(-2)}`;
}

/** YYMMDD; a year from 50 on is of the 20th century (EMV 4.3 Book 4 6.7.3). @throws FormatError */
export const date: Reader = (value) => {
  const text = decodeBcd(value);
  if (text.length !== 6) return { value: same(text) };
  const century = text >= '50' ? '19' : '20';
  return { value: same(`${century}${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4)}`) };
};

/** hhmmss. @throws FormatError */
export const time: Reader = (value) => {
  const text = decodeBcd(value);
  return { value: same(text.length === 6 ? `${text.slice(0, 2)}:${text.slice(2, 4)}:${text.slice(4)}` : text) };
};

/** One BCD byte that is a code. @throws FormatError */
export const codeOf =
  (codes: Codes): Reader =>
  (value) => ({ value: coded(codes, decodeBcd(value)) });

/** n 3 in two bytes, a code of ISO 3166 or 4217. @throws FormatError */
export const numberCodeOf =
  (codes: Codes): Reader =>
  (value) => ({ value: coded(codes, decodeBcd(value).slice(-3)) });

/** A code of characters. */
export const characterCodeOf =
  (codes: Codes): Reader =>
  (value) => ({ value: coded(codes, printable(value)) });
