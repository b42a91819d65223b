/** Table: the codes of a payment in words. A code that is not listed is shown as it stands. */

import { type Text, words } from '../../base/text.js';

export type Codes = readonly (readonly [code: string, words: Text])[];

function list(...rows: readonly (readonly [string, string, string])[]): Codes {
  return Object.freeze(rows.map(([code, zh, en]) => Object.freeze([code, words(zh, en)] as const)));
}

/** The code with its words beside it, or the code alone. */
export function coded(codes: Codes, code: string): Text {
  const found = codes.find(([one]) => one === code)?.[1];
  return found === undefined ? words(code, code) : words(`${code} ${found.zh}`, `${code} ${found.en}`);
}

/** ISO 4217 numeric. */
export const CURRENCIES = list(
  ['156', '人民币', 'renminbi'],
  ['344', '港元', 'Hong Kong dollar'],
  ['392', '日元', 'yen'],
  ['410', '韩元', 'won'],
  ['446', '澳门元', 'pataca'],
  ['643', '卢布', 'rouble'],
  ['702', '新加坡元', 'Singapore dollar'],
  ['826', '英镑', 'pound sterling'],
  ['840', '美元', 'US dollar'],
  ['901', '新台币', 'New Taiwan dollar'],
  ['978', '欧元', 'euro'],
  ['999', '无货币', 'no currency'],
);

/** ISO 3166 numeric. */
export const COUNTRIES = list(
  ['156', '中国', 'China'],
  ['158', '中国台湾', 'Taiwan, China'],
  ['344', '中国香港', 'Hong Kong, China'],
  ['392', '日本', 'Japan'],
  ['410', '韩国', 'Korea'],
  ['446', '中国澳门', 'Macao, China'],
  ['643', '俄罗斯', 'Russia'],
  ['702', '新加坡', 'Singapore'],
  ['826', '英国', 'United Kingdom'],
  ['840', '美国', 'United States'],
);

/** ISO 639. */
export const LANGUAGES = list(
  ['zh', '中文', 'Chinese'],
  ['en', '英文', 'English'],
  ['bo', '藏文', 'Tibetan'],
  ['ug', '维吾尔文', 'Uygur'],
  ['mn', '蒙古文', 'Mongolian'],
  ['ja', '日文', 'Japanese'],
  ['ko', '朝鲜文', 'Korean'],
  ['ru', '俄文', 'Russian'],
  ['fr', '法文', 'French'],
  ['de', '德文', 'German'],
);

/** 9C: the first two digits of the processing code (ISO 8583:1987; emv.md 3.2). */
export const TRANSACTION_TYPES = list(
  ['00', '消费', 'purchase'],
  ['01', '取现', 'cash'],
  ['03', '预授权', 'pre-authorisation'],
  ['09', '返现消费', 'purchase with cashback'],
  ['20', '退货或撤销', 'refund or void'],
  ['21', '存款', 'deposit'],
  ['31', '余额查询', 'balance enquiry'],
  ['40', '转账', 'transfer'],
  ['60', '圈存', 'load from the account'],
  ['63', '现金圈存', 'load by cash'],
);

/** 9F35 (EMV 4.3 Book 4 annex A1). */
export const TERMINAL_TYPES = list(
  ['11', '金融机构，有人值守，仅联机', 'financial institution, attended, online only'],
  ['12', '金融机构，有人值守，脱机且可联机', 'financial institution, attended, offline with online capability'],
  ['13', '金融机构，有人值守，仅脱机', 'financial institution, attended, offline only'],
  ['14', '金融机构，无人值守，仅联机', 'financial institution, unattended, online only'],
  ['15', '金融机构，无人值守，脱机且可联机', 'financial institution, unattended, offline with online capability'],
  ['16', '金融机构，无人值守，仅脱机', 'financial institution, unattended, offline only'],
  ['21', '商户，有人值守，仅联机', 'merchant, attended, online only'],
  ['22', '商户，有人值守，脱机且可联机', 'merchant, attended, offline with online capability'],
  ['23', '商户，有人值守，仅脱机', 'merchant, attended, offline only'],
  ['24', '商户，无人值守，仅联机', 'merchant, unattended, online only'],
  ['25', '商户，无人值守，脱机且可联机', 'merchant, unattended, offline with online capability'],
  ['26', '商户，无人值守，仅脱机', 'merchant, unattended, offline only'],
  ['34', '持卡人，无人值守，仅联机', 'cardholder, unattended, online only'],
  ['35', '持卡人，无人值守，脱机且可联机', 'cardholder, unattended, offline with online capability'],
  ['36', '持卡人，无人值守，仅脱机', 'cardholder, unattended, offline only'],
);

/** 9F39: the first two digits of field 22 (emv.md 3.3). */
export const ENTRY_MODES = list(
  ['01', '手工', 'manual'],
  ['02', '磁条', 'magnetic stripe'],
  ['05', '接触式 IC 卡', 'contact chip'],
  ['07', '非接触式 IC 卡', 'contactless chip'],
  ['80', '降级磁条', 'fallback to magnetic stripe'],
  ['90', '磁条', 'magnetic stripe'],
);

