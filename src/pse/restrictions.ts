/** Processing restrictions 处理限制 (EMV 4.3 Book 3 10.4, Book 4 6.3.3; JR/T 0025.5 chapter 10, emv.md 2.5). */

import { assert } from '../base/assert.js';
import { equalBytes } from '../base/bytes.js';
import { AUC, type Bit, isSet, TVR } from './bits.js';
import { codeOf, dateOf } from './card-values.js';
import type { KernelParameters } from './parameters.js';
import type { Transaction } from './payment-kernel.js';
import type { TransactionState } from './transaction-state.js';

/** Whether the application may do what is asked of it, here and today: sets byte 2 of TVR. Sends nothing. */
export function restrict(state: TransactionState): void {
  checkVersion(state);
  checkUsage(state);
  checkDates(state);
}

/** Book 3 10.4.1: a card without version number counts as compatible. */
function checkVersion({ icc, application, tvr }: TransactionState): void {
  const version = icc.get(0x9f08);
  if (version !== undefined && !equalBytes(version, application.version)) tvr.set(TVR.versionsDiffer);
}

/** Book 3 10.4.2: the place always counts, what is bought only when the card names its country. */
function checkUsage({ icc, parameters, transaction, tvr }: TransactionState): void {
  const usage = icc.get(0x9f07);
  const country = codeOf(icc, 0x5f28);
  if (usage === undefined) return;
  const place = isAtm(parameters) ? AUC.atAtms : AUC.elsewhereThanAtms;
  if (!isSet(usage, place)) tvr.set(TVR.serviceNotAllowed);
  if (country === undefined) return;
  for (const allowing of allowances(transaction, country === parameters.countryCode)) {
    if (!allowing.some((bit) => isSet(usage, bit))) tvr.set(TVR.serviceNotAllowed);
  }
}

/** Book 3 10.4.3: the first and the last day of an application are days of use. */
function checkDates({ icc, transaction, tvr }: TransactionState): void {
  const today = transaction.moment.slice(0, 8);
  const effective = dateOf(icc, 0x5f25);
  const expires = dateOf(icc, 0x5f24);
  assert(expires !== undefined, 'no application is read without its expiration date');
  if (effective !== undefined && today < effective) tvr.set(TVR.notYetEffective);
  if (today > expires) tvr.set(TVR.expired);
}

/** Book 4 A1: types 14, 15 and 16 that give out cash. */
function isAtm({ terminalType, additionalCapabilities }: KernelParameters): boolean {
  return terminalType >= 14 && terminalType <= 16 && (additionalCapabilities[0] & 0x80) !== 0;
}

/**
 * Table 36 of Book 3 10.4.2: of each group at least one bit. Purchase does not tell goods from services, and PBOC sets
 * both alike (emv.md 2.5); a refund and a balance enquiry are in no row.
 */
function allowances({ kind, otherAmount }: Transaction, domestic: boolean): readonly (readonly Bit[])[] {
  if (kind === 'cash') return [[domestic ? AUC.domesticCash : AUC.internationalCash]];
  if (kind !== 'purchase') return [];
  const purchase = domestic
    ? [AUC.domesticGoods, AUC.domesticServices]
    : [AUC.internationalGoods, AUC.internationalServices];
  if (otherAmount === 0) return [purchase];
  return [purchase, [domestic ? AUC.domesticCashback : AUC.internationalCashback]];
}
