/** Terminal risk management 终端风险管理 (EMV 4.3 Book 3 10.6, Book 4 6.3.5; JR/T 0025.5 chapter 12, emv.md 2.7, 2.11). */

import { readUint } from '../base/bytes.js';
import { AIP, isSet, TSI, TVR } from './bits.js';
import { accountOf } from './card-values.js';
import { getData } from './get-data.js';
import { isOfflineOnly } from './terminal-type.js';
import { type Ended, isEnded, type TransactionState } from './transaction-state.js';

/**
 * What the terminal knows against an offline approval: sets byte 4 of TVR, 1.5 and 2.4, and TSI. The exception file and
 * the attendant's word count always, the rest when the card's AIP asks for it. Asks the card for its counters only when
 * it has limits for them.
 *
 * @returns Ended `data-malformed` for an answer of the card that is none
 * @throws Fault of the card's port
 */
export async function manageRisk(state: TransactionState): Promise<Ended | undefined> {
  const { host, icc, transaction, tvr, tsi } = state;
  const { pan, panSequence } = accountOf(icc);
  if (await host.isOnExceptionFile(pan, panSequence)) tvr.set(TVR.onExceptionFile);
  if (transaction.forcedOnline) tvr.set(TVR.merchantForcedOnline);
  if (!isSet(icc.get(0x82), AIP.terminalRiskManagement)) return undefined;
  await checkFloorLimit(state, pan, panSequence);
  await selectAtRandom(state);
  const broken = await checkVelocity(state);
  if (broken) return broken;
  tsi.set(TSI.terminalRiskManagementPerformed);
  return undefined;
}

/** Book 3 10.6.1: with what the account spent here before, against split sales; the limit itself is too much. */
async function checkFloorLimit(state: TransactionState, pan: string, panSequence: string): Promise<void> {
  const { host, application, transaction, tvr } = state;
  const room = application.floorLimit - transaction.amount;
  if (room <= 0 || (await host.spentBefore(pan, panSequence)) >= room) tvr.set(TVR.floorLimitExceeded);
}

/** Book 3 10.6.2, for amounts below the floor limit. A terminal that is never online has no use for it (10.6). */
async function selectAtRandom({ host, application, parameters, transaction, tvr }: TransactionState): Promise<void> {
  const { amount } = transaction;
  if (amount >= application.floorLimit || isOfflineOnly(parameters)) return;
  const percentage = targetPercentage(application, amount);
  if (percentage < 1) return;
  // 2^32 is so much larger than 99 that the remainder favours no number by more than one in forty million
  const draw = (readUint(await host.random.bytes(4), 0, 4) % 99) + 1;
  if (draw <= percentage) tvr.set(TVR.randomlySelectedOnline);
}

/**
 * How many of a hundred transactions of this amount go online: from the threshold on the share grows from the target to
 * its maximum at the floor limit (Book 3 10.6.2 figure 15).
 *
 * @param amount fen, below the floor limit
 */
function targetPercentage(application: TransactionState['application'], amount: number): number {
  const { randomThreshold, floorLimit, targetPercentage: target, targetPercentageMax } = application;
  if (amount < randomThreshold) return target;
  return target + ((targetPercentageMax - target) * (amount - randomThreshold)) / (floorLimit - randomThreshold);
}

/** Book 3 10.6.3: needs both limits. Without both counters, or when they make no sense, both limits count as exceeded. */
async function checkVelocity({ card, icc, tvr }: TransactionState): Promise<Ended | undefined> {
  const lower = icc.get(0x9f14)?.[0];
  const upper = icc.get(0x9f23)?.[0];
  if (lower === undefined || upper === undefined) return undefined;
  const counter = await getData(card, 0x9f36, 2);
  if (isEnded(counter)) return counter;
  const lastOnline = await getData(card, 0x9f13, 2);
  if (isEnded(lastOnline)) return lastOnline;
  const offline = counter && lastOnline ? readUint(counter, 0, 2) - readUint(lastOnline, 0, 2) : 0;
  if (offline <= 0 || offline > lower) tvr.set(TVR.lowerLimitExceeded);
  if (offline <= 0 || offline > upper) tvr.set(TVR.upperLimitExceeded);
  if (lastOnline && readUint(lastOnline, 0, 2) === 0) tvr.set(TVR.newCard);
  return undefined;
}
