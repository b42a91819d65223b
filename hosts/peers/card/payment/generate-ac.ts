/** GENERATE AC: the first and the second, and what each leaves in the card. JR/T 0025.5 chapters 14, 16; emv.md 2.8, 2.9. */

import { concat, EMPTY, uintBytes } from '../../../../src/base/bytes.js';
import { SW } from '../../../../src/codec/status-words.js';
import { encodeTlv } from '../../../../src/codec/tlv.js';
import { applicationCryptogram, paymentSessionKey } from '../../../../src/crypto/payment-keys.js';
import { softwareCiphers } from '../../../../src/crypto/software-ciphers.js';
import type { Command } from '../command.js';
import { findKey, findPin } from '../keys.js';
import { type Application, KEY_TYPE } from '../memory.js';
import { demand, found } from '../refusal.js';
import type { Session } from '../session.js';
import {
  amountOf,
  analyseFirst,
  analyseSecond,
  type Circumstances,
  isAuthenticationOwed,
  isHomeCountry,
  isHomeCurrency,
  isUnable,
  type Verdict,
} from './action-analysis.js';
import { logTransaction } from './log.js';
import { answersTemplate, OBJECT, objectOf } from './objects.js';
import { signCombined } from './signatures.js';
import { type CardStatus, keepStatus, statusOf } from './status.js';
import {
  currentTransaction,
  type Decision,
  joinValues,
  type PaymentTransaction,
  readDol,
  selectedPayment,
  type TerminalValues,
  terminalValue,
} from './transaction.js';

/** P1 b8–b7, and the same in 9F27. */
const ASKED: Readonly<Record<number, Decision>> = Object.freeze({ 0: 'AAC', 64: 'TC', 128: 'ARQC' });
const INFORMATION: Readonly<Record<Decision, number>> = Object.freeze({ AAC: 0x00, TC: 0x40, ARQC: 0x80 });
const COMBINED = 0x10;

/** Cryptogram version 01 and Triple DES in 9F10 (emv.md 2.7). */
const VERSION = 0x01;
const ALGORITHM = 0x01;

/** TVR bits that the card remembers of a declined transaction: SDA failed; DDA or CDA failed. */
const STATIC_FAILED = 0x40;
const DYNAMIC_FAILED = 0x0c;

/** What goes into the cryptogram before AIP, ATC and CVR, with its lengths (emv.md 2.8). */
const CRYPTOGRAM_DATA: readonly (readonly [number, number])[] = Object.freeze([
  [0x9f02, 6],
  [0x9f03, 6],
  [0x9f1a, 2],
  [0x95, 5],
  [0x5f2a, 2],
  [0x9a, 3],
  [0x9c, 1],
  [0x9f37, 4],
] as const);

/**
 * 80 AE P1 00, CDOL data → 9F27, 9F36, 9F26, 9F10 as template 80 or 77, or with 9F4B in place of 9F26 where a combined
 * signature was asked for and the answer is no AAC.
 *
 * @throws Refusal 6985 before GET PROCESSING OPTIONS, after a first answer that was no ARQC, and a third time; 6700 data of
 * another length than the CDOL's; 6A86
 */
export function generateCryptogram(session: Session, command: Command): Uint8Array {
  demand(command.p2 === 0x00 && (command.p1 & 0x2f) === 0, SW.wrongParameters);
  const asked = found(ASKED[command.p1 & 0xc0], SW.wrongParameters);
  const combined = (command.p1 & COMBINED) !== 0;
  const transaction = currentTransaction(session);
  demand(!transaction.ended, SW.conditionsNotSatisfied);
  return transaction.first === undefined
    ? generateFirst(session, transaction, command.data, asked, combined)
    : generateSecond(session, transaction, command.data, asked, combined);
}

