/** The bureau's own blacklist: exact records, packed, as they come from its register. */

import { asciiBytes, concat } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';

/** As a blacklist file says it (hosts/desktop/blacklist-file.ts). */
export type ListedEntry =
  | { readonly cardIdentifier: string; readonly cardNumber: string }
  | { readonly from: string; readonly to: string };

/** In any order; a card may come twice, ranges may overlap. */
export interface ListedEntries {
  /** 识别码 and 卡号 of one card after the other, 25 bytes each. */
  readonly cards: Uint8Array;
  /** First and last 卡号 of each range, both included. */
  readonly ranges: readonly ListedRange[];
}

export interface ListedRange {
  readonly from: string;
  readonly to: string;
}

/** Bytes of a card's record. */
export const CARD_RECORD = 25;

export function listedEntries(entries: readonly ListedEntry[]): ListedEntries {
  const cards: Uint8Array[] = [];
  const ranges: ListedRange[] = [];
  for (const entry of entries) {
    if ('from' in entry) ranges.push(entry);
    else cards.push(concat(fromHex(entry.cardIdentifier), asciiBytes(entry.cardNumber)));
  }
  return { cards: concat(...cards), ranges };
}

/** The same ranges of numbers, ascending and without an overlap. */
export function disjoint(ranges: readonly ListedRange[]): ListedRange[] {
  const result: ListedRange[] = [];
  for (const range of [...ranges].sort((a, b) => compare(a.from, b.from))) {
    const last = result[result.length - 1];
    if (last === undefined || range.from > last.to) result.push(range);
    else if (range.to > last.to) result[result.length - 1] = { from: last.from, to: range.to };
  }
  return result;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
