/**
 * The acquiring bank's host at the end of the terminals' line: frames in, frames out. It knows its terminals, their keys of
 * the day and their batches, and takes no message whose MAC or fields are not as they should be. emv.md 3; [TP].
 */

import { concat, equalBytes } from '../../../../src/base/bytes.js';
import { FormatError } from '../../../../src/base/format-error.js';
import { fromHex } from '../../../../src/base/hex.js';
import { decodeMessage, encodeMessage, type FieldValue, type Message } from '../../../../src/codec/iso8583.js';
import { decodeFrame, encodeFrame, type Frame } from '../../../../src/codec/iso8583-frame.js';
import { posMac } from '../../../../src/crypto/pos-mac.js';
import { softwareCiphers } from '../../../../src/crypto/software-ciphers.js';
import type { HostReply, LineHost } from '../../line/line-host.js';
import { CODE } from '../response-codes.js';
import type { Session, Wish } from './books.js';
import { cardTransaction } from './card-transaction.js';
import { caKeyDownload, caKeyQuery, downloadEnd, parameterDownload, parameterQuery } from './downloads.js';
import { type Acquirer, type Handler, type HostAnswer, hostRequest, type TerminalEntry } from './request.js';
import { reversal } from './reversal.js';
import { scriptNotice } from './script-notice.js';
import { settle, upload, uploadEnd } from './settlement.js';
import { echo, signIn, signOut } from './sign-in.js';
import { type TransactionName, type TransactionRow, transactionRow } from './transactions.js';

const HANDLERS: Readonly<Record<TransactionName, Handler>> = Object.freeze({
  balance: cardTransaction,
  purchase: cardTransaction,
  withdrawal: cardTransaction,
  deposit: cardTransaction,
  transfer: cardTransaction,
  void: cardTransaction,
  refund: cardTransaction,
  'offline-purchase': cardTransaction,
  reversal,
  'script-notice': scriptNotice,
  'sign-in': signIn,
  'sign-out': signOut,
  echo,
  settle,
  upload,
  'upload-end': uploadEnd,
  'ca-key-query': caKeyQuery,
  'ca-key-download': caKeyDownload,
  'ca-key-end': downloadEnd('ca-keys'),
  'parameter-query': parameterQuery,
  'parameter-download': parameterDownload,
  'parameter-end': downloadEnd('parameters'),
});

/** What needs the day's sign-in without having a MAC. */
const OF_THE_DAY: readonly TransactionName[] = Object.freeze(['settle', 'upload', 'upload-end']);

/** Fields that an answer repeats; those of a transfer among them. */
const REPEATED: readonly number[] = Object.freeze([3, 4, 11, 25, 41, 42, 49, 60, 102, 103]);

/** Codes that say that there are no keys to make a MAC with. */
const WITHOUT_MAC: readonly string[] = Object.freeze([CODE.wrongMac, CODE.signInAgain, CODE.unknownTerminal]);

/** Header digit by what the host wants (emv.md 3.1 [C]); 0 for nothing. */
const REQUESTS: Readonly<Record<Wish, string>> = Object.freeze({ 'sign-in': '3', 'ca-keys': '4', parameters: '5' });

/** ms that the host takes by itself. */
const OWN_TIME = 80;
const MAC_LENGTH = 8;

export class AcquirerHost implements LineHost {
  readonly #acquirer: Acquirer;
  readonly #terminals: ReadonlyMap<string, TerminalEntry>;

  constructor(acquirer: Acquirer, terminals: readonly TerminalEntry[]) {
    this.#acquirer = acquirer;
    this.#terminals = new Map(terminals.map((entry) => [entry.terminal, entry]));
  }

