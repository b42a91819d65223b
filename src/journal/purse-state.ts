/**
 * What the journal's entries about medical accounts add up to.
 *
 * An intent pends for its card. "Nothing new begins before it is resolved" holds for that card: the money is on it, and no
 * other card, and no bank, can say or change what became of it; the card may stay away for a month, and a terminal that
 * served nobody meanwhile would protect nobody. So it blocks the next transaction with the medical account of the same card,
 * at this terminal, and is kept until that card comes back, however long that takes. Intents of several cards can pend
 * beside each other and beside the bank's one request, of which they say nothing.
 */

import { equalBytes } from '../base/bytes.js';
import type { Entry } from './entries.js';
import type { PurseIntent, PurseRow } from './purse-entries.js';

type PurseEntry = Extract<Entry, { kind: `purse-${string}` }>;

export class PurseState {
  #pending: PurseIntent[] = [];
  #rows: PurseRow[] = [];

  /** Of all cards, oldest first. */
  get pending(): readonly PurseIntent[] {
    return this.#pending;
  }

  /** What came about and the bureau has not got yet, oldest first. */
  get rows(): readonly PurseRow[] {
    return this.#rows;
  }

  pendingOf(card: Pick<PurseIntent, 'cardIdentifier' | 'cardNumber'>): PurseIntent | undefined {
    return this.#pending.find((intent) => isSameCard(intent, card));
  }

  apply(entry: PurseEntry): void {
    switch (entry.kind) {
      case 'purse-intent':
        this.#pending.push(entry.intent);
        return;
      case 'purse-over':
        this.#pending = this.#pending.filter((one) => !isSameCard(one, entry.intent));
        return;
      case 'purse-row':
        this.#rows.push(entry.row);
        return;
      case 'purse-collected':
        this.#rows = this.#rows.slice(entry.count);
    }
  }

  /** The fewest entries that make this state. */
  entries(): Entry[] {
    return [
      ...this.#rows.map((row) => ({ kind: 'purse-row', row }) as const),
      ...this.#pending.map((intent) => ({ kind: 'purse-intent', intent }) as const),
    ];
  }
}

type CardOf = Pick<PurseIntent, 'cardIdentifier' | 'cardNumber'>;

function isSameCard(a: CardOf, b: CardOf): boolean {
  return a.cardNumber === b.cardNumber && equalBytes(a.cardIdentifier, b.cardIdentifier);
}
