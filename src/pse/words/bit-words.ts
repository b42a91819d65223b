/**
 * Table: what each bit says. TVR, TSI, AIP, AUC: EMV 4.3 Book 3 annex C, emv.md 2.5 and 2.7. Terminal capabilities: Book 4
 * annex A. ADA: emv.md 2.9. A bit that is set and has no row here is called reserved.
 */

import { hexNumber } from '../../base/hex.js';
import { type Text, words } from '../../base/text.js';
import { AIP, AUC, type Bit, isSet, TERMINAL_CAPABILITIES, TSI, TVR } from '../bits.js';
import type { BitWords } from './description.js';

export type BitRow = readonly [bit: Bit, words: Text];

const at = (byte: number, bit: number): Bit => Object.freeze({ byte, bit });

function table(...rows: readonly (readonly [Bit, string, string])[]): readonly BitRow[] {
  return Object.freeze(rows.map(([bit, zh, en]) => Object.freeze([bit, words(zh, en)] as const)));
}

export const TVR_WORDS = table(
  [TVR.offlineDataAuthenticationNotPerformed, '未进行脱机数据认证', 'offline data authentication not performed'],
  [TVR.sdaFailed, '脱机静态数据认证失败', 'SDA failed'],
  [TVR.iccDataMissing, 'IC 卡数据缺失', 'ICC data missing'],
  [TVR.onExceptionFile, '卡片出现在终端异常文件中', 'card on the terminal exception file'],
  [TVR.ddaFailed, '脱机动态数据认证失败', 'DDA failed'],
  [TVR.cdaFailed, '复合动态数据认证失败', 'CDA failed'],
  [TVR.sdaSelected, '选择了静态数据认证', 'SDA selected'],
  [TVR.versionsDiffer, 'IC 卡和终端应用版本不一致', 'ICC and terminal have different application versions'],
  [TVR.expired, '应用已过期', 'expired application'],
  [TVR.notYetEffective, '应用尚未生效', 'application not yet effective'],
  [TVR.serviceNotAllowed, '卡片不允许所请求的服务', 'requested service not allowed for the card product'],
  [TVR.newCard, '新卡', 'new card'],
  [TVR.cardholderVerificationFailed, '持卡人验证失败', 'cardholder verification not successful'],
  [TVR.unrecognisedCvm, '未知的 CVM', 'unrecognised CVM'],
  [TVR.pinTryLimitExceeded, 'PIN 重试次数超限', 'PIN try limit exceeded'],
  [TVR.pinPadAbsent, '要求输入 PIN，但密码键盘不存在或不工作', 'PIN entry required, PIN pad absent or not working'],
  [
    TVR.pinNotEntered,
    '要求输入 PIN，密码键盘可用，但未输入 PIN',
    'PIN entry required, PIN pad present, PIN not entered',
  ],
  [TVR.onlinePinEntered, '输入联机 PIN', 'online PIN entered'],
  [TVR.floorLimitExceeded, '交易超过最低限额', 'transaction exceeds the floor limit'],
  [TVR.lowerLimitExceeded, '超过连续脱机交易下限', 'lower consecutive offline limit exceeded'],
  [TVR.upperLimitExceeded, '超过连续脱机交易上限', 'upper consecutive offline limit exceeded'],
  [TVR.randomlySelectedOnline, '交易被随机选择联机处理', 'selected randomly for online processing'],
  [TVR.merchantForcedOnline, '商户要求联机交易', 'merchant forced transaction online'],
  [TVR.defaultTdolUsed, '使用缺省 TDOL', 'default TDOL used'],
  [TVR.issuerAuthenticationFailed, '发卡行认证失败', 'issuer authentication failed'],
  [TVR.scriptFailedBeforeFinal, '最后一次 GENERATE AC 之前脚本处理失败', 'script failed before final GENERATE AC'],
  [TVR.scriptFailedAfterFinal, '最后一次 GENERATE AC 之后脚本处理失败', 'script failed after final GENERATE AC'],
);

