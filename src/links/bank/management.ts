/** Messages about the line itself: sign-in 签到, sign-out 签退, echo 回响测试. */

import { asciiBytes } from '../../base/bytes.js';
import type { Message } from '../../codec/iso8583.js';
import { type Entry, managementPrivateData, messageOf, numeric, type Station, stationFields } from './build.js';
import { type BankTransaction, transactionRow } from './transactions.js';

/** Field 63.1, three characters: there is one operator [TP]. */
const OPERATOR = '01 ';

/** Asks for working keys of form 003, double-length. @param stan a new one */
export function signInRequest(station: Station, stan: number): Message {
  return managementRequest('sign-in', station, stan, [operatorField()]);
}

/** @param stan a new one */
export function signOut(station: Station, stan: number): Message {
  return managementRequest('sign-out', station, stan, []);
}

/** @param stan a new one */
export function echo(station: Station, stan: number): Message {
  return managementRequest('echo', station, stan, []);
}

export function operatorField(): Entry {
  return [63, asciiBytes(OPERATOR)];
}

/** Any message that is about no card: fields 11, 41, 42, 60, and its own. */
export function managementRequest(
  key: BankTransaction,
  station: Station,
  stan: number,
  entries: readonly Entry[],
): Message {
  const row = transactionRow(key);
  return messageOf(row.mti, [
    [11, numeric(stan, 6)],
    ...stationFields(station),
    [60, managementPrivateData(row, station.batch)],
    ...entries,
  ]);
}
