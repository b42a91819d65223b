/** Loading the medical account (划入): INITIALIZE FOR LOAD, CREDIT FOR LOAD. SPEC-5, SPEC-7; sscard.md 8 [1]. */

import { concat, equalBytes, readUint, uintBytes } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import { type Command, demandParameters } from './command.js';
import { KEY_TYPE } from './memory.js';
import { bookTransaction, LARGEST_AMOUNT, LAST_COUNT, openPurse, TRANSACTION_TYPE } from './purse-memory.js';
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
import { dateOf } from './settlement-year.js';

/** Stands in the session key's factor where a purchase has the terminal's sequence. */
const FACTOR_TAIL: readonly number[] = Object.freeze([0x80, 0x00]);

/**
 * B0 28 00 01, key index 1, amount 4, terminal number 6 → balance 4, sequence 2, key version 1, algorithm 1, random 4,
 * MAC1 4.
 *
 * @throws Refusal 6982 no PIN, 9403 no such key, 9402 counter at its end, 6A88 no DTK, 6A80 more than the account holds [TP]
 */
export function initializeForLoad(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x01);
  demand(command.data.length === 0x0b, SW.wrongLength);
  session.ongoing = undefined;
  const purse = holdersPurse(session);
  const { account } = purse;
  const key = transactionKey(purse, KEY_TYPE.load, command.data[0]);
  findTacKey(purse);
  demand(account.loadCounter < LAST_COUNT, SW.counterAtMaximum);
  const amount = readUint(command.data, 1, 4);
  demand(account.balance + amount <= LARGEST_AMOUNT, SW.wrongData);

  const random = drawRandom(session);
  const sequence = uintBytes(account.loadCounter, 2);
  const sessionKey = transactionSessionKey(key, concat(random, sequence, Uint8Array.from(FACTOR_TAIL)));
  const terminalNumber = command.data.slice(5);
  const terms = concat(uintBytes(amount, 4), Uint8Array.of(TRANSACTION_TYPE.load), terminalNumber);
  begin(session, { kind: 'load', sessionKey, key, amount, terms, terminalNumber });
  const balance = uintBytes(account.balance, 4);
  const mac1 = transactionMac(key, sessionKey, concat(balance, terms));
  return concat(balance, sequence, Uint8Array.of(key.version, key.algorithm), random, mac1);
}

/**
 * B0 2A 00 00, host time 7, MAC2 4 → TAC 4. The TAC covers the new balance and the sequence before it moves on [TP]. What
 * proves a load later is its MAC2: the card itself makes no other [TP].
 *
 * @throws Refusal 6901 no load begun, 9302 wrong MAC2, 6A80 no date
 */
export function creditForLoad(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x00);
  demand(command.data.length === 0x0b, SW.wrongLength);
  const pending = take(session, 'load');
  const purse = openPurse(session);
  const { account } = purse;
  const time = command.data.slice(0, 7);
  const mac2 = command.data.slice(7);
  demand(equalBytes(transactionMac(pending.key, pending.sessionKey, concat(pending.terms, time)), mac2), SW.macInvalid);
  dateOf(time);

  const balance = account.balance + pending.amount;
  const sequence = account.loadCounter;
  const type = TRANSACTION_TYPE.load;
  const code = tac(purse, concat(uintBytes(balance, 4), uintBytes(sequence, 2), pending.terms, time));
  const proof = { type, sequence, mac: mac2, tac: code };
  const { terminalNumber, amount } = pending;
  bookTransaction(
    session,
    purse,
    { ...account, balance, loadCounter: sequence + 1, proof },
    { sequence, type, terminalNumber, time, account: amount, selfPay: 0, pool: 0 },
  );
  return code;
}
