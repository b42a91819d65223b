/** What the journal's records say: entries, each of which sets one thing, and how they lie in a record. */

import { assert } from '../base/assert.js';
import { asciiBytes, concat, EMPTY, readUint, uintBytes } from '../base/bytes.js';
import { decodeBcd, encodeBcd } from '../codec/bcd.js';
import { decodeMessage, encodeMessage, type Message } from '../codec/iso8583.js';
import { intentBytes, type PurseIntent, type PurseRow, readIntent, readPurseRow, rowBytes } from './purse-entries.js';

/** Numbers that are given once: 9F41 of a transaction, a message's STAN (field 11, 流水号), a batch's number (批次号). */
export type Counter = 'sequence' | 'stan' | 'batch';

/** Each counter's number in the records, and its last value, n 8 and n 6; 1 follows it. */
export const COUNTERS: Readonly<Record<Counter, { readonly id: number; readonly max: number }>> = Object.freeze({
  sequence: Object.freeze({ id: 1, max: 99_999_999 }),
  stan: Object.freeze({ id: 2, max: 999_999 }),
  batch: Object.freeze({ id: 3, max: 999_999 }),
});

/** Why the bank is told to forget a request: field 39 of the reversal (emv.md 3.8). */
export type ReversalReason = '98' | 'A0' | '06';

/** A request that went out or may have, and whose end is not known: nothing new begins before it is. */
export interface Pending {
  /** What settles it: the bank forgets it 冲正, or the bank gets it again until it answers (an advice, 0220). */
  readonly way: 'reverse' | 'repeat';
  /** Once the terminal knows why it wants it forgotten; before that nobody has heard of an answer. */
  readonly reason: ReversalReason | undefined;
  /** Messages sent to settle it that nobody answered. */
  readonly tries: number;
  /** Local date and time of the request, YYYYMMDDhhmmss. */
  readonly moment: string;
  /** What a reversal is made from: without PIN block, track and MAC. */
  readonly request: Message;
}

/** A transaction that came about: a line of the batch. */
export interface Row {
  /** Who approved it; `uploaded` was approved offline, and the bank has it. */
  readonly where: 'online' | 'offline' | 'uploaded';
  /** YYYYMMDDhhmmss */
  readonly moment: string;
  /** 9B, two bytes. */
  readonly tsi: Uint8Array;
  /** 50 or 9F12 for the receipt, at most 16 characters. */
  readonly label: string;
  /** The cardholder's signature belongs on the receipt. */
  readonly signature: boolean;
  /** The request with what the answer added (12, 13, 15, 32, 37, 38, 39, 44) and field 55 as for an upload. */
  readonly message: Message;
}

/** What could be settled neither way: people must. */
export interface Dispute extends Pending {
  readonly acknowledged: boolean;
}

/** A settlement that has begun: the batch takes nothing more until it is over. */
export interface Settling {
  /** Field 11 of its request, the same however often that is sent. */
  readonly stan: number;
  readonly moment: string;
}

/** What a batch came to; amounts in fen. */
export interface Settlement {
  readonly batch: number;
  readonly moment: string;
  readonly debits: number;
  readonly debitAmount: number;
  readonly credits: number;
  readonly creditAmount: number;
  /** Whether the bank's totals were the same at once. */
  readonly balanced: boolean;
  /** Disputes that its slip showed. */
  readonly disputes: number;
}

export type Entry =
  | { readonly kind: 'counter'; readonly counter: Counter; readonly value: number }
  | { readonly kind: 'pending'; readonly pending: Pending }
  | { readonly kind: 'nothing-pending' }
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'notice'; readonly notice: Message }
  | { readonly kind: 'notified'; readonly stan: number }
  | { readonly kind: 'dispute'; readonly dispute: Dispute }
  | { readonly kind: 'settling'; readonly settling: Settling }
  | { readonly kind: 'settlement'; readonly settlement: Settlement }
  /** no rows, no settlement under way, and of the disputes only those that nobody has acknowledged */
  | { readonly kind: 'batch-over' }
  | { readonly kind: 'setting'; readonly key: string; readonly value: Uint8Array }
  | { readonly kind: 'purse-intent'; readonly intent: PurseIntent }
  /** whatever the intent came to; another intent of the same card is another one */
  | { readonly kind: 'purse-over'; readonly intent: PurseIntent }
  | { readonly kind: 'purse-row'; readonly row: PurseRow }
  /** the bureau has so many rows of the medical account, the oldest */
  | { readonly kind: 'purse-collected'; readonly count: number };