  /**
   * Answers one frame. @param decline answers a good request with this code and does nothing
   * @returns undefined for what is no frame with a request in it: the host says nothing to that
   */
  receive(bytes: Uint8Array, decline?: string): HostReply | undefined {
    const read = readRequest(bytes);
    if (read === undefined) return undefined;
    const { frame, message } = read;
    const terminal = String(message.fields.get(41) ?? '');
    const entry = this.#terminals.get(terminal);
    const session = this.#session(terminal);
    const row = transactionRow(message);
    const answer = entry ? this.#handle(frame, message, entry, session, row, decline) : { code: CODE.unknownTerminal };
    const macKey = row?.mac && !WITHOUT_MAC.includes(answer.code) ? session?.macKey : undefined;
    const own = encodeAnswer(this.#answerMessage(message, answer), macKey);
    const wish = this.#acquirer.books.wishOf(terminal);
    const header = {
      ...frame.header,
      terminalStatus: '0',
      processingRequest: wish === undefined ? '0' : REQUESTS[wish],
    };
    const { source, destination } = frame;
    const sent = encodeFrame({ destination: source, source: destination, header, message: own });
    return { frame: sent, afterMs: OWN_TIME + (answer.waited ?? 0) };
  }

  #handle(
    { message: raw }: Frame,
    message: Message,
    entry: TerminalEntry,
    session: Session | undefined,
    row: TransactionRow | undefined,
    decline: string | undefined,
  ): HostAnswer {
    if (row === undefined) return { code: CODE.invalidTransaction };
    if ((row.mac || OF_THE_DAY.includes(row.name)) && session === undefined) return { code: CODE.signInAgain };
    if (row.mac && session && !macAgrees(message, raw, session)) return { code: CODE.wrongMac };
    if (message.fields.get(42) !== entry.merchant) return { code: CODE.invalidMerchant };
    if (!hasItsFields(message, row)) return { code: CODE.formatError };
    if (decline !== undefined) return { code: decline };
    return HANDLERS[row.name](this.#acquirer, hostRequest(row.name, message, entry, session));
  }

  /** The keys of today; those of another day have ended. */
  #session(terminal: string): Session | undefined {
    const session = this.#acquirer.books.sessions.get(terminal);
    return session?.date === this.#acquirer.now().slice(0, 8) ? session : undefined;
  }

  #answerMessage({ mti, fields }: Message, { code, fields: own }: HostAnswer): Message {
    const answer = new Map<number, FieldValue>();
    for (const field of REPEATED) {
      const value = fields.get(field);
      if (value !== undefined) answer.set(field, value);
    }
    const { id, now, books } = this.#acquirer;
    const moment = now();
    answer.set(12, moment.slice(8)).set(13, moment.slice(4, 8)).set(15, moment.slice(4, 8)).set(32, id);
    for (const [field, value] of own ?? []) answer.set(field, value);
    if (!answer.has(37)) answer.set(37, books.nextReference());
    answer.set(39, code);
    return { mti: answerType(mti), fields: answer };
  }
}

/** @returns undefined for what cannot be read, and for what is itself an answer */
function readRequest(bytes: Uint8Array): { readonly frame: Frame; readonly message: Message } | undefined {
  try {
    const frame = decodeFrame(bytes);
    const message = decodeMessage(frame.message);
    return Number(message.mti[2]) % 2 === 0 ? { frame, message } : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** The MAC stands last: in 64, or in 128 where there is a second bitmap. */
function macAgrees({ fields }: Message, raw: Uint8Array, { macKey }: Session): boolean {
  const numbers = [...fields.keys()];
  const last = Math.max(...numbers);
  if (last !== 64 && last !== 128) return false;
  if (last === 128 && numbers.includes(64)) return false;
  const mac = posMac(softwareCiphers, fromHex(macKey), raw.subarray(0, raw.length - MAC_LENGTH));
  return equalBytes(mac, raw.subarray(raw.length - MAC_LENGTH));
}

/** All that it must have, and nothing that it must not. */
function hasItsFields({ fields }: Message, { always, sometimes, mac }: TransactionRow): boolean {
  const wanted = [41, 42, ...always];
  const known = [...wanted, ...sometimes, ...(mac ? [64, 128] : [])];
  return wanted.every((field) => fields.has(field)) && [...fields.keys()].every((field) => known.includes(field));
}

function encodeAnswer({ mti, fields }: Message, macKey: string | undefined): Uint8Array {
  if (macKey === undefined) return encodeMessage({ mti, fields });
  const field = [...fields.keys()].some((one) => one > 64) ? 128 : 64;
  const open = encodeMessage({ mti, fields: new Map([...fields, [field, new Uint8Array(MAC_LENGTH)]]) });
  const message = open.subarray(0, open.length - MAC_LENGTH);
  return concat(message, posMac(softwareCiphers, fromHex(macKey), message));
}

/** An answer's type is its request's with ten added. */
function answerType(mti: string): string {
  return `${mti.slice(0, 2)}${Number(mti[2]) + 1}${mti[3]}`;
}
