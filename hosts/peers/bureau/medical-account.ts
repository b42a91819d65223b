/** The medical account of DF04 as the bureau sets it up, and its first load. sscard.md 4.6, 8. */

import { assert } from '../../../src/base/assert.js';
import { concat, equalBytes, readUint, uintBytes } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { encodeBcd } from '../../../src/codec/bcd.js';
import { mac } from '../../../src/crypto/mac.js';
import { sessionKey } from '../../../src/crypto/session-key.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { Desk } from './desk.js';
import type { CardKey } from './hsm.js';
import type { CardProfile } from './profile.js';

/** The internal file: FID [TP], length as one issuer's tool makes it (sscard.md 15). */
export const ACCOUNT_FILE = Object.freeze({ fid: 0xef1f, size: 0x1f });

/** 类型 of a line of EF08 (sscard.md 4.6). */
const LOAD = 0x31;
const PURCHASE = 0x32;
const TYPE_OFFSET = 2;

/** The counter at which a card begins no transaction any more. */
const LAST_COUNT = 0xffff;

const LOAD_KEY_INDEX = 0x01;
const DEFAULT_YEAR_START = '0101';

/**
 * Contents of the internal file before the first load: counters, no money, settlement year, its first day, no proof of a
 * transaction. The counters go on where the log ends; without one they start at 1 [TP].
 *
 * @param log lines of EF08 that the profile puts there, oldest first
 * @returns 1Fh bytes
 */
export function initialAccount(profile: CardProfile, log: readonly Uint8Array[]): Uint8Array {
  const counters = concat(uintBytes(nextSequence(log, LOAD), 2), uintBytes(nextSequence(log, PURCHASE), 2));
  const balanceAndTotals = new Uint8Array(12);
  const year = encodeBcd(profile.issuer.issued.slice(0, 4), 2);
  const firstDay = encodeBcd(profile.medicalAccount?.yearStart ?? DEFAULT_YEAR_START, 2);
  const head = concat(counters, balanceAndTotals, year, firstDay);
  return concat(head, new Uint8Array(ACCOUNT_FILE.size - head.length));
}

/**
 * Loads the profile's balance (划入) in the open environment, as a host with DLK does; the PIN has been presented. The time
 * is nine in the morning of the day of issue, the terminal the first of the region [TP].
 */
export function loadAccount(desk: Desk, profile: CardProfile, loadKey: CardKey): void {
  const amount = uintBytes(profile.medicalAccount?.balance ?? 0, 4);
  const terminal = encodeBcd(`${profile.region}000001`, 6);
  const initialize = concat(Uint8Array.of(LOAD_KEY_INDEX), amount, terminal);
  const answer = desk.perform({ cla: 0xb0, ins: 0x28, p1: 0x00, p2: 0x01, data: initialize });
  // Answer: balance 4, sequence 2, key version 1, algorithm 1, random 4, MAC1 4.
  const balance = answer.subarray(0, 4);
  const factor = concat(answer.subarray(8, 12), answer.subarray(4, 6), fromHex('8000'));
  const session = sessionKey(softwareCiphers, loadKey.algorithm, loadKey.value, factor);
  const code = (message: Uint8Array) => mac(softwareCiphers, loadKey.algorithm, session, message);
  const terms = concat(amount, Uint8Array.of(LOAD), terminal);
  assert(equalBytes(code(concat(balance, terms)), answer.subarray(12)), 'MAC1 of a card of ours is right');
  const time = encodeBcd(`${profile.issuer.issued}090000`, 7);
  const credit = concat(time, code(concat(terms, time)));
  desk.perform({ cla: 0xb0, ins: 0x2a, p1: 0x00, p2: 0x00, data: credit });
}

/** One more than the newest line of that type has; from the last number on, 1 again: a profile's log may say anything. */
function nextSequence(log: readonly Uint8Array[], type: number): number {
  const lines = log.filter((line) => line[TYPE_OFFSET] === type);
  const newest = lines.length === 0 ? 0 : readUint(lines[lines.length - 1], 0, 2);
  return newest + 1 < LAST_COUNT ? newest + 1 : 1;
}
