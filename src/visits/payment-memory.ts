/** What the terminal remembers of its payments since power-on. */

import { assert } from '../base/assert.js';

/** 9F41: n 8. */
const SEQUENCE_MAX = 99_999_999;

export class PaymentMemory {
  #sequence = 0;
  readonly #spent = new Map<string, number>();

  /** The number of the next transaction; moved before it is used, never given twice. */
  nextSequence(): number {
    assert(this.#sequence < SEQUENCE_MAX, 'transaction numbers are not used up');
    this.#sequence++;
    return this.#sequence;
  }

  /** Fen that an account has spent here, for the floor limit (EMV 4.3 Book 3 10.6.1). */
  spentBefore(pan: string, panSequence: string): number {
    return this.#spent.get(accountKey(pan, panSequence)) ?? 0;
  }

  remember(pan: string, panSequence: string, amount: number): void {
    this.#spent.set(accountKey(pan, panSequence), this.spentBefore(pan, panSequence) + amount);
  }
}

function accountKey(pan: string, panSequence: string): string {
  return `${pan}-${panSequence}`;
}
