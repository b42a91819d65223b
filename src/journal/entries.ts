/** What the journal's records say: the entries, and the state that they add up to. */

import { assert } from '../base/assert.js';
import { concat, readUint, uintBytes } from '../base/bytes.js';
import { fromHex, toHex } from '../base/hex.js';
import { encodeBcd } from '../codec/bcd.js';

/** Numbers that are given once: 9F41 of the transaction, and the message's STAN (field 11, 流水号). */
export type Counter = 'sequence' | 'stan';

/** Each counter's number in the records, and the last value it can give: n 8 and n 6. */
const COUNTERS: Readonly<Record<Counter, { readonly id: number; readonly max: number }>> = Object.freeze({
  sequence: Object.freeze({ id: 1, max: 99_999_999 }),
  stan: Object.freeze({ id: 2, max: 999_999 }),
});

/** First byte of an entry. */
const COUNTER = 1;
const SPENDING = 2;

/** Kind 1, counter 1, value 4. */
const COUNTER_LENGTH = 6;
const PAN_LENGTH = 10;
/** PAN cn 10, PAN sequence number 1 (FF for a card without). */
const ACCOUNT_LENGTH = 11;
/** Kind 1, account 11, fen 6. */
export const SPENDING_LENGTH = 18;

/** What an account has spent here is not counted beyond n 12; no floor limit is as high. */
const SPENT_MAX = 999_999_999_999;

/** The counter now stands at `value`. @returns 6 bytes */
export function counterEntry(counter: Counter, value: number): Uint8Array {
  const { id, max } = COUNTERS[counter];
  assert(value <= max, 'the numbers are not used up');
  return concat(Uint8Array.of(COUNTER, id), uintBytes(value, 4));
}

/**
 * The account has spent so many fen more. @returns 18 bytes
 * @param panSequence 5F34 as two digits; '' for a card without
 */
export function spendingEntry(pan: string, panSequence: string, amount: number): Uint8Array {
  return concat(Uint8Array.of(SPENDING), accountOf(pan, panSequence), uintBytes(amount, 6));
}

function accountOf(pan: string, panSequence: string): Uint8Array {
  return concat(encodeBcd(pan, PAN_LENGTH), panSequence === '' ? Uint8Array.of(0xff) : encodeBcd(panSequence, 1));
}

/** All that is live. */
export class JournalState {
  readonly #counters = new Map<number, number>();
  /** Fen by account, the account in hexadecimal. */
  readonly #spent = new Map<string, number>();

  /** @param entry one that was made here, by this or an earlier run */
  apply(entry: Uint8Array): void {
    if (entry[0] === COUNTER && entry.length === COUNTER_LENGTH) {
      this.#counters.set(entry[1], readUint(entry, 2, 4));
      return;
    }
    assert(entry[0] === SPENDING && entry.length === SPENDING_LENGTH, 'an entry is of a kind that the journal writes');
    const account = toHex(entry.subarray(1, 1 + ACCOUNT_LENGTH));
    const sum = (this.#spent.get(account) ?? 0) + readUint(entry, 1 + ACCOUNT_LENGTH, 6);
    this.#spent.set(account, Math.min(sum, SPENT_MAX));
  }

  /** The last number that was given; 0 before the first. */
  last(counter: Counter): number {
    return this.#counters.get(COUNTERS[counter].id) ?? 0;
  }

  /** Fen. */
  spent(pan: string, panSequence: string): number {
    return this.#spent.get(toHex(accountOf(pan, panSequence))) ?? 0;
  }

  /** The fewest entries that make this state. */
  snapshot(): Uint8Array[] {
    return [
      ...[...this.#counters].map(([id, value]) => concat(Uint8Array.of(COUNTER, id), uintBytes(value, 4))),
      ...[...this.#spent].map(([account, fen]) => concat(Uint8Array.of(SPENDING), fromHex(account), uintBytes(fen, 6))),
    ];
  }
}