/** First byte of an entry. */
const KIND: Readonly<Record<Entry['kind'], number>> = Object.freeze({
  counter: 1,
  pending: 2,
  'nothing-pending': 3,
  row: 4,
  notice: 5,
  notified: 6,
  dispute: 7,
  settling: 8,
  settlement: 9,
  'batch-over': 10,
  setting: 11,
  'purse-intent': 12,
  'purse-over': 13,
  'purse-row': 14,
  'purse-collected': 15,
});

const WAYS: readonly Pending['way'][] = Object.freeze(['reverse', 'repeat']);
const PLACES: readonly Row['where'][] = Object.freeze(['online', 'offline', 'uploaded']);
const REASONS: readonly (ReversalReason | undefined)[] = Object.freeze([undefined, '98', 'A0', '06']);
const MOMENT_LENGTH = 7;

/** Entries that happen together: a cut leaves all of them or none. @returns the body of a record */
export function encodeRecord(entries: readonly Entry[]): Uint8Array {
  return concat(
    ...entries.flatMap((entry) => {
      const bytes = encodeEntry(entry);
      return [uintBytes(bytes.length, 2), bytes];
    }),
  );
}

/** @param body one that was made here, by this or an earlier run */
export function decodeRecord(body: Uint8Array): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < body.length; ) {
    const length = readUint(body, at, 2);
    entries.push(decodeEntry(body.subarray(at + 2, at + 2 + length)));
    at += 2 + length;
  }
  return entries;
}

function encodeEntry(entry: Entry): Uint8Array {
  return concat(Uint8Array.of(KIND[entry.kind]), contentOf(entry));
}

function contentOf(entry: Entry): Uint8Array {
  switch (entry.kind) {
    case 'counter':
      return concat(Uint8Array.of(COUNTERS[entry.counter].id), uintBytes(entry.value, 4));
    case 'pending':
      return pendingBytes(entry.pending);
    case 'nothing-pending':
    case 'batch-over':
      return EMPTY;
    case 'purse-collected':
      return uintBytes(entry.count, 2);
    case 'purse-intent':
    case 'purse-over':
      return intentBytes(entry.intent);
    case 'purse-row':
      return rowBytes(entry.row);
    case 'row': {
      const { where, moment, tsi, label, signature, message } = entry.row;
      const head = Uint8Array.of(PLACES.indexOf(where), signature ? 1 : 0, label.length);
      return concat(head, asciiBytes(label), momentBytes(moment), tsi, encodeMessage(message));
    }
    case 'notice':
      return encodeMessage(entry.notice);
    case 'notified':
      return uintBytes(entry.stan, 3);
    case 'dispute':
      return concat(Uint8Array.of(entry.dispute.acknowledged ? 1 : 0), pendingBytes(entry.dispute));
    case 'settling':
      return concat(uintBytes(entry.settling.stan, 3), momentBytes(entry.settling.moment));
    case 'settlement':
      return settlementBytes(entry.settlement);
    case 'setting':
      return concat(Uint8Array.of(entry.key.length), asciiBytes(entry.key), entry.value);
  }
}

