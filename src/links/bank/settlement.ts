/** The end of a batch: totals (field 48), and the upload of what it holds where both sides differ (emv.md 3.3, 3.9). */

import { assert } from '../../base/assert.js';
import type { Message } from '../../codec/iso8583.js';
import { chipField, messageOf, noticePrivateData, numeric, RENMINBI, type Station, stationFields } from './build.js';
import type { ChipValues } from './chip-data.js';
import { managementRequest, operatorField } from './management.js';
import { transactionRow } from './transactions.js';

/**
 * One side of a batch. Debits: purchase, withdrawal, transfer, offline purchase; credits: void, refund, deposit. What was
 * voided counts among the debits, and its void among the credits.
 */
export interface Totals {
  /** Fen. */
  readonly debitAmount: number;
  readonly debitCount: number;
  /** Fen. */
  readonly creditAmount: number;
  readonly creditCount: number;
}

/** Last digit of each side: 0 asked, 1 balanced, 2 not balanced, 3 error. */
export type BalanceFlag = '0' | '1' | '2' | '3';

export interface SettledSide extends Totals {
  readonly flag: BalanceFlag;
}

/** Both sides as an answer tells them. */
export interface Settlement {
  readonly domestic: SettledSide;
  /** Cards of other countries; this terminal takes none. */
  readonly foreign: SettledSide;
}

/** Of a side: debits 12 and 3 digits, credits 12 and 3, flag. */
const SIDE_LENGTH = 31;
const NOTHING: Totals = Object.freeze({ debitAmount: 0, debitCount: 0, creditAmount: 0, creditCount: 0 });

/** Field 48 of a request: 62 digits. A side has 999 transactions of a kind at most. */
export function encodeTotals(domestic: Totals): string {
  return encodeSide(domestic) + encodeSide(NOTHING);
}

function encodeSide({ debitAmount, debitCount, creditAmount, creditCount }: Totals): string {
  return `${numeric(debitAmount, 12)}${numeric(debitCount, 3)}${numeric(creditAmount, 12)}${numeric(creditCount, 3)}0`;
}

/** @returns undefined where field 48 is not two sides, or a flag has no meaning */
export function decodeTotals(digits: string): Settlement | undefined {
  if (digits.length !== 2 * SIDE_LENGTH) return undefined;
  const domestic = decodeSide(digits.slice(0, SIDE_LENGTH));
  const foreign = decodeSide(digits.slice(SIDE_LENGTH));
  return domestic && foreign && { domestic, foreign };
}

function decodeSide(side: string): SettledSide | undefined {
  const flag = FLAGS.find((one) => one === side[30]);
  if (flag === undefined) return undefined;
  return {
    debitAmount: Number(side.slice(0, 12)),
    debitCount: Number(side.slice(12, 15)),
    creditAmount: Number(side.slice(15, 27)),
    creditCount: Number(side.slice(27, 30)),
    flag,
  };
}

const FLAGS: readonly BalanceFlag[] = Object.freeze(['0', '1', '2', '3']);

/** 批结算. @param stan a new one, the same one when the same settlement is asked for again */
export function settleRequest(station: Station, stan: number, totals: Totals): Message {
  return managementRequest('settle', station, stan, [[48, encodeTotals(totals)], [49, RENMINBI], operatorField()]);
}

/** 批上送结束: all rows of the batch have been told. @param stan a new one */
export function uploadEnd(station: Station, stan: number, totals: Totals): Message {
  return managementRequest('upload-end', station, stan, [
    [48, encodeTotals(totals)],
    [49, RENMINBI],
  ]);
}

/**
 * The row of the batch for an approved request: the kept form with reference, approval code and the host's date and time
 * of the answer; with `values`, those after the card's last word, field 55 is of use 4.
 */
export function batchRow(stored: Message, answer: Message, values?: ChipValues): Message {
  const fields = new Map(stored.fields);
  for (const field of [12, 13, 37, 38]) {
    const value = answer.fields.get(field);
    if (value !== undefined) fields.set(field, value);
  }
  if (values && fields.has(55)) fields.set(...chipField(transactionRow('upload'), values));
  return { mti: stored.mti, fields };
}

const OF_THE_ROW: readonly number[] = Object.freeze([2, 3, 4, 11, 22, 23, 37, 38, 49, 55, 61]);

/** 批上送: one row of the batch. @param row as {@link batchRow} made it, or a kept upload of an offline purchase */
export function uploadOf(row: Message, station: Station): Message {
  const place = transactionRow('upload');
  assert(row.fields.has(4), 'a row of the batch has moved money');
  return messageOf(place.mti, [
    ...OF_THE_ROW.map((field) => [field, row.fields.get(field)] as const),
    ...stationFields(station),
    [60, noticePrivateData(place, station.batch)],
  ]);
}