/** 5F57 (EMV 4.3 Book 3 annex G). */
export const ACCOUNT_TYPES = list(
  ['00', '缺省', 'default'],
  ['10', '储蓄账户', 'savings'],
  ['20', '支票或借记账户', 'cheque or debit'],
  ['30', '信用账户', 'credit'],
);

/** 9F62 (emv.md 2.3). */
export const DOCUMENT_TYPES = list(
  ['00', '身份证', 'identity card'],
  ['01', '军官证', 'officer certificate'],
  ['02', '护照', 'passport'],
  ['03', '入境证', 'entry permit'],
  ['04', '临时身份证', 'temporary identity card'],
  ['05', '其它', 'other'],
);

/** 9F10 byte 8 (emv.md 2.7; SM4 from memory [mem]). */
export const ALGORITHMS = list(['01', '3DES', '3DES'], ['04', 'SM4', 'SM4']);

/** 86 inside 9F0C of the social security environment (sscard.md 3.3). */
export const SOCIAL_ALGORITHMS = list(['01', 'DES', 'DES'], ['02', 'SSF33', 'SSF33'], ['03', 'SM4', 'SM4']);

/** 8A: the terminal's own codes (EMV 4.3 Book 4 annex A6), then what a UnionPay host answers in field 39 (emv.md 3.8, A1 to A7 [mem]). */
export const RESPONSE_CODES = list(
  ['Y1', '脱机批准', 'offline approved'],
  ['Z1', '脱机拒绝', 'offline declined'],
  ['Y3', '无法联机，脱机批准', 'unable to go online, offline approved'],
  ['Z3', '无法联机，脱机拒绝', 'unable to go online, offline declined'],
  ['00', '批准', 'approved'],
  ['01', '请联系发卡行', 'refer to the issuer'],
  ['02', '请联系发卡行（特殊条件）', 'refer to the issuer, special condition'],
  ['03', '无效商户', 'invalid merchant'],
  ['04', '没收卡', 'capture the card'],
  ['05', '不予承兑', 'do not honour'],
  ['07', '特定条件下没收卡', 'capture the card, special condition'],
  ['10', '部分金额批准', 'approved for a partial amount'],
  ['11', '批准 (VIP)', 'approved, VIP'],
  ['12', '无效交易', 'invalid transaction'],
  ['13', '无效金额', 'invalid amount'],
  ['14', '无效卡号', 'invalid card number'],
  ['15', '无此发卡行', 'no such issuer'],
  ['16', '批准，更新第三磁道', 'approved, update track 3'],
  ['22', '操作有误，状态不符', 'suspicious operation, states differ'],
  ['25', '找不到原始交易', 'record not found'],
  ['30', '报文格式错误', 'format error'],
  ['34', '有作弊嫌疑', 'suspected fraud'],
  ['38', 'PIN 输入次数超限', 'PIN tries exceeded'],
  ['40', '请求的功能不支持', 'requested function not supported'],
  ['41', '挂失卡，没收', 'lost card, capture'],
  ['43', '被窃卡，没收', 'stolen card, capture'],
  ['51', '余额不足', 'insufficient funds'],
  ['54', '卡已过期', 'expired card'],
  ['55', 'PIN 不正确', 'wrong PIN'],
  ['57', '不允许持卡人进行的交易', 'not permitted to the card'],
  ['58', '不允许终端进行的交易', 'not permitted to the terminal'],
  ['61', '超出金额限制', 'amount limit exceeded'],
  ['62', '受限制的卡', 'restricted card'],
  ['65', '超出次数限制', 'count limit exceeded'],
  ['68', '应答超时', 'answer too late'],
  ['75', 'PIN 输入次数超限', 'PIN tries exceeded'],
  ['77', '批次不一致，请重新签到', 'batch differs, sign in again'],
  ['90', '系统日切，稍后再试', 'cut-off in progress'],
  ['91', '发卡行无应答', 'issuer unavailable'],
  ['92', '找不到路由', 'no route'],
  ['94', '重复交易', 'duplicate'],
  ['96', '系统异常', 'system malfunction'],
  ['97', '终端未登记', 'terminal not registered'],
  ['98', '发卡行超时', 'issuer timeout'],
  ['99', 'PIN 格式错，请重新签到', 'PIN format error, sign in again'],
  ['A0', 'MAC 校验错，请重新签到', 'MAC error, sign in again'],
  ['A1', '转账货币不一致', 'currencies of the transfer differ'],
  ['A2', '有缺陷的成功', 'successful with a defect'],
  ['A3', '转入账户无效', 'no such account to transfer to'],
  ['A4', '有缺陷的成功', 'successful with a defect'],
  ['A5', '有缺陷的成功', 'successful with a defect'],
  ['A6', '有缺陷的成功', 'successful with a defect'],
  ['A7', '安全处理失败', 'security processing failed'],
);
