/** Requests that a card stands behind: those that the bank decides on, the voids, and what was approved offline. */

import { assert } from '../../base/assert.js';
import { asciiBytes, EMPTY } from '../../base/bytes.js';
import { toHex } from '../../base/hex.js';
import { decodeBcd } from '../../codec/bcd.js';
import type { Message } from '../../codec/iso8583.js';
import {
  cardPrivateData,
  chipField,
  type Entry,
  messageOf,
  numeric,
  originalData,
  RENMINBI,
  type Station,
  stationFields,
} from './build.js';
import type { ChipValues } from './chip-data.js';
import { type TransactionRow, transactionRow } from './transactions.js';

/** Transactions that the card asks the bank for with a cryptogram. */
export type CardTransaction = 'balance' | 'purchase' | 'withdrawal' | 'deposit' | 'transfer';

/** What every request with a card has. */
interface CardOrder {
  readonly station: Station;
  /** Field 11, 1 to 999999, never used twice in a batch. */
  readonly stan: number;
  /** By tag: 5A, 5F24, 5F34 and 57, and where the card gave a cryptogram what field 55 is made of (emv.md 3.4). */
  readonly values: ChipValues;
  /** Field 52, 8 bytes: the PIN under the line's PIN key; absent where none was entered. */
  readonly pinBlock?: Uint8Array;
}

export interface CardRequest extends CardOrder {
  /** Fen, 1 to 999999999999; a balance enquiry has none. */
  readonly amount?: number;
  /** Of a transfer, and of it alone: the account or card number that gets the money, up to 28 digits. */
  readonly toAccount?: string;
}

/** A request for balance, purchase, withdrawal, deposit or transfer; 9C, which the card has signed, says the same. */
export function cardRequest(transaction: CardTransaction, request: CardRequest): Message {
  const { station, stan, values, amount, pinBlock, toAccount } = request;
  const row = transactionRow(transaction);
  assert(toHex(values.get(0x9c) ?? EMPTY) === row.process, 'the card was asked for the same transaction');
  assert((transaction === 'balance') === (amount === undefined), 'all but a balance enquiry have an amount');
  assert((transaction === 'transfer') === (toAccount !== undefined), 'a transfer and nothing else goes to an account');
  return messageOf(row.mti, [
    ...cardFields(row, stan, values, pinBlock),
    ...pinFields(pinBlock),
    [4, amountOf(amount)],
    [35, trackOf(values)],
    ...stationFields(station),
    [49, RENMINBI],
    chipField(row, values),
    [60, cardPrivateData(row, station.batch)],
    [102, toAccount === undefined ? undefined : accountOf(values)],
    [103, toAccount],
  ]);
}

/** A transaction of this terminal that the bank approved, as the receipt and the batch have it. */
export interface Original {
  /** Batch and STAN it was made under. */
  readonly batch: number;
  readonly stan: number;
  /** Field 13 of its answer, MMDD. */
  readonly date: string;
  /** Field 37 of its answer, 12 characters. */
  readonly reference: string;
  /** Field 38 of its answer, 6 characters. */
  readonly approval?: string;
}

export interface LaterRequest extends CardOrder {
  readonly original: Original;
  /** Fen: of a void the original's amount, of a refund what is given back. */
  readonly amount: number;
}

/** 消费撤销: takes a purchase of the open batch back, without a cryptogram (simplified flow). */
export function voidRequest(request: LaterRequest): Message {
  return laterRequest(transactionRow('void'), request, [[35, trackOf(request.values)]]);
}

/**
 * 退货: gives a purchase of this or an earlier batch back, or a part of it, without a cryptogram. It may have to go out again
 * after a power cut, to the byte, so that nothing is in it that must not be kept: no track, no PIN.
 */
export function refundRequest(request: Omit<LaterRequest, 'pinBlock'>): Message {
  return laterRequest(transactionRow('refund'), request, [[63, asciiBytes('000')]]);
}

function laterRequest(row: TransactionRow, request: LaterRequest, more: readonly Entry[]): Message {
  const { station, stan, values, pinBlock, original, amount } = request;
  return messageOf(row.mti, [
    ...cardFields(row, stan, values, pinBlock),
    ...pinFields(pinBlock),
    [4, amountOf(amount)],
    [37, original.reference],
    [38, original.approval],
    ...stationFields(station),
    [49, RENMINBI],
    [60, cardPrivateData(row, station.batch)],
    [61, originalData(original.batch, original.stan, original.date)],
    ...more,
  ]);
}

export interface OfflinePurchase extends Omit<CardOrder, 'pinBlock'> {
  /** Fen. */
  readonly amount: number;
}

/** 脱机消费上送: a purchase that the card approved by itself; the values are those after its last word, with the TC. */
export function offlineUpload({ station, stan, values, amount }: OfflinePurchase): Message {
  const row = transactionRow('offline-upload');
  return messageOf(row.mti, [
    ...cardFields(row, stan, values, undefined),
    [4, amountOf(amount)],
    ...stationFields(station),
    [49, RENMINBI],
    chipField(row, values),
    [60, cardPrivateData(row, station.batch)],
  ]);
}

/** Fields 2, 3, 11, 14, 22, 23 and 25. */
function cardFields(row: TransactionRow, stan: number, values: ChipValues, pinBlock: Uint8Array | undefined): Entry[] {
  const expiry = values.get(0x5f24);
  const sequence = values.get(0x5f34);
  return [
    [2, accountOf(values)],
    [3, `${row.process}0000`],
    [11, numeric(stan, 6)],
    [14, expiry && toHex(expiry).slice(0, 4)],
    [22, pinBlock ? CHIP_WITH_PIN : CHIP_WITHOUT_PIN],
    [23, sequence && toHex(sequence).padStart(3, '0')],
    [25, row.condition],
  ];
}

/** Field 22: contact chip, with and without a PIN in the message. */
const CHIP_WITH_PIN = '051';
const CHIP_WITHOUT_PIN = '052';

/** Fields 26 and 53: up to 12 digits; a block with the account number, under a double-length key. */
const PIN_LENGTH_MAX = '12';
const PIN_FORM = '2600000000000000';

function pinFields(pinBlock: Uint8Array | undefined): Entry[] {
  if (pinBlock === undefined) return [];
  return [
    [26, PIN_LENGTH_MAX],
    [52, pinBlock],
    [53, PIN_FORM],
  ];
}

function amountOf(fen: number | undefined): string | undefined {
  assert(fen !== 0, 'an amount is one fen or more');
  return fen === undefined ? undefined : numeric(fen, 12);
}

function accountOf(values: ChipValues): string {
  const digits = decodeBcd(values.get(0x5a) ?? EMPTY);
  assert(digits !== '', 'a request is for an account');
  return digits;
}

const TRACK_LENGTH_MAX = 37;

/** Tag 57 with D between its parts; undefined where the card has none, or one that is no track. */
function trackOf(values: ChipValues): string | undefined {
  const track = toHex(values.get(0x57) ?? EMPTY).replace(/F+$/, '');
  return /^[0-9]{1,19}D[0-9]*$/.test(track) && track.length <= TRACK_LENGTH_MAX ? track : undefined;
}
