/** Where a card belongs among the pages of a version: its digest says so, and no index is needed. */

import { readUint } from '../../base/bytes.js';

export interface CardPlace {
  /** Number of the card page. */
  readonly page: number;
  /** 32 bits: where in the page, as card-page.ts cuts it. */
  readonly place: number;
}

const WORD = 2 ** 32;

/**
 * The digest, a fraction of one, times the number of pages: before the point stands the page, behind it the place. So
 * places go up as digests do, through the pages and within each, and they are spread evenly.
 *
 * @param digest 8 bytes @param pages less than 2^20, so that the product is exact
 */
export function cardPlace(digest: Uint8Array, pages: number): CardPlace {
  const low = readUint(digest, 4, 4) * pages;
  const product = readUint(digest, 0, 4) * pages + Math.floor(low / WORD);
  return { page: Math.floor(product / WORD), place: product % WORD };
}
