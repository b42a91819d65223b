/** Offline data authentication 脱机数据认证 (EMV 4.3 Book 3 10.3, Book 4 6.3.2; JR/T 0025.5 chapter 9, emv.md 2.4). */

import { AIP, type Bit, isSet, TERMINAL_CAPABILITIES, TSI, TVR } from './bits.js';
import { iccKeyOf } from './card-keys.js';
import { cardValue } from './certificates.js';
import { authenticateDynamic } from './dda.js';
import { authenticateStatic } from './sda.js';
import { type Flaw, isFlaw } from './signed-data.js';
import { type Ended, isEnded, type TransactionState } from './transaction-state.js';

type Method = 'sda' | 'dda' | 'cda';

/** What no authentication can do without (Book 3 7.2); whether a remainder is needed as well, the certificate says. */
const REQUIRED: Readonly<Record<Method, readonly number[]>> = Object.freeze({
  sda: Object.freeze([0x8f, 0x90, 0x9f32, 0x93]),
  dda: Object.freeze([0x8f, 0x90, 0x9f32, 0x9f46, 0x9f47]),
  cda: Object.freeze([0x8f, 0x90, 0x9f32, 0x9f46, 0x9f47]),
});

const FAILED: Readonly<Record<Method, Bit>> = Object.freeze({
  sda: TVR.sdaFailed,
  dda: TVR.ddaFailed,
  cda: TVR.cdaFailed,
});

/**
 * Authenticates the card by the best method that both sides have: CDA, DDA, SDA. Fills `authentication` and, for DDA and
 * CDA, `iccKey`; notes the result in TVR and TSI. CDA is only prepared: it ends with the cryptogram (`checkCombined`), and
 * without `iccKey` it has failed already and must not be asked for.
 * @returns Ended when the card does not answer INTERNAL AUTHENTICATE as it must
 * @throws Fault of the card's port
 */
export async function authenticateOffline(state: TransactionState): Promise<Ended | undefined> {
  const method = chooseMethod(state);
  state.authentication = method;
  if (method === 'none') {
    state.tvr.set(TVR.offlineDataAuthenticationNotPerformed);
    return undefined;
  }
  const result = isComplete(state, method) ? await authenticateBy(state, method) : 'data-missing';
  if (isEnded(result)) return result;
  conclude(state, method, result);
  return undefined;
}

function authenticateBy(state: TransactionState, method: Method): Flaw | undefined | Promise<Flaw | Ended | undefined> {
  switch (method) {
    case 'cda':
      return prepareCombined(state);
    case 'dda':
      return authenticateDynamic(state);
    case 'sda':
      return authenticateStatic(state);
  }
}

/** Book 3 10.3: CDA before DDA before SDA, each where the card's AIP and the terminal's capabilities both have it. */
function chooseMethod(state: TransactionState): Method | 'none' {
  const aip = state.icc.get(0x82);
  const { capabilities } = state.parameters;
  if (isSet(aip, AIP.cda) && isSet(capabilities, TERMINAL_CAPABILITIES.cda)) return 'cda';
  if (isSet(aip, AIP.dda) && isSet(capabilities, TERMINAL_CAPABILITIES.dda)) return 'dda';
  if (isSet(aip, AIP.sda) && isSet(capabilities, TERMINAL_CAPABILITIES.sda)) return 'sda';
  return 'none';
}

function isComplete(state: TransactionState, method: Method): boolean {
  return REQUIRED[method].every((tag) => cardValue(state.icc, tag) !== undefined);
}

/** The keys are recovered before action analysis, so that a failure can still bear on it (Book 2 6.6). */
function prepareCombined(state: TransactionState): Flaw | undefined {
  const iccKey = iccKeyOf(state);
  if (isFlaw(iccKey)) return iccKey;
  state.iccKey = iccKey;
  return undefined;
}

/** Performed, well or not (Book 3 10.3), but for CDA, of which the rest is to come. What was missing is noted besides (7.5). */
function conclude(state: TransactionState, method: Method, flaw: Flaw | undefined): void {
  if (flaw !== undefined || method !== 'cda') state.tsi.set(TSI.offlineDataAuthenticationPerformed);
  if (flaw === undefined) return;
  state.tvr.set(FAILED[method]);
  if (flaw === 'data-missing') state.tvr.set(TVR.iccDataMissing);
}
