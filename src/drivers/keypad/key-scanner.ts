/**
 * From contacts to keys: a key counts once, when it has been down for as long as contacts bounce. What cannot be told is
 * nothing: the ghosts of a matrix without diodes, two keys in the same moment, a key that was down before it was asked for.
 */

import { assert } from '../../base/assert.js';
import type { Clock } from '../../ports/clock.js';
import type { Key, KeyContacts, KeyLayout } from './key.js';

/** From scan to scan `[TP]`. */
const SCAN_MS = 10;
/** Scans that must agree: 20 ms from the first to the last, where makers of key mats promise 10 at most [mem]. */
const AGREEING_SCANS = 3;

export interface ScannerOptions {
  readonly contacts: KeyContacts;
  readonly layout: KeyLayout;
  readonly clock: Clock;
}

/** What keys are taken from, one after the other. */
export type KeySource = Pick<KeyScanner, 'begin' | 'next'>;

export class KeyScanner {
  readonly #contacts: KeyContacts;
  readonly #layout: KeyLayout;
  readonly #clock: Clock;
  /** Keys whose press has been told or must not be: each has to be let go before it counts again. */
  #held: readonly number[] = [];
  #last: readonly number[] = [];
  #agreed = 0;
  #begun = false;

  constructor({ contacts, layout, clock }: ScannerOptions) {
    this.#contacts = contacts;
    this.#layout = layout;
    this.#clock = clock;
  }

  /** Begins anew: what is down by the first settled look was not pressed for what is asked now. */
  begin(): void {
    this.#held = [];
    this.#last = [];
    this.#agreed = 0;
    this.#begun = false;
  }

  /** Waits for the next key. @param until in ticks of the clock @returns nothing when no key came by then */
  async next(until: number): Promise<Key | undefined> {
    for (;;) {
      const key = this.#look();
      if (key !== undefined) return key;
      const left = until - this.#clock.ticks();
      if (left <= 0) return undefined;
      await this.#clock.sleep(Math.min(SCAN_MS, left));
    }
  }

  #look(): Key | undefined {
    const now = this.#contacts.scan();
    if (now === undefined) {
      // A gap in the looking: whether a key came up in it and went down again cannot be told.
      this.#agreed = 0;
      return undefined;
    }
    assert(now.length === this.#layout.length, 'the layout has the rows of the contacts');
    this.#agreed = same(now, this.#last) ? this.#agreed + 1 : 1;
    this.#last = now;
    if (this.#agreed < AGREEING_SCANS || hasGhosts(now)) return undefined;
    const fresh = now.map((row, r) => row & ~(this.#held[r] ?? 0));
    this.#held = now;
    const first = !this.#begun;
    this.#begun = true;
    return first ? undefined : this.#single(fresh);
  }

  /** The one key that is new; of two in one moment nobody knows the order, and neither counts. */
  #single(fresh: readonly number[]): Key | undefined {
    const row = fresh.findIndex((columns) => columns !== 0);
    if (row < 0 || fresh.some((columns, r) => r !== row && columns !== 0)) return undefined;
    const columns = fresh[row];
    if ((columns & (columns - 1)) !== 0) return undefined;
    return this.#layout[row][31 - Math.clz32(columns)];
  }
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((row, r) => row === b[r]);
}

/** Three keys at the corners of a rectangle close the fourth: two rows that share two columns tell nothing for sure. */
function hasGhosts(rows: readonly number[]): boolean {
  return rows.some((row, r) =>
    rows.slice(r + 1).some((other) => {
      const shared = row & other;
      return (shared & (shared - 1)) !== 0;
    }),
  );
}
