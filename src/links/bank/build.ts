/** What every message of this terminal is made with, and the check of each against the table. */

import { assert } from '../../base/assert.js';
import type { FieldValue, Message } from '../../codec/iso8583.js';
import { type ChipValues, chipData } from './chip-data.js';
import { deviationOf, type TransactionRow, transactionOf } from './transactions.js';

/** The terminal as the acquirer knows it, and its open batch. */
export interface Station {
  /** Field 41, 8 characters. */
  readonly terminalId: string;
  /** Field 42, 15 characters. */
  readonly merchantId: string;
  /** Field 60.2 批次号, 1 to 999999. */
  readonly batch: number;
}

/** A field, or its number alone where the message does without. */
export type Entry = readonly [field: number, value: FieldValue | undefined];

/** Fields 49, 60.4 and 60.5: renminbi; a terminal that reads chips, and has read this one. */
export const RENMINBI = '156';
const CAPABILITY = '5';
const CHIP_CONDITION = '0';

/** Fields 41 and 42. */
export function stationFields({ terminalId, merchantId }: Station): Entry[] {
  return [
    [41, terminalId],
    [42, merchantId],
  ];
}

/** Field 60 of a transaction with a card: thirteen digits. */
export function cardPrivateData({ kind }: TransactionRow, batch: number): string {
  return `${kind}${numeric(batch, 6)}000${CAPABILITY}${CHIP_CONDITION}`;
}

/** Field 60 of a message about transactions that have been: thirteen digits. */
export function noticePrivateData({ kind, network }: TransactionRow, batch: number): string {
  return `${kind}${numeric(batch, 6)}${network?.[0]}${CAPABILITY}${CHIP_CONDITION}`;
}

/** Field 60 of a message that is about no card: eleven digits. */
export function managementPrivateData({ kind, network }: TransactionRow, batch: number): string {
  return `${kind}${numeric(batch, 6)}${network?.[0]}`;
}

/** Field 61: a transaction of this terminal. @param date MMDD, its local date */
export function originalData(batch: number, stan: number, date: string): string {
  return numeric(batch, 6) + numeric(stan, 6) + date;
}

/** Field 55 of a message whose row says what it holds. */
export function chipField({ chipData: use }: TransactionRow, values: ChipValues): [field: number, value: Uint8Array] {
  assert(use !== undefined, 'the row says what field 55 holds');
  return [55, chipData(use, values)];
}

/** A number of so many digits; one that has more is a bug of the caller. */
export function numeric(value: number, digits: number): string {
  assert(Number.isSafeInteger(value) && value >= 0, 'a numeric field holds a whole number');
  const text = String(value).padStart(digits, '0');
  assert(text.length === digits, 'the number fits its field');
  return text;
}

/** The message of the fields that are there. A message that is not as the table has it is a bug. Its MAC comes later. */
export function messageOf(mti: string, entries: readonly Entry[]): Message {
  const fields = new Map(entries.flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const])));
  const message = { mti, fields };
  const row = transactionOf(message);
  assert(row !== undefined, 'a message belongs to one transaction of the table');
  const { missing, unlisted } = deviationOf(row, message);
  const lacking = missing.filter((field) => field !== 64 && field !== 128);
  assert(lacking.length === 0, `a message has its fields: ${lacking.join(' ')}`);
  assert(unlisted.length === 0, `a message has no other fields: ${unlisted.join(' ')}`);
  return message;
}
