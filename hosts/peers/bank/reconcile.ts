/** Whether the three sides of every transaction agree: the acquirer's record, the switch's item, the issuer's posting. */

import { type PairTotals, pairTotals, positions, type Sum } from '../switch/clearing.js';
import type { Switch } from '../switch/switch.js';
import { type AcquirerRecord, type Batch, type Dispute, nameOf } from './acquirer/books.js';
import { referenceOf } from './acquirer/card-transaction.js';
import type { Acquirer } from './acquirer/request.js';
import { batchTotals } from './acquirer/settlement.js';
import { isDebit, movesMoney } from './card-request.js';
import type { IssuingRecord } from './issuing-image.js';
import { depositOf, type Ledger, SWITCH } from './ledger.js';

/** What the acquirer has of one batch of one terminal. */
export interface BatchReport {
  readonly terminal: string;
  readonly batch: string;
  readonly state: Batch['state'];
  readonly debit: Sum;
  readonly credit: Sum;
  /** STANs of the transactions that stand, in their order. */
  readonly standing: readonly string[];
}

/** A difference that a settlement left for people. */
export interface DisputeReport extends Dispute {
  readonly terminal: string;
  readonly batch: string;
}

export interface LedgerReport {
  readonly bank: string;
  /** Of all its accounts: 0, or the books are broken. */
  readonly sum: number;
  /** What the bank owes the switch, fen; negative where the switch owes. */
  readonly position: number;
}

export interface Reconciliation {
  readonly batches: readonly BatchReport[];
  readonly pairs: readonly PairTotals[];
  readonly ledgers: readonly LedgerReport[];
  /** What does not agree, a sentence each; empty where all is well. */
  readonly differences: readonly string[];
  readonly disputes: readonly DisputeReport[];
}

/** A bank's books as far as they are compared. */
export interface BankBooks {
  readonly id: string;
  readonly ledger: Ledger;
  readonly records: Iterable<IssuingRecord>;
}

/** Hands out the reversals that wait, then compares. */
export function reconcile(acquirer: Acquirer, network: Switch, banks: readonly BankBooks[]): Reconciliation {
  const { books } = acquirer;
  const waiting = network.deliver();
  const items = [...network.items()];
  const ledgers = banks.map(({ id, ledger }) => ({ bank: id, sum: ledger.sum(), position: ledger.balance(SWITCH) }));
  const owed = positions(items);
  const differences = [
    ...waiting.map(({ issuer, reference }) => `${reference}: a reversal still waits for ${issuer}`),
    ...transactionDifferences(acquirer, network, banks),
    ...ledgers.flatMap(({ bank, sum }) => (sum === 0 ? [] : [`${bank}: the ledger is out by ${sum}`])),
    ...ledgers.flatMap(({ bank, position }) => {
      const expected = -(owed.get(bank) ?? 0);
      return position === expected ? [] : [`${bank}: owes the switch ${position}, the switch says ${expected}`];
    }),
  ];
  return {
    batches: batchReports(acquirer),
    pairs: pairTotals(items),
    ledgers,
    differences,
    disputes: [...books.batches()].flatMap(({ terminal, batch, disputes }) =>
      disputes.map((dispute) => ({ terminal, batch, ...dispute })),
    ),
  };
}

function batchReports({ books }: Acquirer): BatchReport[] {
  const batches = new Map<string, AcquirerRecord[]>();
  const names = [...books.batches(), ...books.records()].map(({ terminal, batch }) => `${terminal} ${batch}`);
  for (const name of names) batches.set(name, []);
  for (const record of books.records())
    if (record.state === 'approved') batches.get(`${record.terminal} ${record.batch}`)?.push(record);
  return [...batches].map(([name, records]) => {
    const [terminal, batch] = [name.slice(0, -7), name.slice(-6)];
    const standing = records.filter(({ kind }) => movesMoney(kind)).map(({ stan }) => stan);
    return { terminal, batch, state: books.batch(terminal, batch).state, ...batchTotals(records), standing };
  });
}

/** Fen out of the card's account by one transaction, negative into it; 0 for one that does not stand. */
type Effects = Map<string, number>;

function transactionDifferences(acquirer: Acquirer, network: Switch, banks: readonly BankBooks[]): string[] {
  const names = new Map<string, string>();
  const atAcquirer: Effects = new Map();
  for (const record of acquirer.books.records()) {
    const reference = referenceOf(acquirer, record);
    names.set(reference, nameOf(record));
    if (record.state === 'approved' && movesMoney(record.kind)) atAcquirer.set(reference, effectOf(record));
  }
  const atSwitch: Effects = new Map();
  for (const item of network.items()) if (!item.reversed) atSwitch.set(item.reference, effectOf(item));
  const atIssuers: Effects = new Map();
  for (const { ledger, records } of banks) {
    const effects = new Map<string, Map<string, number>>();
    for (const { reference, pan, state, kind } of records) {
      if (state === 'refused' || !movesMoney(kind)) continue;
      let account = effects.get(pan);
      if (account === undefined) effects.set(pan, (account = ledger.effects(depositOf(pan))));
      const effect = -(account.get(reference) ?? 0);
      if (effect !== 0) atIssuers.set(reference, effect);
    }
  }
  const told = (reference: string) => names.get(reference) ?? names.get(reference.split(' ')[0]) ?? reference;
  const all = new Set([...atAcquirer.keys(), ...atSwitch.keys(), ...atIssuers.keys()]);
  return [...all].flatMap((reference) => {
    // The receiving leg of a transfer has no record of its own at the acquirer.
    const ofAcquirer = reference.includes(' ')
      ? -(atAcquirer.get(reference.split(' ')[0]) ?? 0)
      : (atAcquirer.get(reference) ?? 0);
    const sides = [ofAcquirer, atSwitch.get(reference) ?? 0, atIssuers.get(reference) ?? 0];
    if (sides[0] === sides[1] && sides[1] === sides[2]) return [];
    return [`${told(reference)}: acquirer ${sides[0]}, switch ${sides[1]}, issuer ${sides[2]}`];
  });
}

function effectOf({ kind, amount }: Pick<AcquirerRecord, 'kind' | 'amount'>): number {
  return isDebit(kind) ? amount : -amount;
}
