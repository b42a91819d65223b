/**
 * Card action analysis (卡片行为分析): whether the card approves, goes online or declines, and what it says of it in the card
 * verification results. JR/T 0025.5 chapter 14; emv.md 2.7, 2.9.
 */

import { readUint } from '../../../../src/base/bytes.js';
import type { Application, Key } from '../memory.js';
import { OBJECT, objectOf } from './objects.js';
import type { CardStatus } from './status.js';
import { type Decision, type PaymentTransaction, type TerminalValues, terminalValue } from './transaction.js';

/** What the card looks at. */
export interface Circumstances {
  readonly application: Application;
  readonly status: CardStatus;
  readonly transaction: PaymentTransaction;
  /** The offline PIN, where the card has one. */
  readonly pin: Key | undefined;
  /** The terminal's data of this GENERATE AC, and after it that of the first one. */
  readonly values: readonly TerminalValues[];
}

export interface Verdict {
  readonly decision: Decision;
  /** 卡片验证结果 CVR, four bytes. */
  readonly results: Uint8Array;
  /** Low four bits of 9F27: advice wanted, and why. */
  readonly advice: number;
  /** The application blocks itself. */
  readonly blocks: boolean;
}

/** Application default action (ADA), 9F52: byte and mask. emv.md 2.9. */
const ADA = Object.freeze({
  authenticationFailedOnline: [0, 0x80],
  authenticationFailedDecline: [0, 0x40],
  authenticationMissingDecline: [0, 0x20],
  declinedAdvice: [0, 0x10],
  pinLimitAdvice: [0, 0x08],
  authenticationAdvice: [0, 0x04],
  newCardOnline: [0, 0x02],
  newCardDecline: [0, 0x01],
  pinLimitBlock: [1, 0x80],
  pinLimitEarlierDecline: [1, 0x40],
  pinLimitEarlierOnline: [1, 0x20],
  pinLimitEarlierNoOnlineDecline: [1, 0x10],
  scriptFailedOnline: [1, 0x08],
  pinLimitEarlierBlock: [1, 0x04],
} as const);

/** CVR: index and mask. Byte 2 of the tables is index 1. emv.md 2.7. */
const CVR = Object.freeze({
  authenticationFailed: [1, 0x08],
  pinPerformed: [1, 0x04],
  pinFailed: [1, 0x02],
  unableToGoOnline: [1, 0x01],
  onlineNotCompleted: [2, 0x80],
  pinLimitExceeded: [2, 0x40],
  velocityExceeded: [2, 0x20],
  newCard: [2, 0x10],
  authenticationFailedEarlier: [2, 0x08],
  authenticationMissing: [2, 0x04],
  blockedByPin: [2, 0x02],
  staticFailedEarlier: [2, 0x01],
  scriptFailed: [3, 0x08],
  dynamicFailedEarlier: [3, 0x04],
  dynamicPerformed: [3, 0x02],
} as const);

/** Decision codes in CVR byte 2, b8–b7 for the second cryptogram and b6–b5 for the first; 2 is also «not requested». */
const CODE: Readonly<Record<Decision, number>> = Object.freeze({ AAC: 0, TC: 1, ARQC: 2 });
const NOT_REQUESTED = 2;

/** Advice bit of the cryptogram information data and its reasons (EMV 4.3 Book 3 table 15). */
const ADVICE = Object.freeze({ wanted: 0x08, pinLimit: 0x0a, authentication: 0x0b });

/** Authorisation response codes that approve (emv.md 2.9). */
const APPROVALS: readonly string[] = Object.freeze(['00', '10', '11', '01', '02', 'Y1']);
/** The terminal could not go online (EMV 4.3 Book 4 A6). */
const UNABLE: readonly string[] = Object.freeze(['Y3', 'Z3']);

/** What the checks come to, while they go on. */
interface Findings {
  readonly results: Uint8Array;
  online: boolean;
  decline: boolean;
  block: boolean;
  advice: number;
}

/** The verdict on the first GENERATE AC. @param asked what the terminal wants at most */
export function analyseFirst(circumstances: Circumstances, asked: Decision): Verdict {
  const findings = begin(circumstances);
  checkHistory(circumstances, findings);
  checkVelocity(circumstances, findings);
  checkNewCard(circumstances, findings);
  checkPin(circumstances, findings);
  const declines = asked === 'AAC' || findings.decline || circumstances.application.blocked;
  const decision = declines ? 'AAC' : asked === 'ARQC' || findings.online ? 'ARQC' : 'TC';
  return conclude(circumstances, findings, NOT_REQUESTED, decision, decision);
}

