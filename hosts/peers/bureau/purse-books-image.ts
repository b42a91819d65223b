/** The bureau's books of medical accounts as a file. `ssc-purse-books/1`. */

import * as v from 'valibot';
import { count, digits, fields, hexBytes, parseJson } from '../parse-json.js';
import type { PurseBooksImage } from './purse-books.js';

const FORMAT = 'ssc-purse-books/1';
const UINT32_MAX = 0xffff_ffff;

const lineSchema = fields({
  kind: v.picklist(['load', 'purchase', 'visit-log', 'visit-log-offline']),
  algorithm: v.picklist(['DES', 'SM4']),
  identifier: hexBytes(16),
  historical: hexBytes(13),
  cardNumber: hexBytes(9),
  sequence: count(0xffff),
  account: count(UINT32_MAX),
  selfPay: count(UINT32_MAX),
  pool: count(UINT32_MAX),
  balance: count(UINT32_MAX),
  terminalNumber: digits(12),
  terminalSequence: count(UINT32_MAX),
  moment: digits(14),
  tac: hexBytes(4),
  mac: hexBytes(4),
  check: v.picklist(['right', 'wrong', 'unchecked', 'log-only']),
  verdict: v.picklist(['booked', 'disputed']),
});

const imageSchema = fields({ format: v.literal(FORMAT), lines: v.array(lineSchema) });

/** Reads kept books. @throws FormatError naming where the text is none */
export function parsePurseBooks(text: string): PurseBooksImage {
  return parseJson(FORMAT, text, imageSchema).lines;
}

export function formatPurseBooks(lines: PurseBooksImage): string {
  return `${JSON.stringify({ format: FORMAT, lines })}\n`;
}
