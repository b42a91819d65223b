/** EF08 of DF04 (医疗交易明细): the card's own lines of its medical account, newest first (sscard.md 4.6, 8). */

import { equalBytes, readUint } from '../base/bytes.js';
import { toHex } from '../base/hex.js';
import { encodeBcd } from '../codec/bcd.js';
import { PURSE_RECORD_SHORT, PURSE_RECORD_SIZE } from './files-2.js';
import { PURSE_TYPE } from './purse.js';

/** What a line is looked for by; amounts in fen. */
export interface LoggedTransaction {
  readonly type: number;
  readonly sequence: number;
  /** Twelve digits. */
  readonly terminalNumber: string;
  /** YYYYMMDDhhmmss */
  readonly moment: string;
  readonly account: number;
}

/** A visit that was settled at the host; amounts in fen. */
export interface LoggedVisit {
  readonly sequence: number;
  readonly terminalNumber: string;
  readonly moment: string;
  /** 医疗费总额, and what account and pool paid of it. */
  readonly total: number;
  readonly covered: number;
}

/** The lines of the 2016 convention: purchases that take nothing from the account (SC 9.8). What is no line is passed over. */
export function visitsInLog(records: readonly Uint8Array[]): LoggedVisit[] {
  const isVisit = (one: Uint8Array) =>
    one.length === PURSE_RECORD_SIZE && one[2] === PURSE_TYPE.purchase && readUint(one, 16, 4) === 0;
  return records.filter(isVisit).map((one) => ({
    sequence: readUint(one, 0, 2),
    terminalNumber: toHex(one.subarray(3, 9)),
    moment: toHex(one.subarray(9, 16)),
    total: readUint(one, 20, 4),
    covered: readUint(one, 24, 4),
  }));
}

/**
 * Whether the log has a transaction: `other` where another terminal's has its sequence, and `absent` where no line has it.
 * 序号 2, 类型 1, 终端机编号 6, 时间 7, 账户金额 4, and beyond the short form 自付 4, 统筹 4.
 */
export function findInLog(records: readonly Uint8Array[], wanted: LoggedTransaction): 'there' | 'other' | 'absent' {
  const lines = records.filter(({ length }) => length === PURSE_RECORD_SIZE || length === PURSE_RECORD_SHORT);
  const line = lines.find((one) => one[2] === wanted.type && readUint(one, 0, 2) === wanted.sequence);
  if (line === undefined) return 'absent';
  const isOurs =
    equalBytes(line.subarray(3, 9), encodeBcd(wanted.terminalNumber, 6)) &&
    equalBytes(line.subarray(9, 16), encodeBcd(wanted.moment, 7)) &&
    readUint(line, 16, 4) === wanted.account;
  return isOurs ? 'there' : 'other';
}
