/** The bureau's desk for questions about single cards: it answers from the exact records. */

import { toHex } from '../../../src/base/hex.js';
import type { BlacklistInquiry } from '../../../src/ports/blacklist-inquiry.js';
import type { ListedEntry } from './blacklist-list.js';

export function blacklistDesk(entries: readonly ListedEntry[]): BlacklistInquiry {
  const cards = new Set<string>();
  const ranges: { readonly from: string; readonly to: string }[] = [];
  for (const entry of entries) {
    if ('from' in entry) ranges.push(entry);
    else cards.add(entry.cardIdentifier.toUpperCase() + entry.cardNumber);
  }
  return {
    async ask(cardIdentifier, cardNumber) {
      if (cards.has(toHex(cardIdentifier) + cardNumber)) return 'card';
      return ranges.some(({ from, to }) => from <= cardNumber && cardNumber <= to) ? 'range' : 'clear';
    },
  };
}
