/** What a payment application remembers of its transactions: counters and flags of emv.md 2.9, kept as one object. */

import { concat, readUint, uintBytes } from '../../../../src/base/bytes.js';
import type { Application } from '../memory.js';
import type { Session } from '../session.js';
import { findObject, OBJECT, putObject, STATUS_LENGTH } from './objects.js';

export interface CardStatus {
  /** ATC 应用交易计数器, 9F36. */
  readonly counter: number;
  /** 上次联机应用交易计数器, 9F13; 0 is a new card. */
  readonly lastOnline: number;
  /** An ARQC went out and no issuer has been heard since. */
  readonly onlinePending: boolean;
  /** Issuer authentication failed, or was mandatory and missing, when the card was online last. */
  readonly issuerAuthenticationFailed: boolean;
  /** SDA, or DDA or CDA, failed in a transaction that was declined. */
  readonly staticFailed: boolean;
  readonly dynamicFailed: boolean;
  readonly scriptFailed: boolean;
  /** The application blocked itself because of the PIN. */
  readonly blockedByPin: boolean;
  /** Issuer authentication was not performed although the card was online. */
  readonly issuerAuthenticationMissing: boolean;
  /** Script commands after the last GENERATE AC, at most 15. */
  readonly scripts: number;
  /** Offline transactions in a row in another currency, and in another country. */
  readonly currencyCount: number;
  readonly countryCount: number;
  /** Fen approved offline in the application's currency since the card was online. */
  readonly offlineAmount: number;
}

/** Bits of the flag byte. */
const FLAG = Object.freeze({
  onlinePending: 0x80,
  issuerAuthenticationFailed: 0x40,
  staticFailed: 0x20,
  dynamicFailed: 0x10,
  scriptFailed: 0x08,
  blockedByPin: 0x04,
  issuerAuthenticationMissing: 0x02,
});

/** counter 2, last online 2, flags 1, scripts 1, currency count 1, country count 1, amount 6; all zero before the first GPO. */
export function statusOf(application: Application): CardStatus {
  const bytes = findObject(application, OBJECT.status) ?? new Uint8Array(STATUS_LENGTH);
  const flags = bytes[4];
  return {
    counter: readUint(bytes, 0, 2),
    lastOnline: readUint(bytes, 2, 2),
    onlinePending: (flags & FLAG.onlinePending) !== 0,
    issuerAuthenticationFailed: (flags & FLAG.issuerAuthenticationFailed) !== 0,
    staticFailed: (flags & FLAG.staticFailed) !== 0,
    dynamicFailed: (flags & FLAG.dynamicFailed) !== 0,
    scriptFailed: (flags & FLAG.scriptFailed) !== 0,
    blockedByPin: (flags & FLAG.blockedByPin) !== 0,
    issuerAuthenticationMissing: (flags & FLAG.issuerAuthenticationMissing) !== 0,
    scripts: bytes[5],
    currencyCount: bytes[6],
    countryCount: bytes[7],
    offlineAmount: readUint(bytes, 8, 6),
  };
}

/** Stages the new status; one call a command. */
export function keepStatus(session: Session, application: Application, status: CardStatus): void {
  const flags = (Object.keys(FLAG) as (keyof typeof FLAG)[]).reduce(
    (byte, name) => (status[name] ? byte | FLAG[name] : byte),
    0,
  );
  const { counter, lastOnline, scripts, currencyCount, countryCount, offlineAmount } = status;
  const bytes = concat(
    uintBytes(counter, 2),
    uintBytes(lastOnline, 2),
    Uint8Array.of(flags, scripts, Math.min(currencyCount, 0xff), Math.min(countryCount, 0xff)),
    uintBytes(Math.min(offlineAmount, 0xffffffffffff), 6),
  );
  putObject(session, application, OBJECT.status, bytes);
}
