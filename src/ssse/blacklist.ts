/** A blacklist short enough to be held as it is: the form of sscard.md 16.5 `[TP]`, singles and ranges. */

import { toHex } from '../base/hex.js';
import type { Blacklist } from './validity.js';

export type BlacklistEntry =
  /** one card: 识别码 as 32 hexadecimal digits and 卡号 */
  | { readonly cardIdentifier: string; readonly cardNumber: string }
  /** all 卡号 from the first to the last, both included, in ASCII order */
  | { readonly from: string; readonly to: string };

export function listBlacklist(entries: readonly BlacklistEntry[]): Blacklist {
  return {
    async find(cardIdentifier, cardNumber) {
      const identifier = toHex(cardIdentifier);
      for (const entry of entries) {
        if ('from' in entry) {
          if (entry.from <= cardNumber && cardNumber <= entry.to) return 'range';
        } else if (entry.cardIdentifier === identifier && entry.cardNumber === cardNumber) return 'card';
      }
      return undefined;
    },
  };
}