function generateFirst(
  session: Session,
  transaction: PaymentTransaction,
  data: Uint8Array,
  asked: Decision,
  combined: boolean,
): Uint8Array {
  const { application } = selectedPayment(session);
  const values = readDol(objectOf(application, OBJECT.firstDol), data);
  const circumstances = circumstancesOf(session, transaction, [values]);
  const verdict = analyseFirst(circumstances, asked);
  const answer = new Answer(session, circumstances, verdict, [transaction.processingData, data]);
  keepStatus(session, application, afterFirst(circumstances, verdict));
  book(session, circumstances, verdict);
  const { decision } = verdict;
  session.ongoing = {
    ...transaction,
    first: { decision, cryptogram: answer.cryptogram, results: verdict.results, values, data },
    ended: decision !== 'ARQC',
  };
  return answer.bytes(combined);
}

function generateSecond(
  session: Session,
  transaction: PaymentTransaction,
  data: Uint8Array,
  asked: Decision,
  combined: boolean,
): Uint8Array {
  const first = found(transaction.first, SW.conditionsNotSatisfied);
  demand(asked !== 'ARQC', SW.conditionsNotSatisfied);
  const { application } = selectedPayment(session);
  const values = readDol(objectOf(application, OBJECT.secondDol), data);
  const circumstances = circumstancesOf(session, transaction, [values, first.values]);
  const responseCode = String.fromCharCode(...terminalValue([values], 0x8a, 2));
  const verdict = analyseSecond(circumstances, asked, responseCode);
  const answer = new Answer(session, circumstances, verdict, [transaction.processingData, first.data, data]);
  keepStatus(session, application, afterSecond(circumstances, verdict, responseCode));
  book(session, circumstances, verdict);
  session.ongoing = { ...transaction, ended: true };
  return answer.bytes(combined);
}

function circumstancesOf(
  session: Session,
  transaction: PaymentTransaction,
  values: readonly TerminalValues[],
): Circumstances {
  const { environment, application } = selectedPayment(session);
  return { application, status: statusOf(application), transaction, pin: findPin(environment), values };
}

/** An ARQC leaves the card waiting for its issuer; a decline remembers what failed; an approval counts. */
function afterFirst(circumstances: Circumstances, { decision, blocks }: Verdict): CardStatus {
  const { status } = circumstances;
  const blocked = { ...status, blockedByPin: status.blockedByPin || blocks };
  if (decision === 'ARQC') return { ...blocked, onlinePending: true };
  return decision === 'TC' ? counted(circumstances, blocked) : declined(circumstances, blocked);
}

/**
 * An issuer that has proved itself, or need not, takes everything pending off the card; its approval resets the offline
 * counters as well. Without an issuer an approval counts as an offline one. emv.md 2.9.
 */
function afterSecond(circumstances: Circumstances, { decision }: Verdict, responseCode: string): CardStatus {
  const { application, status, transaction } = circumstances;
  const approved = decision === 'TC';
  const kept = approved ? status : declined(circumstances, status);
  if (isUnable(responseCode)) return approved ? counted(circumstances, kept) : kept;
  const missing = transaction.issuerAuthentication === 'none';
  const heard = {
    ...kept,
    issuerAuthenticationMissing: missing && (objectOf(application, OBJECT.interchangeProfile)[0] & 0x04) !== 0,
  };
  const failed = transaction.issuerAuthentication === 'failed' || isAuthenticationOwed(application, transaction);
  if (failed) return { ...heard, issuerAuthenticationFailed: true };
  const settled = {
    ...heard,
    onlinePending: false,
    issuerAuthenticationFailed: false,
    staticFailed: false,
    dynamicFailed: false,
    scriptFailed: transaction.scriptFailed,
    scripts: 0,
  };
  if (!approved) return settled;
  return { ...settled, lastOnline: status.counter, currencyCount: 0, countryCount: 0, offlineAmount: 0 };
}

