/**
 * What the medical personal account (医疗个人账户) keeps in its DF: an internal file of 1Fh bytes and the transaction log
 * EF08. The items of the internal file are V2's (sscard.md 4.6); their order, BCD for year and day, and the proof behind
 * them are [TP]: with it the file has the 1Fh bytes that one issuer's tool makes (S-N; sscard.md 15).
 *
 * Load counter 2, purchase counter 2, balance 4, self-pay total of the year (SPIP) 4, pool total of the year (SPFP) 4,
 * year cn2, first day of the year mmdd cn2; latest transaction: type 1, sequence 2, MAC 4, TAC 4.
 */

import { concat, readUint, uintBytes } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import type { BinaryFile, Directory, RecordFile } from './memory.js';
import { demand, found } from './refusal.js';
import type { Session } from './session.js';

/** Type byte (交易类型): the characters 1 and 2 of `an1`. PBOC's 01 and 02 cannot be excluded (sscard.md 8) [TP]. */
export const TRANSACTION_TYPE = Object.freeze({ load: 0x31, purchase: 0x32 });

/** Highest amount, balance or total: four bytes. */
export const LARGEST_AMOUNT = 0xffffffff;
/** The counter at which no transaction can begin any more (9402). */
export const LAST_COUNT = 0xffff;

const INTERNAL_LENGTH = 0x1f;
const LOG_FID = 0xef08;
/** 序号 2, 类型 1, 终端机编号 6, 时间 7, 账户金额 4, and beyond the short form 自付 4, 统筹 4. sscard.md 4.6. */
const LOG_RECORD_LENGTH = 0x1c;
const ACCOUNT_ONLY_LENGTH = 0x14;

/** Proof of the latest transaction, for a terminal that did not hear the answer. */
export interface Proof {
  readonly type: number;
  readonly sequence: number;
  /** 4 bytes each. */
  readonly mac: Uint8Array;
  readonly tac: Uint8Array;
}

/** The account; amounts in fen. */
export interface Account {
  /** The sequence that the next load and the next purchase will have. */
  readonly loadCounter: number;
  readonly purchaseCounter: number;
  readonly balance: number;
  readonly selfPayTotal: number;
  readonly poolTotal: number;
  /** Settlement year that the totals belong to, and its first day mmdd: cn2 each. */
  readonly year: Uint8Array;
  readonly startingDay: Uint8Array;
  readonly proof: Proof;
}

/** One line of EF08. */
export interface LogEntry {
  readonly sequence: number;
  readonly type: number;
  /** cn6. */
  readonly terminalNumber: Uint8Array;
  /** cn7. */
  readonly time: Uint8Array;
  readonly account: number;
  readonly selfPay: number;
  readonly pool: number;
}

/** The purse of the current DF. */
export interface Purse {
  readonly directory: Directory;
  readonly account: Account;
  /** EF08 has records of 20 bytes: no self-pay, no pool, no year (sscard.md 8). */
  readonly accountOnly: boolean;
  readonly file: BinaryFile;
  readonly log: RecordFile;
}

/** The purse of the current DF. @throws Refusal 6985 where that has none [TP] */
export function openPurse(session: Session): Purse {
  const directory = found(session.application, SW.conditionsNotSatisfied);
  const file = directory.files.find((candidate) => candidate.structure === 'internal');
  const log = directory.files.find((candidate) => candidate.fid === LOG_FID);
  demand(file?.structure === 'internal' && file.content.length === INTERNAL_LENGTH, SW.conditionsNotSatisfied);
  demand(log?.structure === 'cyclic', SW.conditionsNotSatisfied);
  const accountOnly = log.recordLength === ACCOUNT_ONLY_LENGTH;
  demand(accountOnly || log.recordLength === LOG_RECORD_LENGTH, SW.conditionsNotSatisfied);
  return { directory, account: decodeAccount(file.content), accountOnly, file, log };
}

/** Stages the account as it will be. */
export function keepAccount(session: Session, purse: Purse, account: Account): void {
  session.memory.put(purse.file, 'content', encodeAccount(account));
}

/** Stages a transaction, account and log line together, to become true in one commit. SPEC-5; sscard.md 8. */
export function bookTransaction(session: Session, purse: Purse, account: Account, entry: LogEntry): void {
  keepAccount(session, purse, account);
  const record = encodeEntry(entry).slice(0, purse.log.recordLength);
  session.memory.put(purse.log, 'records', [record, ...purse.log.records].slice(0, purse.log.capacity));
}

function decodeAccount(bytes: Uint8Array): Account {
  return {
    loadCounter: readUint(bytes, 0, 2),
    purchaseCounter: readUint(bytes, 2, 2),
    balance: readUint(bytes, 4, 4),
    selfPayTotal: readUint(bytes, 8, 4),
    poolTotal: readUint(bytes, 12, 4),
    year: bytes.slice(16, 18),
    startingDay: bytes.slice(18, 20),
    proof: { type: bytes[20], sequence: readUint(bytes, 21, 2), mac: bytes.slice(23, 27), tac: bytes.slice(27, 31) },
  };
}

function encodeAccount(account: Account): Uint8Array {
  return concat(
    uintBytes(account.loadCounter, 2),
    uintBytes(account.purchaseCounter, 2),
    uintBytes(account.balance, 4),
    uintBytes(account.selfPayTotal, 4),
    uintBytes(account.poolTotal, 4),
    account.year,
    account.startingDay,
    Uint8Array.of(account.proof.type),
    uintBytes(account.proof.sequence, 2),
    account.proof.mac,
    account.proof.tac,
  );
}

function encodeEntry(entry: LogEntry): Uint8Array {
  return concat(
    uintBytes(entry.sequence, 2),
    Uint8Array.of(entry.type),
    entry.terminalNumber,
    entry.time,
    uintBytes(entry.account, 4),
    uintBytes(entry.selfPay, 4),
    uintBytes(entry.pool, 4),
  );
}