/**
 * The verdict on the second GENERATE AC, after the issuer has answered or could not be reached.
 *
 * @param asked TC or AAC @param responseCode 8A, two characters
 */
export function analyseSecond(circumstances: Circumstances, asked: Decision, responseCode: string): Verdict {
  const findings = begin(circumstances);
  if (UNABLE.includes(responseCode)) checkOffline(circumstances, findings);
  else checkIssuer(circumstances, findings);
  const approved = APPROVALS.includes(responseCode) || UNABLE.includes(responseCode);
  const declines = asked !== 'TC' || !approved || findings.decline || circumstances.application.blocked;
  const decision = declines ? 'AAC' : 'TC';
  return conclude(circumstances, findings, CODE[decision], 'ARQC', decision);
}

/** Whether the response code says that nobody was asked. */
export function isUnable(responseCode: string): boolean {
  return UNABLE.includes(responseCode);
}

/** Whether an issuer that should prove itself has not: mandatory by 9F56 b8, and not done. */
export function isAuthenticationOwed(application: Application, transaction: PaymentTransaction): boolean {
  const mandatory = (objectOf(application, OBJECT.authenticationIndicator)[0] ?? 0) >= 0x80;
  return mandatory && transaction.issuerAuthentication === 'none';
}

/** Whether the terminal's currency, and its country, are the card's. */
export function isHomeCurrency({ application, values }: Circumstances): boolean {
  return number(terminalValue(values, 0x5f2a, 2)) === number(objectOf(application, OBJECT.currency));
}

export function isHomeCountry({ application, values }: Circumstances): boolean {
  return number(terminalValue(values, 0x9f1a, 2)) === number(objectOf(application, OBJECT.country));
}

/** 9F02, fen. */
export function amountOf(values: readonly TerminalValues[]): number {
  return bcd(terminalValue(values, 0x9f02, 6));
}

/** What the second cryptogram says of earlier transactions, and of the limits, is what the first one said. */
function begin({ status, transaction }: Circumstances): Findings {
  const results = Uint8Array.of(0x03, 0, 0, 0);
  results.set(transaction.first?.results.subarray(2) ?? [], 2);
  set(results, CVR.pinPerformed, transaction.pin !== 'none');
  set(results, CVR.pinFailed, transaction.pin === 'failed');
  set(results, CVR.dynamicPerformed, transaction.signed);
  set(results, CVR.blockedByPin, status.blockedByPin);
  if (transaction.first === undefined) results[3] |= status.scripts << 4;
  return { results, online: false, decline: false, block: false, advice: 0 };
}

/** What earlier transactions left behind: steps 1 to 5 of emv.md 2.9. */
function checkHistory({ application, status }: Circumstances, findings: Findings): void {
  const { results } = findings;
  set(results, CVR.onlineNotCompleted, status.onlinePending);
  set(results, CVR.authenticationFailedEarlier, status.issuerAuthenticationFailed);
  set(results, CVR.authenticationMissing, status.issuerAuthenticationMissing);
  set(results, CVR.staticFailedEarlier, status.staticFailed);
  set(results, CVR.dynamicFailedEarlier, status.dynamicFailed);
  set(results, CVR.scriptFailed, status.scriptFailed);
  if (status.onlinePending) findings.online = true;
  if (status.issuerAuthenticationFailed && acts(application, ADA.authenticationFailedOnline)) findings.online = true;
  if (status.scriptFailed && acts(application, ADA.scriptFailedOnline)) findings.online = true;
}

/** Lower limits: too many transactions since the card was online, too many abroad, or too much money. Each asks for online. */
function checkVelocity(circumstances: Circumstances, findings: Findings): void {
  const { application, status, values } = circumstances;
  const homeCurrency = isHomeCurrency(circumstances);
  const exceeded =
    exceeds(application, OBJECT.lowerLimit, status.counter - status.lastOnline) ||
    (!homeCurrency && exceeds(application, OBJECT.currencyLimit, status.currencyCount + 1)) ||
    (!isHomeCountry(circumstances) && exceeds(application, OBJECT.countryLimit, status.countryCount + 1)) ||
    (homeCurrency && exceedsAmount(application, OBJECT.amountLimit, status.offlineAmount + amountOf(values)));
  if (!exceeded) return;
  set(findings.results, CVR.velocityExceeded, true);
  findings.online = true;
}