function decodeEntry(bytes: Uint8Array): Entry {
  const content = bytes.subarray(1);
  switch (bytes[0]) {
    case KIND.counter: {
      const counter = (Object.keys(COUNTERS) as Counter[]).find((name) => COUNTERS[name].id === content[0]);
      assert(counter !== undefined, 'a counter is one that the journal knows');
      return { kind: 'counter', counter, value: readUint(content, 1, 4) };
    }
    case KIND.pending:
      return { kind: 'pending', pending: readPending(content) };
    case KIND['nothing-pending']:
      return { kind: 'nothing-pending' };
    case KIND['batch-over']:
      return { kind: 'batch-over' };
    case KIND['purse-intent']:
      return { kind: 'purse-intent', intent: readIntent(content) };
    case KIND['purse-over']:
      return { kind: 'purse-over', intent: readIntent(content) };
    case KIND['purse-row']:
      return { kind: 'purse-row', row: readPurseRow(content) };
    case KIND['purse-collected']:
      return { kind: 'purse-collected', count: readUint(content, 0, 2) };
    case KIND.row:
      return { kind: 'row', row: readRow(content) };
    case KIND.notice:
      return { kind: 'notice', notice: decodeMessage(content) };
    case KIND.notified:
      return { kind: 'notified', stan: readUint(content, 0, 3) };
    case KIND.dispute:
      return { kind: 'dispute', dispute: { acknowledged: content[0] === 1, ...readPending(content.subarray(1)) } };
    case KIND.settling:
      return { kind: 'settling', settling: { stan: readUint(content, 0, 3), moment: readMoment(content, 3) } };
    case KIND.settlement:
      return { kind: 'settlement', settlement: readSettlement(content) };
    case KIND.setting: {
      const end = 1 + content[0];
      return { kind: 'setting', key: characters(content.subarray(1, end)), value: content.slice(end) };
    }
  }
  assert(false, 'an entry is of a kind that the journal writes');
}

/** Way 1, reason 1, tries 1, moment 7, message. */
function pendingBytes({ way, reason, tries, moment, request }: Pending): Uint8Array {
  const head = Uint8Array.of(WAYS.indexOf(way), REASONS.indexOf(reason), tries);
  return concat(head, momentBytes(moment), encodeMessage(request));
}

function readPending(content: Uint8Array): Pending {
  return {
    way: WAYS[content[0]],
    reason: REASONS[content[1]],
    tries: content[2],
    moment: readMoment(content, 3),
    request: decodeMessage(content.subarray(3 + MOMENT_LENGTH)),
  };
}

function readRow(content: Uint8Array): Row {
  const labelEnd = 3 + content[2];
  const momentEnd = labelEnd + MOMENT_LENGTH;
  return {
    where: PLACES[content[0]],
    signature: content[1] === 1,
    label: characters(content.subarray(3, labelEnd)),
    moment: readMoment(content, labelEnd),
    tsi: content.slice(momentEnd, momentEnd + 2),
    message: decodeMessage(content.subarray(momentEnd + 2)),
  };
}

/** Batch 3, moment 7, debits 2 and fen 6, credits 2 and fen 6, balanced 1, disputes 1. */
function settlementBytes(settlement: Settlement): Uint8Array {
  const { batch, moment, debits, debitAmount, credits, creditAmount, balanced, disputes } = settlement;
  return concat(
    uintBytes(batch, 3),
    momentBytes(moment),
    uintBytes(debits, 2),
    uintBytes(debitAmount, 6),
    uintBytes(credits, 2),
    uintBytes(creditAmount, 6),
    Uint8Array.of(balanced ? 1 : 0, disputes),
  );
}

function readSettlement(content: Uint8Array): Settlement {
  return {
    batch: readUint(content, 0, 3),
    moment: readMoment(content, 3),
    debits: readUint(content, 10, 2),
    debitAmount: readUint(content, 12, 6),
    credits: readUint(content, 18, 2),
    creditAmount: readUint(content, 20, 6),
    balanced: content[26] === 1,
    disputes: content[27],
  };
}

function momentBytes(moment: string): Uint8Array {
  return encodeBcd(moment, MOMENT_LENGTH);
}

function readMoment(content: Uint8Array, at: number): string {
  return decodeBcd(content.subarray(at, at + MOMENT_LENGTH));
}

function characters(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
