/** When a rule of the card's list applies, and whether the terminal can do what it asks (EMV 4.3 Book 3 10.5, C3). */

import { type Bit, isSet, TERMINAL_CAPABILITIES } from './bits.js';
import { codeOf } from './card-values.js';
import type { CvmList, Method } from './cvm-list.js';
import { isUnattended } from './terminal-type.js';
import type { TransactionState } from './transaction-state.js';

type Situation = Pick<TransactionState, 'transaction' | 'parameters' | 'application' | 'icc'>;

/**
 * Whether the condition in byte 2 of a rule is met. One that the terminal does not know, or has no data for, is not, and
 * an amount equal to X or Y is neither below nor above it.
 *
 * @param supported whether the terminal supports the rule's method; it cannot support one that it does not recognise
 */
export function isConditionMet(situation: Situation, list: CvmList, condition: number, supported: boolean): boolean {
  const { kind, amount, otherAmount } = situation.transaction;
  const cash = kind === 'cash';
  const cashback = kind === 'purchase' && otherAmount > 0;
  switch (condition) {
    case 0x00:
      return true;
    case 0x01:
      return cash && isUnattended(situation.parameters);
    case 0x02:
      return !cash && !cashback;
    case 0x03:
      return supported;
    case 0x04:
      return cash && !isUnattended(situation.parameters);
    case 0x05:
      return cashback;
    case 0x06:
      return isApplicationCurrency(situation) && amount < list.x;
    case 0x07:
      return isApplicationCurrency(situation) && amount > list.x;
    case 0x08:
      return isApplicationCurrency(situation) && amount < list.y;
    case 0x09:
      return isApplicationCurrency(situation) && amount > list.y;
    default:
      return false;
  }
}

/** All that the method needs (Book 4 6.3.4), and for the online PIN the application table's DF18 too (emv.md 2.11). */
export function isSupported({ parameters, application }: Situation, method: Method): boolean {
  if (method.proof === 'online PIN' && !application.onlinePin) return false;
  return method.needs.every((bit) => isSet(parameters.capabilities, bit));
}

/**
 * Whether a method that is not supported lacks a PIN pad (Book 3 10.5.1, 10.5.2). A terminal that takes one of the two
 * kinds of offline PIN counts as one that takes offline PINs, and has a pad.
 */
export function lacksPinPad({ parameters }: Situation, { proof }: Method): boolean {
  if (proof === 'online PIN') return true;
  if (proof !== 'plaintext PIN' && proof !== 'enciphered PIN') return false;
  return !OFFLINE_PINS.some((bit) => isSet(parameters.capabilities, bit));
}

const OFFLINE_PINS: readonly Bit[] = Object.freeze([
  TERMINAL_CAPABILITIES.plaintextPinOffline,
  TERMINAL_CAPABILITIES.encipheredPinOffline,
]);

function isApplicationCurrency({ icc, parameters }: Situation): boolean {
  return codeOf(icc, 0x9f42) === parameters.currencyCode;
}