function checkNewCard({ application, status }: Circumstances, findings: Findings): void {
  if (status.lastOnline !== 0) return;
  set(findings.results, CVR.newCard, true);
  if (acts(application, ADA.newCardOnline)) findings.online = true;
}

/** No PIN tries left: since this transaction, or since an earlier one, which are treated differently. */
function checkPin({ application, transaction, pin }: Circumstances, findings: Findings): void {
  if (pin === undefined || pin.triesLeft > 0) return;
  set(findings.results, CVR.pinLimitExceeded, true);
  if (transaction.pin === 'failed') {
    if (acts(application, ADA.pinLimitBlock)) block(findings);
    if (acts(application, ADA.pinLimitAdvice)) findings.advice = ADVICE.pinLimit;
    return;
  }
  if (acts(application, ADA.pinLimitEarlierDecline)) findings.decline = true;
  if (acts(application, ADA.pinLimitEarlierOnline)) findings.online = true;
  if (acts(application, ADA.pinLimitEarlierBlock)) {
    findings.decline = true;
    block(findings);
  }
}

function block(findings: Findings): void {
  findings.block = true;
  set(findings.results, CVR.blockedByPin, true);
}

/** The issuer could not be reached: upper limits, a new card, and a PIN that was locked before decide. */
function checkOffline(circumstances: Circumstances, findings: Findings): void {
  const { application, status, transaction, pin, values } = circumstances;
  const { results } = findings;
  set(results, CVR.unableToGoOnline, true);
  const exceeded =
    exceeds(application, OBJECT.upperLimit, status.counter - status.lastOnline) ||
    (isHomeCurrency(circumstances) &&
      exceedsAmount(application, OBJECT.upperAmountLimit, status.offlineAmount + amountOf(values)));
  set(results, CVR.velocityExceeded, exceeded);
  set(results, CVR.newCard, status.lastOnline === 0);
  if (exceeded) findings.decline = true;
  if (status.lastOnline === 0 && acts(application, ADA.newCardDecline)) findings.decline = true;
  const pinLocked = pin !== undefined && pin.triesLeft === 0;
  set(results, CVR.pinLimitExceeded, pinLocked);
  const earlier = pinLocked && transaction.pin !== 'failed';
  if (earlier && acts(application, ADA.pinLimitEarlierNoOnlineDecline)) findings.decline = true;
}

/** The issuer has answered: whether it is the issuer. */
function checkIssuer({ application, transaction }: Circumstances, findings: Findings): void {
  const failed = transaction.issuerAuthentication === 'failed';
  const owed = isAuthenticationOwed(application, transaction);
  set(findings.results, CVR.authenticationFailed, failed);
  set(findings.results, CVR.authenticationMissing, transaction.issuerAuthentication === 'none');
  const declines =
    (failed && acts(application, ADA.authenticationFailedDecline)) ||
    (owed && acts(application, ADA.authenticationMissingDecline));
  if (!declines) return;
  findings.decline = true;
  if (acts(application, ADA.authenticationAdvice)) findings.advice = ADVICE.authentication;
}

function conclude(
  { application }: Circumstances,
  findings: Findings,
  second: number,
  first: Decision,
  decision: Decision,
): Verdict {
  const { results } = findings;
  results[1] |= (second << 6) | (CODE[first] << 4);
  const declined = decision === 'AAC';
  const wanted = acts(application, ADA.declinedAdvice) ? ADVICE.wanted : 0;
  return { decision, results, advice: declined ? findings.advice || wanted : 0, blocks: findings.block };
}

function acts(application: Application, [byte, mask]: readonly [number, number]): boolean {
  return ((objectOf(application, OBJECT.defaultAction)[byte] ?? 0) & mask) !== 0;
}

/** A limit that the issuer has not set is never exceeded. */
function exceeds(application: Application, limit: number, count: number): boolean {
  const value = objectOf(application, limit);
  return value.length === 1 && count > value[0];
}

function exceedsAmount(application: Application, limit: number, amount: number): boolean {
  const value = objectOf(application, limit);
  return value.length === 6 && amount > bcd(value);
}

function set(results: Uint8Array, [index, mask]: readonly [number, number], on: boolean): void {
  if (on) results[index] |= mask;
}

/** A code of two bytes; what is not one equals none. */
function number(bytes: Uint8Array): number {
  return bytes.length === 2 ? readUint(bytes, 0, 2) : -1;
}

/** An n 12 value; a digit above 9 counts as it stands. */
function bcd(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 100 + (byte >> 4) * 10 + (byte & 0x0f), 0);
}
