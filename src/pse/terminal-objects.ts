/**
 * The terminal's own data objects, and the values that a card's data object list asks for (EMV Book 3 5.4, annex A).
 */

import { asciiBytes, uintBytes } from '../base/bytes.js';
import { encodeBcd } from '../codec/bcd.js';
import { type DolEntry, fillDol } from '../codec/dol.js';
import { encodeGbk } from '../codec/gbk.js';
import { formatOf } from './data-formats.js';
import type { DataObjects } from './data-objects.js';
import type { TransactionKind } from './payment-kernel.js';
import type { TransactionState } from './transaction-state.js';

/** 9C 交易类型: the first two digits of the processing code (emv.md 3.2). */
const TRANSACTION_TYPES: Readonly<Record<TransactionKind, string>> = Object.freeze({
  purchase: '00',
  cash: '01',
  refund: '20',
  deposit: '21',
  balance: '31',
  transfer: '40',
});

/** 9F39: read from the contact chip. */
const ENTRY_MODE = '05';

/**
 * Fills `state.terminal` for one try of one application, called once before `initiate`. TVR and TSI are not among them:
 * they change all the time, and `resolve` reads them where they stand. 9F37 is drawn here, four bytes, and stays the
 * same for the whole transaction.
 */
export async function fillTerminalObjects(state: TransactionState): Promise<void> {
  putTransaction(state);
  putTerminal(state);
  putApplication(state);
  state.terminal.put(0x9f37, await state.host.random.bytes(4));
}

/** The amounts as n 12 and, 81 and 9F04, as four binary bytes; date, time, kind and number of the transaction. */
function putTransaction({ terminal, transaction, parameters }: TransactionState): void {
  const { amount, otherAmount, moment, kind, sequence } = transaction;
  terminal.put(0x9f02, numeric(amount, 6));
  putBinary(terminal, 0x81, amount);
  terminal.put(0x9f03, numeric(otherAmount, 6));
  putBinary(terminal, 0x9f04, otherAmount);
  terminal.put(0x5f2a, numeric(parameters.currencyCode, 2));
  terminal.put(0x5f36, numeric(parameters.currencyExponent, 1));
  terminal.put(0x9a, digits(moment.slice(2, 8), 3));
  terminal.put(0x9f21, digits(moment.slice(8, 14), 3));
  terminal.put(0x9c, digits(TRANSACTION_TYPES[kind], 1));
  terminal.put(0x9f39, digits(ENTRY_MODE, 1));
  terminal.put(0x9f41, numeric(sequence, 4));
}

/** An amount above 4,294,967,295 fen has no binary form, and a card that asks for it gets zeros. */
function putBinary(terminal: DataObjects, tag: number, amount: number): void {
  if (amount <= 0xffffffff) terminal.put(tag, uintBytes(amount, 4));
}

function putTerminal({ terminal, parameters }: TransactionState): void {
  terminal.put(0x9f1a, numeric(parameters.countryCode, 2));
  terminal.put(0x9f33, parameters.capabilities);
  terminal.put(0x9f35, numeric(parameters.terminalType, 1));
  terminal.put(0x9f40, parameters.additionalCapabilities);
  terminal.put(0x9f1c, asciiBytes(parameters.terminalId));
  terminal.put(0x9f1e, asciiBytes(parameters.serialNumber));
  terminal.put(0x9f16, asciiBytes(parameters.merchantId));
  terminal.put(0x9f4e, encodeGbk(parameters.merchantName));
  terminal.put(0x9f15, digits(parameters.merchantCategory, 2));
  terminal.put(0x9f01, digits(parameters.acquirerId, 6));
}

/**
 * 9F06 is the DF name of the selected application, not the row it matched (EMV 4.3 Book 1 12.4); 9F09 and 9F1B come
 * from the row. 9F7A 00: this terminal has no electronic cash 电子现金 (emv.md 2.3).
 */
function putApplication({ terminal, application, aid }: TransactionState): void {
  terminal.put(0x9f06, aid);
  terminal.put(0x9f09, application.version);
  terminal.put(0x9f1b, uintBytes(application.floorLimit, 4));
  terminal.put(0x9f7a, Uint8Array.of(0x00));
}

/**
 * The value of a data object for a DOL or a message: TVR (95) and TSI (9B) as they are now, else the terminal's object,
 * else the card's; undefined where neither has it.
 */
export function resolve(state: TransactionState, tag: number): Uint8Array | undefined {
  if (tag === 0x95) return state.tvr.bytes();
  if (tag === 0x9b) return state.tsi.bytes();
  return state.terminal.get(tag) ?? state.icc.get(tag);
}

/** A DOL's data for this transaction as it is now. */
export function dolData(state: TransactionState, dol: readonly DolEntry[]): Uint8Array {
  return fillDol(dol, (tag) => resolve(state, tag), formatOf);
}

/** n: digits right aligned, leading zeros. */
function digits(text: string, length: number): Uint8Array {
  return encodeBcd(text.padStart(2 * length, '0'), length);
}

function numeric(value: number, length: number): Uint8Array {
  return digits(String(value), length);
}
