/** 8A authorisation response code 授权响应码: the issuer's, and the terminal's own (EMV 4.3 Book 4 annex A6; emv.md 3.8). */

import { asciiBytes } from '../base/bytes.js';
import type { DataObjects } from './data-objects.js';

/** Codes that the terminal writes itself, so that the card and the batch know that no issuer spoke. */
export type TerminalCode =
  /** approved offline, declined offline */
  | 'Y1'
  | 'Z1'
  /** the same after the issuer could not be asked */
  | 'Y3'
  | 'Z3';

/** The whole amount is approved: without a word, and to a preferred customer. */
const APPROVED: readonly string[] = Object.freeze(['00', '11']);

/**
 * A part of the amount is approved, or all of it with a note (16, A2 and others: emv.md 3.8 [D], [mem]). This terminal does
 * not ask for that and cannot take it: it is to be taken back.
 */
const APPROVED_IN_PART: readonly string[] = Object.freeze(['10', '16', 'A2', 'A4', 'A5', 'A6']);

/**
 * What the issuer's code means here. Referrals 01 and 02 are refused like every other code that is no approval: the
 * merchant telephones and begins anew.
 */
export function verdictOf(responseCode: string): 'approved' | 'approved in part' | 'declined' {
  if (APPROVED_IN_PART.includes(responseCode)) return 'approved in part';
  return APPROVED.includes(responseCode) ? 'approved' : 'declined';
}

/** Writes 8A: two characters. */
export function putResponseCode(terminal: DataObjects, code: string): void {
  terminal.put(0x8a, asciiBytes(code));
}
