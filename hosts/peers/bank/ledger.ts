/** A bank's books by double entry: the lines of every posting sum to nothing, so that no fen comes out of nowhere. */

import * as v from 'valibot';
import { assert } from '../../../src/base/assert.js';

/** What the bank has with the switch: in its credit what it owes, in its debit what it is owed. */
export const SWITCH = 'switch';
/** Where the money of a newly opened account comes from. */
export const OPENING = 'opening';

const name = v.pipe(v.string(), v.regex(/^[0-9A-Za-z +.-]{1,64}$/));

const postingSchema = v.strictObject({
  reference: name,
  lines: v.pipe(
    v.array(v.strictObject({ account: name, amount: v.pipe(v.number(), v.safeInteger('fen')) })),
    v.check((lines) => lines.reduce((sum, { amount }) => sum + amount, 0) === 0, 'lines that sum to nothing'),
    v.readonly(),
  ),
});

export const ledgerSchema = v.array(postingSchema);

/** One side of a posting. */
export interface Line {
  readonly account: string;
  /** Fen: positive to the account's credit, negative to its debit. */
  readonly amount: number;
}

export interface Posting {
  /** Names the transaction in the whole network. */
  readonly reference: string;
  readonly lines: readonly Line[];
}

/** A cardholder's account in the books. */
export function depositOf(pan: string): string {
  return `deposit ${pan}`;
}

/** What the bank owes a merchant. */
export function merchantOf(merchant: string): string {
  return `merchant ${merchant}`;
}

/** The notes in a terminal that gives and takes cash; an asset, so its balance is a debit. */
export function cashOf(terminal: string): string {
  return `cash ${terminal}`;
}

export class Ledger {
  readonly #postings: Posting[] = [];
  readonly #balances = new Map<string, number>();

  /** @param postings of an earlier run, in their order */
  constructor(postings: readonly Posting[] = []) {
    for (const { reference, lines } of postings) this.post(reference, lines);
  }

  /** Books all lines or, where they do not sum to nothing, stops. No lines, no posting. */
  post(reference: string, lines: readonly Line[]): void {
    let sum = 0;
    for (const { amount } of lines) {
      assert(Number.isSafeInteger(amount), 'an amount is whole fen');
      sum += amount;
    }
    assert(sum === 0, 'the lines of a posting sum to nothing');
    if (lines.length === 0) return;
    this.#postings.push({ reference, lines });
    for (const { account, amount } of lines) this.#balances.set(account, this.balance(account) + amount);
  }

  /** Books the opposite of all that stands under a reference, so that nothing of it is left. */
  undo(reference: string): void {
    const effect = new Map<string, number>();
    for (const { account, amount } of this.#linesOf(reference))
      effect.set(account, (effect.get(account) ?? 0) - amount);
    const lines = [...effect].map(([account, amount]) => ({ account, amount }));
    this.post(
      reference,
      lines.filter(({ amount }) => amount !== 0),
    );
  }

  /** Fen to the account's credit; 0 for one on which nothing was ever booked. */
  balance(account: string): number {
    return this.#balances.get(account) ?? 0;
  }

  /** All balances together: 0, or the books are broken. */
  sum(): number {
    let sum = 0;
    for (const balance of this.#balances.values()) sum += balance;
    return sum;
  }

  /** What has come of every reference on one account, in fen to its credit. */
  effects(account: string): Map<string, number> {
    const effects = new Map<string, number>();
    for (const { reference, lines } of this.#postings)
      for (const line of lines)
        if (line.account === account) effects.set(reference, (effects.get(reference) ?? 0) + line.amount);
    return effects;
  }

  /** Every posting, oldest first. */
  image(): Posting[] {
    return [...this.#postings];
  }

  #linesOf(reference: string): Line[] {
    return this.#postings.filter((posting) => posting.reference === reference).flatMap(({ lines }) => lines);
  }
}
