/** Field 54: what an account has left (emv.md 3.3 [B]). */

import type { Message } from '../../codec/iso8583.js';
import { RENMINBI } from './build.js';

/** Account type 2, amount type 2, currency 3, C or D, amount 12. */
const LENGTH = 20;

/**
 * The balance of an answer.
 * @returns fen, below zero for a debit; undefined where there is none, in another currency, or in another form
 */
export function balanceOf({ fields }: Message): number | undefined {
  const value = fields.get(54);
  if (typeof value !== 'string' || value.length !== LENGTH || value.slice(4, 7) !== RENMINBI) return undefined;
  const [sign, digits] = [value[7], value.slice(8)];
  if ((sign !== 'C' && sign !== 'D') || !/^[0-9]{12}$/.test(digits)) return undefined;
  return sign === 'D' && Number(digits) !== 0 ? -Number(digits) : Number(digits);
}
