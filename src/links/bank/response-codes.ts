/**
 * Table: what a response code, field 39, means for what the terminal does next (emv.md 3.8 [B] for the common codes, [D] for
 * the rare ones; A2 to A6 [mem]). Its words are with the screens.
 */

import { frozen } from '../../base/frozen.js';

export type ResponseClass =
  | 'approved'
  /** approved, but not what was asked: a part of the amount, or with a note that this terminal does not know */
  | 'take-back'
  | 'decline'
  /** the same may succeed: a wrong PIN, a host that is busy, late or down */
  | 'retry'
  /** the host does not know this terminal's keys or batch */
  | 'sign-in'
  /** the issuer wants the card kept */
  | 'capture';

const CLASSES: readonly (readonly [ResponseClass, readonly string[]])[] = frozen([
  ['approved', ['00', '11']],
  ['take-back', ['10', '16', 'A2', 'A4', 'A5', 'A6']],
  ['retry', ['55', '68', '90', '91', '96', '98']],
  ['sign-in', ['77', '99', 'A0']],
  ['capture', ['04', '07', '41', '43']],
]);

/** The class of a response code; of one that is in no row, a decline. */
export function responseClass(code: string): ResponseClass {
  return CLASSES.find(([, codes]) => codes.includes(code))?.[0] ?? 'decline';
}
