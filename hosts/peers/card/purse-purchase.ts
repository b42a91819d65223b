/** Paying from the medical account (结算): INITIALIZE FOR PURCHASE, DEBIT FOR PURCHASE. SPEC-5, SPEC-7; sscard.md 8 [1]. */

import { concat, equalBytes, readUint, uintBytes } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import { type Command, demandParameters } from './command.js';
import { KEY_TYPE } from './memory.js';
import {
  type Account,
  bookTransaction,
  LARGEST_AMOUNT,
  LAST_COUNT,
  openPurse,
  type Purse,
  TRANSACTION_TYPE,
} from './purse-memory.js';
import {
  begin,
  drawRandom,
  findTacKey,
  holdersPurse,
  tac,
  take,
  transactionKey,
  transactionMac,
  transactionSessionKey,
} from './purse-transaction.js';
import { demand } from './refusal.js';
import type { Session } from './session.js';
import { dateOf, isLaterYear, settlementYear } from './settlement-year.js';

/**
 * B0 28 01 01, key index 1, account 4, self-pay 4, pool 4, terminal number 6 → balance 4, SPIP 4, SPFP 4, year 2,
 * sequence 2, key version 1, algorithm 1, random 4.
 *
 * @throws Refusal 6982 no PIN, 9403 no such key, 9402 counter at its end, 9401 more than the balance, 6A88 no DTK, 6A80
 * self-pay or pool on an account-only card [TP]
 */
export function initializeForPurchase(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x01, 0x01);
  demand(command.data.length === 0x13, SW.wrongLength);
  session.ongoing = undefined;
  const purse = holdersPurse(session);
  const { account } = purse;
  const key = transactionKey(purse, KEY_TYPE.purchase, command.data[0]);
  findTacKey(purse);
  demand(account.purchaseCounter < LAST_COUNT, SW.counterAtMaximum);
  const amounts = command.data.slice(1, 13);
  demand(readUint(amounts, 0, 4) <= account.balance, SW.insufficientBalance);
  demand(!purse.accountOnly || amounts.subarray(4).every((byte) => byte === 0), SW.wrongData);

  const random = drawRandom(session);
  begin(session, { kind: 'purchase', key, random, amounts, terminalNumber: command.data.slice(13) });
  return concat(
    uintBytes(account.balance, 4),
    uintBytes(account.selfPayTotal, 4),
    uintBytes(account.poolTotal, 4),
    account.year,
    uintBytes(account.purchaseCounter, 2),
    Uint8Array.of(key.version, key.algorithm),
    random,
  );
}

/**
 * B0 2C 01 00, terminal sequence 4, time 7, MAC1 4 → TAC 4, MAC2 4.
 *
 * @throws Refusal 6901 no purchase begun, 9302 wrong MAC1, 6A80 no date, or a total beyond four bytes [TP]
 */
export function debitForPurchase(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x01, 0x00);
  demand(command.data.length === 0x0f, SW.wrongLength);
  const { key, random, amounts, terminalNumber } = take(session, 'purchase');
  const purse = openPurse(session);
  const { account } = purse;
  const sequence = account.purchaseCounter;
  const terminalSequence = command.data.slice(0, 4);
  const time = command.data.slice(4, 11);
  const type = TRANSACTION_TYPE.purchase;
  const sessionKey = transactionSessionKey(key, concat(random, uintBytes(sequence, 2), terminalSequence.slice(2)));
  const terms = concat(amounts, Uint8Array.of(type), terminalNumber);
  const mac1 = transactionMac(key, sessionKey, concat(terms, time));
  demand(equalBytes(mac1, command.data.subarray(11)), SW.macInvalid);

  const mac2 = transactionMac(key, sessionKey, amounts);
  const code = tac(purse, concat(terms, terminalSequence, time));
  const entry = {
    sequence,
    type,
    terminalNumber,
    time,
    account: readUint(amounts, 0, 4),
    selfPay: readUint(amounts, 4, 4),
    pool: readUint(amounts, 8, 4),
  };
  const after = {
    ...account,
    ...totalsAfter(purse, dateOf(time), entry.selfPay, entry.pool),
    balance: account.balance - entry.account,
    purchaseCounter: sequence + 1,
    proof: { type, sequence, mac: mac2, tac: code },
  };
  bookTransaction(session, purse, after, entry);
  return concat(code, mac2);
}

/** Self-pay and pool add up within a settlement year and begin anew with the next. SPEC-7; sscard.md 8. */
function totalsAfter(
  purse: Purse,
  date: number,
  selfPay: number,
  pool: number,
): Pick<Account, 'selfPayTotal' | 'poolTotal' | 'year'> {
  const { year, startingDay, selfPayTotal, poolTotal } = purse.account;
  if (purse.accountOnly) return { selfPayTotal, poolTotal, year };
  if (isLaterYear(date, year, startingDay)) {
    return { selfPayTotal: selfPay, poolTotal: pool, year: settlementYear(date, startingDay) };
  }
  demand(Math.max(selfPayTotal + selfPay, poolTotal + pool) <= LARGEST_AMOUNT, SW.wrongData);
  return { selfPayTotal: selfPayTotal + selfPay, poolTotal: poolTotal + pool, year };
}