function counted(circumstances: Circumstances, status: CardStatus): CardStatus {
  const home = isHomeCurrency(circumstances);
  return {
    ...status,
    currencyCount: status.currencyCount + (home ? 0 : 1),
    countryCount: status.countryCount + (isHomeCountry(circumstances) ? 0 : 1),
    offlineAmount: status.offlineAmount + (home ? amountOf(circumstances.values) : 0),
  };
}

function declined({ values }: Circumstances, status: CardStatus): CardStatus {
  const [first] = terminalValue(values, 0x95, 5);
  return {
    ...status,
    staticFailed: status.staticFailed || (first & STATIC_FAILED) !== 0,
    dynamicFailed: status.dynamicFailed || (first & DYNAMIC_FAILED) !== 0,
  };
}

/** The log of an approval, and the block that the PIN has brought. */
function book(session: Session, { application, transaction, values }: Circumstances, verdict: Verdict): void {
  if (verdict.blocks) session.memory.put(application, 'blocked', true);
  if (verdict.decision === 'TC') logTransaction(session, application, transaction.counter, values);
}

/** The answer to one GENERATE AC. */
class Answer {
  readonly cryptogram: Uint8Array;
  readonly #session: Session;
  readonly #circumstances: Circumstances;
  readonly #information: number;
  readonly #issuerData: Uint8Array;
  readonly #lists: readonly Uint8Array[];

  /** @param lists PDOL, CDOL1 and perhaps CDOL2 data */
  constructor(session: Session, circumstances: Circumstances, verdict: Verdict, lists: readonly Uint8Array[]) {
    const { application, transaction, values } = circumstances;
    this.#session = session;
    this.#circumstances = circumstances;
    this.#information = INFORMATION[verdict.decision] | verdict.advice;
    this.#lists = lists;
    const index = objectOf(application, OBJECT.derivationIndex)[0] ?? 0;
    this.#issuerData = concat(Uint8Array.of(0x07, index, VERSION), verdict.results, Uint8Array.of(ALGORITHM));
    const data = concat(
      joinValues(values, ...CRYPTOGRAM_DATA),
      objectOf(application, OBJECT.interchangeProfile),
      uintBytes(transaction.counter, 2),
      verdict.results,
    );
    this.cryptogram = applicationCryptogram(softwareCiphers, transactionKey(application, transaction), data);
  }

  bytes(combined: boolean): Uint8Array {
    const { application, transaction } = this.#circumstances;
    const counter = uintBytes(transaction.counter, 2);
    const signed = combined && this.#information >> 6 !== 0 ? this.#combined() : undefined;
    if (signed !== undefined) return signed;
    if (answersTemplate(application, 0x02)) return encodeTlv(0x77, this.#objects(encodeTlv(0x9f26, this.cryptogram)));
    return encodeTlv(0x80, Uint8Array.of(this.#information), counter, this.cryptogram, this.#issuerData);
  }

  #combined(): Uint8Array | undefined {
    const { application, values } = this.#circumstances;
    const signature = signCombined(this.#session, application, {
      information: this.#information,
      cryptogram: this.cryptogram,
      transactionData: concat(...this.#lists, this.#objects(EMPTY)),
      unpredictableNumber: terminalValue(values, 0x9f37, 4),
    });
    return signature && encodeTlv(0x77, this.#objects(encodeTlv(0x9f4b, signature)));
  }

  /** 9F27, 9F36, something, 9F10. */
  #objects(third: Uint8Array): Uint8Array {
    const counter = uintBytes(this.#circumstances.transaction.counter, 2);
    return concat(
      encodeTlv(0x9f27, Uint8Array.of(this.#information)),
      encodeTlv(0x9f36, counter),
      third,
      encodeTlv(0x9f10, this.#issuerData),
    );
  }
}

/** @throws Refusal 6985 an application without its key */
function transactionKey(application: Application, transaction: PaymentTransaction): Uint8Array {
  const key = findKey(application, (type) => type === KEY_TYPE.cryptogram, 0x00);
  return paymentSessionKey(softwareCiphers, found(key, SW.conditionsNotSatisfied).value, transaction.counter);
}
