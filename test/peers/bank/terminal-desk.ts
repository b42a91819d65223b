/**
 * A terminal on the desk, for tests of the bank's side: its messages are made field by field with the codec, in the bytes that
 * a test writes, and nothing of the project's own link is in it. MAC and keys come from src/crypto, which has vectors of its own.
 */

import { accountOf } from '../../../hosts/peers/bank/accounts.js';
import { BankNetwork, type NetworkOptions } from '../../../hosts/peers/bank/network.js';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { concat } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { decodeMessage, encodeMessage, type FieldValue } from '../../../src/codec/iso8583.js';
import { fieldRow } from '../../../src/codec/iso8583-fields.js';
import { decodeFrame, encodeFrame } from '../../../src/codec/iso8583-frame.js';
import { encodeTlv } from '../../../src/codec/tlv.js';
import { posMac } from '../../../src/crypto/pos-mac.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import { unwrapWorkingKeys, type WorkingKeys } from '../../../src/crypto/working-keys.js';
import { STANDARD_CARD } from '../../conformance/setting.js';
import { type PaymentDesk, paymentDesk } from '../card/payment/desk.js';

export const TERMINAL = '99010001';
export const MERCHANT = '990100000000001';
export const TMK = '0123456789ABCDEFFEDCBA9876543210';
/** A card of the first bank, which acquires too, and one of the second. */
export const ON_US = STANDARD_CARD.pan;
export const OFF_US = '6210999902000000017';

/** Fields as text; those of bytes in hexadecimal. */
export type Fields = Readonly<Record<number, string>>;

export interface Said {
  readonly mti: string;
  /** Field 39. */
  readonly code: string;
  readonly fields: Record<number, string>;
  /** Header's processing request. */
  readonly wish: string;
  readonly mac: 'right' | 'wrong' | 'none';
  readonly afterMs: number;
  /** Type, code, MAC and processing request in one line: `0210 00 right 0`. */
  readonly brief: string;
}

export class TerminalDesk {
  /** A test may put another in its place, made of its image. */
  network: BankNetwork;
  /** Local time; a test may move it. */
  now = '20260601090000';
  batch = '000001';
  terminal = TERMINAL;
  keys: WorkingKeys | undefined;
  #stan = 0;

  constructor(options: Partial<NetworkOptions> = {}) {
    const dice = new SeededRandom(20260601);
    this.network = new BankNetwork({
      accounts: [accountOf(STANDARD_CARD), accountOf({ ...STANDARD_CARD, pan: OFF_US })],
      terminals: [
        { terminal: TERMINAL, merchant: MERCHANT, masterKey: fromHex(TMK) },
        { terminal: '99010002', merchant: MERCHANT, masterKey: fromHex(TMK) },
      ],
      now: () => this.now,
      random: (length) => dice.bytes(length),
      ...options,
    });
  }