export const TSI_WORDS = table(
  [TSI.offlineDataAuthenticationPerformed, '脱机数据认证已进行', 'offline data authentication performed'],
  [TSI.cardholderVerificationPerformed, '持卡人验证已进行', 'cardholder verification performed'],
  [TSI.cardRiskManagementPerformed, '卡片风险管理已进行', 'card risk management performed'],
  [TSI.issuerAuthenticationPerformed, '发卡行认证已进行', 'issuer authentication performed'],
  [TSI.terminalRiskManagementPerformed, '终端风险管理已进行', 'terminal risk management performed'],
  [TSI.scriptProcessingPerformed, '脚本处理已进行', 'script processing performed'],
);

export const AIP_WORDS = table(
  [AIP.sda, '支持静态数据认证 (SDA)', 'SDA supported'],
  [AIP.dda, '支持动态数据认证 (DDA)', 'DDA supported'],
  [AIP.cardholderVerification, '支持持卡人验证', 'cardholder verification supported'],
  [AIP.terminalRiskManagement, '需进行终端风险管理', 'terminal risk management to be performed'],
  [AIP.issuerAuthentication, '支持发卡行认证', 'issuer authentication supported'],
  [AIP.cda, '支持复合动态数据认证 (CDA)', 'CDA supported'],
);

export const AUC_WORDS = table(
  [AUC.domesticCash, '国内现金交易有效', 'valid for domestic cash'],
  [AUC.internationalCash, '国际现金交易有效', 'valid for international cash'],
  [AUC.domesticGoods, '国内商品有效', 'valid for domestic goods'],
  [AUC.internationalGoods, '国际商品有效', 'valid for international goods'],
  [AUC.domesticServices, '国内服务有效', 'valid for domestic services'],
  [AUC.internationalServices, '国际服务有效', 'valid for international services'],
  [AUC.atAtms, 'ATM 有效', 'valid at ATMs'],
  [AUC.elsewhereThanAtms, '除 ATM 外的终端有效', 'valid at terminals other than ATMs'],
  [AUC.domesticCashback, '允许国内返现', 'domestic cashback allowed'],
  [AUC.internationalCashback, '允许国际返现', 'international cashback allowed'],
);

export const CAPABILITY_WORDS = table(
  [TERMINAL_CAPABILITIES.manualKeyEntry, '手工键盘输入', 'manual key entry'],
  [TERMINAL_CAPABILITIES.magneticStripe, '磁条', 'magnetic stripe'],
  [TERMINAL_CAPABILITIES.contactChip, '接触式 IC 卡', 'IC with contacts'],
  [TERMINAL_CAPABILITIES.plaintextPinOffline, '脱机明文 PIN', 'plaintext PIN verified offline'],
  [TERMINAL_CAPABILITIES.encipheredPinOnline, '联机加密 PIN', 'enciphered PIN verified online'],
  [TERMINAL_CAPABILITIES.signature, '签名（纸）', 'signature (paper)'],
  [TERMINAL_CAPABILITIES.encipheredPinOffline, '脱机加密 PIN', 'enciphered PIN verified offline'],
  [TERMINAL_CAPABILITIES.noCvm, '无需 CVM', 'no CVM required'],
  [TERMINAL_CAPABILITIES.documentCheck, '持卡人证件验证', 'cardholder document check'],
  [TERMINAL_CAPABILITIES.sda, '静态数据认证 (SDA)', 'SDA'],
  [TERMINAL_CAPABILITIES.dda, '动态数据认证 (DDA)', 'DDA'],
  [TERMINAL_CAPABILITIES.cardCapture, '吞卡', 'card capture'],
  [TERMINAL_CAPABILITIES.cda, '复合动态数据认证 (CDA)', 'CDA'],
);

