/** Table: what the test terminal brings to a payment (emv.md 2.11): UnionPay's debit application and no other. */

import { fromHex } from '../base/hex.js';
import { loadCaKeys } from './ca-keys.js';
import type { ApplicationParameters, CaKey, KernelParameters } from './parameters.js';

/** China, and its currency in fen (ISO 3166-1, ISO 4217): the only ones this card's bank side knows (总体方案). */
const CHINA = 156;
const RENMINBI = 156;

/**
 * 借记 A000000333010101 and what begins with it. Credit (…0102), quasi-credit (…0103) and electronic cash (…0106) are left
 * out: a card that has nothing else has nothing in common with this terminal. Floor limit 0: everything goes online.
 */
const DEBIT: ApplicationParameters = Object.freeze({
  aid: fromHex('A000000333010101'),
  partialMatch: true,
  version: fromHex('0020'),
  tacDefault: fromHex('D84000A800'),
  tacOnline: fromHex('D84004F800'),
  tacDenial: fromHex('0010000000'),
  floorLimit: 0,
  randomThreshold: 0,
  targetPercentage: 99,
  targetPercentageMax: 99,
  defaultDdol: fromHex('9F3704'),
  defaultTdol: fromHex('9F02065F2A029A039C0195059F3704'),
  onlinePin: true,
});

/** An attended merchant's terminal with online and offline PIN, signature, document check, SDA, DDA and CDA. */
const TERMINAL: Omit<KernelParameters, 'caKeys'> = Object.freeze({
  countryCode: CHINA,
  currencyCode: RENMINBI,
  currencyExponent: 2,
  terminalType: 22,
  capabilities: fromHex('E0F9C8'),
  additionalCapabilities: fromHex('FF80F0F001'),
  terminalId: '10000001',
  serialNumber: 'SSC00001',
  merchantId: '104100080620001',
  merchantName: '测试定点医院',
  merchantCategory: '8062',
  acquirerId: '00010000',
  applications: Object.freeze([DEBIT]),
  revoked: Object.freeze([]),
});

/**
 * Parameters of this terminal. Its numbers are invented `[TP]`.
 * @param trust `live` knows UnionPay's live CA keys and no other, whatever it is handed; `test` the test keys besides
 * @param ownCaKeys CA keys of the test world, for cards that no bank has issued
 */
export function terminalParameters(trust: 'test' | 'live', ownCaKeys: readonly CaKey[]): KernelParameters {
  return { ...TERMINAL, caKeys: trust === 'test' ? [...loadCaKeys('test'), ...ownCaKeys] : loadCaKeys('live') };
}
