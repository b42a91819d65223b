/** What the switch clears between banks: one item for each transaction that moved money, and the totals of a pair. */

import * as v from 'valibot';
import { isDebit } from '../bank/card-request.js';
import { cardKinds } from '../bank/issuing-image.js';
import { count, digits } from '../parse-json.js';

const text = v.pipe(v.string(), v.maxLength(64));

const itemSchema = v.strictObject({
  reference: text,
  /** Settlement date, YYYYMMDD. */
  date: digits(8),
  acquirer: text,
  issuer: text,
  kind: cardKinds,
  /** Fen. */
  amount: count(999_999_999_999),
  reversed: v.boolean(),
});

export const switchSchema = v.strictObject({
  items: v.array(itemSchema),
  /** Reversals that the issuer has not confirmed, oldest first. */
  pending: v.array(v.strictObject({ issuer: text, reference: text })),
});

export type SwitchImage = v.InferOutput<typeof switchSchema>;
/** A value, replaced when it is reversed. */
export type ClearingItem = Readonly<SwitchImage['items'][number]>;

/** Fen and number. */
export interface Sum {
  readonly amount: number;
  readonly count: number;
}

export interface PairTotals {
  readonly acquirer: string;
  readonly issuer: string;
  /** What the issuer owes by purchases, withdrawals and transfers, and what it gets by all that gives money back. */
  readonly debit: Sum;
  readonly credit: Sum;
}

export const NOTHING: Sum = Object.freeze({ amount: 0, count: 0 });

export function plus(sum: Sum, amount: number): Sum {
  return { amount: sum.amount + amount, count: sum.count + 1 };
}

/** Totals of every pair of banks that cleared anything, in the order of their first item. */
export function pairTotals(items: Iterable<ClearingItem>): PairTotals[] {
  const pairs = new Map<string, PairTotals>();
  for (const { acquirer, issuer, kind, amount, reversed } of items) {
    if (reversed) continue;
    const name = `${acquirer} ${issuer}`;
    const { debit, credit } = pairs.get(name) ?? { debit: NOTHING, credit: NOTHING };
    const totals = isDebit(kind) ? { debit: plus(debit, amount), credit } : { debit, credit: plus(credit, amount) };
    pairs.set(name, { acquirer, issuer, ...totals });
  }
  return [...pairs.values()];
}

/**
 * What the switch owes each bank, fen; negative where the bank owes. The receiving leg of a transfer is the issuers' affair:
 * the acquirer neither gives nor gets anything by either.
 */
export function positions(items: Iterable<ClearingItem>): Map<string, number> {
  const owed = new Map<string, number>();
  const add = (bank: string, amount: number) => void owed.set(bank, (owed.get(bank) ?? 0) + amount);
  for (const { acquirer, issuer, kind, amount, reversed } of items) {
    if (reversed) continue;
    const fromIssuer = isDebit(kind) ? amount : -amount;
    add(issuer, -fromIssuer);
    if (kind !== 'transfer' && kind !== 'transfer-credit') add(acquirer, fromIssuer);
  }
  return owed;
}