  nextStan(): string {
    return String(++this.#stan).padStart(6, '0');
  }

  /** A frame with 41 and 42, and with the MAC where there are keys and the test does not leave it away. */
  frame(mti: string, fields: Fields, mac: boolean): Uint8Array {
    const header = {
      applicationClass: '61',
      softwareVersion: '31',
      terminalStatus: '0',
      processingRequest: '0',
      version: '310001',
    };
    const all = new Map<number, FieldValue>();
    for (const [field, value] of Object.entries({ 41: this.terminal, 42: MERCHANT, ...fields }))
      if (value !== '') all.set(Number(field), isBytes(Number(field)) ? fromHex(value) : value);
    const last = [...all.keys()].some((field) => field > 64) ? 128 : 64;
    if (!mac) return encodeFrame({ destination: 3, source: 0, header, message: encodeMessage({ mti, fields: all }) });
    const open = encodeMessage({ mti, fields: all.set(last, new Uint8Array(8)) }).slice(0, -8);
    const message = concat(open, posMac(softwareCiphers, this.keys?.macKey ?? new Uint8Array(8), open));
    return encodeFrame({ destination: 3, source: 0, header, message });
  }

  ask(mti: string, fields: Fields, mac = true): Said {
    return this.send(this.frame(mti, fields, mac));
  }

  /** @throws Error where the host says nothing */
  send(frame: Uint8Array, decline?: string): Said {
    const reply = this.network.host.receive(frame, decline);
    if (reply === undefined) throw new Error('the host says nothing');
    return { ...this.read(reply.frame), afterMs: reply.afterMs };
  }

  read(frame: Uint8Array): Omit<Said, 'afterMs'> {
    const { message, header, destination, source } = decodeFrame(frame);
    if (destination !== 0 || source !== 3) throw new Error('the addresses are not turned round');
    const { mti, fields } = decodeMessage(message);
    const text: Record<number, string> = {};
    for (const [field, value] of fields) text[field] = typeof value === 'string' ? value : toHex(value);
    const closed = fields.has(64) || fields.has(128);
    const own = this.keys && toHex(posMac(softwareCiphers, this.keys.macKey, message.subarray(0, -8)));
    const mac = !closed ? 'none' : toHex(message.subarray(-8)) === own ? 'right' : 'wrong';
    const [code, wish] = [text[39], header.processingRequest];
    return { mti, code, fields: text, wish, mac, brief: `${mti} ${code} ${mac} ${wish}` };
  }

  /** Signs in and takes the keys. */
  signIn(stan = this.nextStan()): Said {
    const said = this.ask('0800', { 11: stan, 60: `00${this.batch}003`, 63: '303120' }, false);
    if (said.code === '00')
      this.keys = unwrapWorkingKeys(softwareCiphers, fromHex(TMK), '003', fromHex(said.fields[62]));
    return said;
  }

  /** The fields of a purchase with a fresh cryptogram of the card. */
  purchase(desk: PaymentDesk, amount = 1234, change: Fields = {}): Fields {
    return this.card(desk, { amount, process: '000000', kind: '22' }, change);
  }

  /** The fields of any card transaction with chip data. */
  card(
    desk: PaymentDesk,
    what: { readonly amount: number; readonly process: string; readonly kind: string },
    change: Fields = {},
    values: Readonly<Record<string, string>> = {},
  ): Fields {
    const { amount, process, kind } = what;
    const pan = desk.profile.pan;
    const money = String(amount).padStart(12, '0');
    return {
      2: pan,
      3: process,
      ...(kind === '01' ? {} : { 4: money }),
      11: this.nextStan(),
      14: '3312',
      22: '052',
      23: '001',
      25: '00',
      35: `${pan}D33122200000000000`,
      49: '156',
      55: chipData(desk, { '9F02': money, '9C': process.slice(0, 2), ...values }),
      60: `${kind}${this.batch}00050`,
      ...change,
    };
  }

  /** A reversal of a request, as the dialect has it. */
  reversalOf(original: Fields, reason = '98', change: Fields = {}): Fields {
    const kept = [2, 3, 4, 11, 14, 22, 23, 25, 37, 38, 49, 60, 63, 102, 103];
    const fields = Object.fromEntries(kept.flatMap((field) => (original[field] ? [[field, original[field]]] : [])));
    const chip = original[55] ? { 55: '95050000000000 9F1E083132333435363738 9F36020001 9F100807000103A0000001' } : {};
    const date = this.now.slice(4, 8);
    return { ...fields, 39: reason, ...chip, 61: `${original[60].slice(2, 8)}${original[11]}${date}`, ...change };
  }

  /** A void or refund of what an answer approved. */
  back(kind: '23' | '25', original: Fields, answer: Said, change: Fields = {}): Fields {
    return {
      2: original[2],
      3: '200000',
      4: original[4],
      11: this.nextStan(),
      14: '3312',
      22: '052',
      23: '001',
      25: '00',
      35: original[35],
      37: answer.fields[37],
      38: answer.fields[38],
      49: '156',
      60: `${kind}${this.batch}00050`,
      61: `${original[60].slice(2, 8)}${original[11]}${answer.fields[13]}`,
      ...(kind === '25' ? { 63: '303030' } : {}),
      ...change,
    };
  }

  settle(debit: readonly [number, number], credit: readonly [number, number], change: Fields = {}): Said {
    const fields = {
      11: this.nextStan(),
      48: totals(debit, credit),
      49: '156',
      60: `00${this.batch}201`,
      63: '303120',
    };
    return this.ask('0500', { ...fields, ...change }, false);
  }
}

/** Field 48 of a request. */
export function totals(debit: readonly [number, number], credit: readonly [number, number]): string {
  const part = ([amount, count]: readonly [number, number]) =>
    String(amount).padStart(12, '0') + String(count).padStart(3, '0');
  return `${part(debit)}${part(credit)}0${'0'.repeat(30)}0`;
}

/** A terminal that has signed in. */
export function signedIn(options: Partial<NetworkOptions> = {}): TerminalDesk {
  const desk = new TerminalDesk(options);
  desk.signIn();
  return desk;
}

/** A card of the second bank. */
export function otherBankCard(): PaymentDesk {
  return paymentDesk({ pan: OFF_US });
}

/** Field 55 (use 1) with the card's first cryptogram. @param values of the terminal, by tag */
function chipData(desk: PaymentDesk, values: Readonly<Record<string, string>>): string {
  desk.again().open();
  const first = desk.first('80', values);
  const objects: Readonly<Record<string, string>> = {
    '9F26': first.cryptogram,
    '9F27': first.information,
    '9F10': first.issuerData,
    '9F37': 'DEADBEEF',
    '9F36': first.counter,
    '95': '0000000000',
    '9A': '260601',
    '9C': '00',
    '9F02': '000000001234',
    '5F2A': '0156',
    '82': '7C00',
    '9F1A': '0156',
    '9F03': '000000000000',
    ...values,
  };
  return toHex(
    concat(...Object.entries(objects).map(([tag, hex]) => encodeTlv(Number.parseInt(tag, 16), fromHex(hex)))),
  );
}

function isBytes(field: number): boolean {
  const format = fieldRow(field)?.format;
  return format === 'b' || format === 'text';
}