export const ADDITIONAL_CAPABILITY_WORDS = table(
  [at(1, 8), '现金', 'cash'],
  [at(1, 7), '商品', 'goods'],
  [at(1, 6), '服务', 'services'],
  [at(1, 5), '返现', 'cashback'],
  [at(1, 4), '查询', 'inquiry'],
  [at(1, 3), '转账', 'transfer'],
  [at(1, 2), '付款', 'payment'],
  [at(1, 1), '管理', 'administrative'],
  [at(2, 8), '存款', 'cash deposit'],
  [at(3, 8), '数字键', 'numeric keys'],
  [at(3, 7), '字母和特殊字符键', 'alphabetic and special character keys'],
  [at(3, 6), '命令键', 'command keys'],
  [at(3, 5), '功能键', 'function keys'],
  [at(4, 8), '打印，服务员', 'print, attendant'],
  [at(4, 7), '打印，持卡人', 'print, cardholder'],
  [at(4, 6), '显示，服务员', 'display, attendant'],
  [at(4, 5), '显示，持卡人', 'display, cardholder'],
  [at(4, 2), '代码表 10', 'code table 10'],
  [at(4, 1), '代码表 9', 'code table 9'],
  [at(5, 8), '代码表 8', 'code table 8'],
  [at(5, 7), '代码表 7', 'code table 7'],
  [at(5, 6), '代码表 6', 'code table 6'],
  [at(5, 5), '代码表 5', 'code table 5'],
  [at(5, 4), '代码表 4', 'code table 4'],
  [at(5, 3), '代码表 3', 'code table 3'],
  [at(5, 2), '代码表 2', 'code table 2'],
  [at(5, 1), '代码表 1', 'code table 1'],
);

export const ADA_WORDS = table(
  [at(1, 8), '发卡行认证失败，下次交易联机', 'issuer authentication failed: next transaction online'],
  [at(1, 7), '发卡行认证执行但失败，拒绝', 'issuer authentication performed and failed: decline'],
  [at(1, 6), '发卡行认证必备但无 ARPC，拒绝', 'issuer authentication mandatory and no ARPC: decline'],
  [at(1, 5), '交易拒绝，产生通知', 'declined: create an advice'],
  [at(1, 4), 'PIN 在本次交易中尝试超限且拒绝，产生通知', 'PIN try limit exceeded now and declined: create an advice'],
  [at(1, 3), '因发卡行认证失败或没有执行而拒绝，产生通知', 'declined for issuer authentication: create an advice'],
  [at(1, 2), '新卡，联机', 'new card: online'],
  [at(1, 1), '新卡且无法联机，拒绝', 'new card and unable to go online: decline'],
  [at(2, 8), 'PIN 在本次交易中尝试超限，应用锁定', 'PIN try limit exceeded now: block the application'],
  [at(2, 7), 'PIN 在前次交易中尝试超限，拒绝', 'PIN try limit exceeded earlier: decline'],
  [at(2, 6), 'PIN 在前次交易中尝试超限，联机', 'PIN try limit exceeded earlier: online'],
  [
    at(2, 5),
    'PIN 在前次交易中尝试超限，无法联机则拒绝',
    'PIN try limit exceeded earlier: decline if unable to go online',
  ],
  [at(2, 4), '前次交易脚本失败，联机', 'script failed earlier: online'],
  [at(2, 3), '前次交易脚本失败，拒绝并锁定应用', 'script failed earlier: decline and block the application'],
);

/** The bits that are set, first byte first, high bit first. */
export function bitsSet(rows: readonly BitRow[], bytes: Uint8Array): BitWords[] {
  const found: BitWords[] = [];
  for (let byte = 1; byte <= bytes.length; byte++) {
    for (let bit = 8; bit >= 1; bit--) {
      if (isSet(bytes, { byte, bit })) found.push({ at: `${byte}.${bit}`, words: wordsOf(rows, byte, bit) });
    }
  }
  return found;
}

function wordsOf(rows: readonly BitRow[], byte: number, bit: number): Text {
  const row = rows.find(([one]) => one.byte === byte && one.bit === bit);
  return row?.[1] ?? words(`保留位 ${hexNumber(1 << (bit - 1))}h`, `reserved ${hexNumber(1 << (bit - 1))}h`);
}
