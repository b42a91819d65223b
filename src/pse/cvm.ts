/** Cardholder verification 持卡人验证 (EMV 4.3 Book 3 10.5, Book 4 6.3.4; JR/T 0025.5 chapter 11, emv.md 2.6). */

import { assert } from '../base/assert.js';
import { EMPTY } from '../base/bytes.js';
import { decodeGbk } from '../codec/gbk.js';
import { AIP, isSet, TSI, TVR } from './bits.js';
import { pinKeyOf } from './card-keys.js';
import { isConditionMet, isSupported, lacksPinPad } from './cvm-conditions.js';
import { type CvmList, type CvRule, decodeCvmList, type Method, methodOf } from './cvm-list.js';
import { type OfflinePin, verifyOfflinePin } from './offline-pin.js';
import { isFlaw } from './signed-data.js';
import { type Ended, ended, isEnded, type TransactionState } from './transaction-state.js';

/** Tag 9F34 byte 3 (Book 4 A4). `unknown`: the answer comes later, on paper or from the issuer. */
const VERDICT = Object.freeze({ unknown: 0x00, failed: 0x01, successful: 0x02 });
type Verdict = keyof typeof VERDICT;

/** 9F34 byte 1: no method was performed. */
const NO_CVM_PERFORMED = 0x3f;

/** What came of one rule. `passed over`: its condition is not met. `not performed`: not recognised, or not supported. */
type RuleOutcome = Verdict | 'passed over' | 'not performed';

/**
 * Goes through the card's list until a method succeeds or the list says no. Sets byte 3 of TVR, TSI, 9F34 in the
 * terminal's objects and `signatureWanted`. Asks the holder, and the card only for an offline PIN.
 *
 * @returns Ended `cancelled` when the holder pressed Cancel or walked away from the pad, `data-malformed` for an
 * answer of the card that is none
 * @throws Fault of the card's port
 */
export async function verifyCardholder(state: TransactionState): Promise<Ended | undefined> {
  report(state, NO_CVM_PERFORMED, 0x00, 'unknown');
  if (!isSet(state.icc.get(0x82), AIP.cardholderVerification)) return undefined;
  const value = state.icc.get(0x8e);
  const list = value && decodeCvmList(value);
  // Book 3 10.5: a list without rules is no list
  if (list !== undefined && list.rules.length > 0) return await applyRules(state, list);
  // Book 3 7.5: the AIP promised a list; without one TSI does not count this step as performed (10.5)
  state.tvr.set(TVR.iccDataMissing);
  return undefined;
}

/** Table 2 of Book 4 6.3.4.5 says what 9F34 holds: the last method that was performed, and 3F0001 when there was none. */
async function applyRules(state: TransactionState, list: CvmList): Promise<Ended | undefined> {
  const pin: OfflinePin = { bypassed: false, asked: false, triesLeft: undefined };
  let successful = false;
  report(state, NO_CVM_PERFORMED, 0x00, 'failed');
  for (const rule of list.rules) {
    const method = methodOf(rule);
    const outcome = await applyRule(state, list, rule, method, pin);
    if (isEnded(outcome)) return outcome;
    if (outcome === 'passed over') continue;
    if (outcome !== 'not performed') report(state, rule.code, rule.condition, outcome);
    successful = outcome === 'successful' || outcome === 'unknown';
    // Fail CVM processing ends it whatever b7 says (Book 3 10.5)
    if (successful || !rule.goesOn || method?.proof === 'fails') break;
  }
  if (!successful) state.tvr.set(TVR.cardholderVerificationFailed);
  state.tsi.set(TSI.cardholderVerificationPerformed);
  return undefined;
}

async function applyRule(
  state: TransactionState,
  list: CvmList,
  rule: CvRule,
  method: Method | undefined,
  pin: OfflinePin,
): Promise<RuleOutcome | Ended> {
  const supported = method !== undefined && isSupported(state, method);
  if (!isConditionMet(state, list, rule.condition, supported)) return 'passed over';
  if (method === undefined) {
    state.tvr.set(TVR.unrecognisedCvm);
    return 'not performed';
  }
  if (!supported) {
    if (lacksPinPad(state, method)) state.tvr.set(TVR.pinPadAbsent);
    return 'not performed';
  }
  const proved = await perform(state, method, pin);
  if (!proved || isEnded(proved)) return proved || 'failed';
  state.signatureWanted ||= method.signed;
  return method.signed || method.proof === 'online PIN' ? 'unknown' : 'successful';
}

/** Whether the holder proved what a supported method asks for; the paper's part of it is proved by being supported. */
async function perform(state: TransactionState, method: Method, pin: OfflinePin): Promise<boolean | Ended> {
  switch (method.proof) {
    case 'fails':
      return false;
    case 'nothing':
      return true;
    case 'plaintext PIN':
      return await verifyOfflinePin(state, pin, undefined);
    case 'enciphered PIN': {
      const key = pinKeyOf(state);
      // Book 2 7.1: without a key the method has failed, and nobody is asked for a PIN
      return isFlaw(key) ? false : await verifyOfflinePin(state, pin, key);
    }
    case 'online PIN':
      return await enterOnlinePin(state, pin);
    case 'document':
      return await checkDocument(state);
  }
}

/** Book 3 10.5.2, Book 4 6.3.4.2. The card has no part in it, even when its own tries are used up. */
async function enterOnlinePin({ host, icc, tvr }: TransactionState, pin: OfflinePin): Promise<boolean | Ended> {
  const account = icc.get(0x5a);
  assert(account !== undefined, 'no application is read without its PAN');
  const entry = pin.bypassed ? 'bypassed' : await host.enterOnlinePin(account);
  switch (entry) {
    case 'entered':
      tvr.set(TVR.onlinePinEntered);
      return true;
    case 'bypassed':
      pin.bypassed = true;
      tvr.set(TVR.pinNotEntered);
      return false;
    case 'unavailable':
      tvr.set(TVR.pinPadAbsent);
      return false;
    default:
      return ended('cancelled');
  }
}

/** PBOC 20h: the attendant compares the document; an absent number or kind fails the method (emv.md 2.6, D). */
async function checkDocument({ host, icc, tvr }: TransactionState): Promise<boolean> {
  const number = decodeGbk(icc.get(0x9f61) ?? EMPTY).replace(/[\0 ]+$/, '');
  const type = icc.get(0x9f62)?.[0];
  if (number === '' || type === undefined) {
    tvr.set(TVR.iccDataMissing);
    return false;
  }
  return await host.checkDocument({ number, type });
}

/** 9F34: code of the method, its condition, verdict. */
function report({ terminal }: TransactionState, code: number, condition: number, verdict: Verdict): void {
  terminal.put(0x9f34, Uint8Array.of(code, condition, VERDICT[verdict]));
}
