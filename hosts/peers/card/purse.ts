/**
 * The medical personal account (医疗个人账户): the commands of class B0, which work in the DF that has its internal file
 * and its log (DF04). SPEC-5, SPEC-7; sscard.md 8, [1] as a whole. INITIALIZE begins a transaction from any state; CREDIT and
 * DEBIT complete the one that was begun, and any failure of theirs ends it.
 */

import { concat, EMPTY, readUint, uintBytes } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import { type Command, demandParameters, exactly, type Instruction } from './command.js';
import { creditForLoad, initializeForLoad } from './purse-load.js';
import { keepAccount, openPurse } from './purse-memory.js';
import { debitForPurchase, initializeForPurchase } from './purse-purchase.js';
import { holdersPurse } from './purse-transaction.js';
import { demand, Refusal } from './refusal.js';
import type { Session } from './session.js';
import { demandStartingDay } from './settlement-year.js';

/** Key that permits UPDATE STARTING DAY: the card id of DSK is in no source, 87 is [TP] (sscard.md 5.2). */
const STARTING_DAY_KEY = 0x87;

/** B0 26 00: P2 01 → balance 4; 02 → SPIP 4, year 2; 03 → SPFP 4, year 2. @throws Refusal 6982 no PIN */
function getBalance(session: Session, command: Command): Uint8Array {
  demand(command.p1 === 0x00 && command.p2 >= 0x01 && command.p2 <= 0x03, SW.wrongParameters);
  const { account } = holdersPurse(session);
  if (command.p2 === 0x01) return exactly(command, uintBytes(account.balance, 4));
  const total = command.p2 === 0x02 ? account.selfPayTotal : account.poolTotal;
  return exactly(command, concat(uintBytes(total, 4), account.year));
}

/**
 * B0 2E 00 type, sequence 2 → MAC 4, TAC 4 of the latest transaction; the sequence is the one that INITIALIZE gave out
 * [TP]. In any state, and without PIN. @throws Refusal 9406 for any other transaction
 */
function getTransactionProof(session: Session, command: Command): Uint8Array {
  demand(command.p1 === 0x00, SW.wrongParameters);
  demand(command.data.length === 2, SW.wrongLength);
  const { proof } = openPurse(session).account;
  const isThat = proof.type !== 0 && proof.type === command.p2 && proof.sequence === readUint(command.data, 0, 2);
  if (!isThat) throw new Refusal(SW.macTacNotAvailable);
  return concat(proof.mac, proof.tac);
}

/** B0 56 00 00, mmdd: the first day of the settlement year. @throws Refusal 6982 without DSK, 6A80 no day */
function updateStartingDay(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x00);
  demand(command.data.length === 2, SW.wrongLength);
  const purse = openPurse(session);
  demand(session.security.holds(STARTING_DAY_KEY), SW.securityStatusNotSatisfied);
  demandStartingDay(command.data);
  keepAccount(session, purse, { ...purse.account, startingDay: command.data });
  return EMPTY;
}

/** B0 56 01 00 → mmdd. */
function getStartingDay(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x01, 0x00);
  return exactly(command, openPurse(session).account.startingDay);
}

/** The purse's part of the command table of SSSE. */
export const PURSE_COMMANDS: readonly Instruction[] = Object.freeze([
  { cla: [0xb0], ins: 0x26, direction: 'out', run: getBalance },
  { cla: [0xb0], ins: 0x28, p1: 0x00, direction: 'in', run: initializeForLoad },
  { cla: [0xb0], ins: 0x2a, direction: 'in', run: creditForLoad },
  { cla: [0xb0], ins: 0x28, p1: 0x01, direction: 'in', run: initializeForPurchase },
  { cla: [0xb0], ins: 0x2c, direction: 'in', run: debitForPurchase },
  { cla: [0xb0], ins: 0x2e, direction: 'in', run: getTransactionProof },
  { cla: [0xb0], ins: 0x56, p1: 0x00, direction: 'in', run: updateStartingDay },
  { cla: [0xb0], ins: 0x56, p1: 0x01, direction: 'out', run: getStartingDay },
]);
