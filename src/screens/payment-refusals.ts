/** Table: what a person reads when a payment comes to nothing. One row a reason, as in refusals.ts. */

import type { Text } from '../base/text.js';
import { row } from './refusals.js';

const ASK_BANK = Object.freeze(['请联系发卡银行', 'Ask the bank that issued the card'] as const);
const ANOTHER_WAY = Object.freeze(['请改用其他方式付款', 'Pay in another way'] as const);

const TRY_LATER = Object.freeze(['请稍后再试', 'Try again later'] as const);
const ASK_NOW = Object.freeze([
  '请当场致电发卡银行，或改用其他方式付款',
  'Telephone the card’s bank now, or pay in another way',
] as const);
const KEEP_CARD = Object.freeze(['请保留卡片并联系收单银行', 'Keep the card, and call the acquiring bank'] as const);
const CHECK_ORIGINAL = Object.freeze(['请核对原交易凭证', 'Check the receipt of the original transaction'] as const);
const SIGN_IN = Object.freeze(['请重新签到后再试', 'Sign in again, then retry'] as const);
const ENQUIRE_FIRST = Object.freeze([
  '请先查询余额，再决定是否重做',
  'Enquire the balance before you do it again',
] as const);
const CALL_SERVICE = Object.freeze(['请联系终端维护人员', 'Call the terminal’s service'] as const);

const WHEN_BACK = Object.freeze([
  '未扣款，请在网络恢复后办理，或另行支付',
  'Nothing was taken: pay when the network is back, or in another way',
] as const);
const UPLOAD_FIRST = Object.freeze([
  '未扣款，请检查网络并上传明细后办理，或另行支付',
  'Nothing was taken: check the network and upload the entries first, or pay in another way',
] as const);

const SETTLE_ONLINE_FIRST = Object.freeze([
  '请在网络恢复后联网结算一次，脱网累计随即清零',
  'Settle online once the network is back: that clears what the card has counted',
] as const);

/** The bank application's reasons; `declined-by-issuer` is for the response codes that have no row below. */
export const PAYMENT_REFUSAL_TEXTS = Object.freeze({
  'payment-card-blocked': row('卡片银行应用已锁定', 'The bank side of the card is blocked', ...ASK_BANK),
  'payment-application-blocked': row('银行应用已锁定', 'The bank application is blocked', ...ASK_BANK),
  'payment-no-common-application': row(
    '此卡没有本终端受理的银行借记应用',
    'The card has no debit application that this terminal accepts',
    '请先到银行网点激活金融账户，或改用其他方式付款',
    'Have the bank account activated at the bank, or pay in another way',
  ),
  'payment-not-chosen': row(
    '未选择银行应用',
    'No application was chosen',
    '如需继续请重新插卡',
    'Insert the card again to go on',
  ),
  'payment-conditions-not-satisfied': row(
    '卡片不接受本次交易',
    'The card does not take this transaction',
    ...ANOTHER_WAY,
  ),
  'payment-data-missing': row('银行应用缺少必需的数据', 'The bank application lacks mandatory data', ...ASK_BANK),
  'payment-data-repeated': row('银行应用的数据重复', 'The bank application repeats its data', ...ASK_BANK),
  'payment-data-malformed': row('银行应用的数据格式错误', 'The bank application’s data are malformed', ...ASK_BANK),
  'payment-card-refused': row(
    '银行应用拒绝了操作（{n}）',
    'The bank application refused the operation ({n})',
    ...ASK_BANK,
  ),
  'payment-cryptogram-unexpected': row('卡片应答不合规则', 'The card broke the rules of the transaction', ...ASK_BANK),
  'payment-cancelled': row(
    '交易已取消',
    'The transaction was cancelled',
    '如需继续请重新插卡',
    'Insert the card again to go on',
  ),
  'journal-full': row('终端交易记录已满，不能交易', 'The terminal’s journal is full', ...CALL_SERVICE),
  'journal-failing': row('终端存储器故障，不能交易', 'The terminal’s memory fails', ...CALL_SERVICE),
  'journal-lost': row('终端交易记录无法读取，不能交易', 'The terminal’s journal cannot be read', ...CALL_SERVICE),
  'declined-by-terminal': row('终端拒绝交易', 'The terminal declined', ...ANOTHER_WAY),
  'declined-by-card': row('卡片拒绝交易', 'The card declined', ...ANOTHER_WAY),
  'declined-by-issuer': row('银行拒绝交易（{n}）', 'The bank declined ({n})', ...ASK_BANK),
  'bank-unreachable': row('无法联系银行，交易未成功', 'The bank could not be reached', ...TRY_LATER),
  'bank-pending': row(
    '上笔交易尚未冲正，暂不能交易',
    'An earlier transaction is not settled yet',
    '请检查通讯线路后再试',
    'Check the line to the bank, then retry',
  ),
  'settlement-open': row(
    '结算尚未完成，暂不能交易',
    'The batch is being settled',
    '请检查通讯线路后重新结算',
    'Check the line to the bank, then settle again',
  ),
  'batch-full': row('本批次交易已满', 'The batch is full', '请先结算', 'Settle the batch first'),
  'sign-in-refused': row('银行拒绝签到（{n}）', 'The bank refused the sign-in ({n})', ...CALL_SERVICE),
  'sign-in-wrong-keys': row(
    '银行下发的工作密钥校验不符',
    'The bank’s working keys fail their check',
    '请联系终端维护人员核对主密钥',
    'Have the terminal’s service check the master key',
  ),
  'refund-unanswered': row(
    '退货未得到银行应答',
    'The bank has not answered the refund',
    '请勿重做退货，等候凭证或银行通知',
    'Do not refund again; wait for the receipt or the bank’s word',
  ),
  'original-unknown': row('本批次没有该笔消费', 'The batch has no such purchase', ...CHECK_ORIGINAL),
  'original-voided': row('该笔消费已撤销', 'The purchase is voided already', ...CHECK_ORIGINAL),
  'other-card': row(
    '不是原交易的卡片',
    'It is not the card that paid',
    '请插入原交易的卡片',
    'Insert the card that paid',
  ),
  'not-confirmed': row('操作员未确认', 'The operator did not confirm', '如需继续请重新开始', 'Begin again to go on'),
  'clearing-unreachable': row(
    '无法联系经办机构，明细未上传完',
    'The bureau cannot be reached; not all entries are uploaded',
    '明细仍保留在终端，请检查网络后重新上传',
    'They are kept; check the network and upload again',
  ),
  'clearing-refused': row(
    '经办机构未受理明细',
    'The bureau did not take the entries',
    '明细仍保留在终端，请联系终端维护人员',
    'They are kept; call the terminal’s service',
  ),
  'clearing-due': row(
    '终端待传医保账户明细已满，不能交易',
    'The terminal has no room beside the medical entries that wait for the bureau',
    '请检查网络并上传明细后办理',
    'Check the network and upload the entries first',
  ),
  'offline-never': row(
    '无法联系经办机构，本终端不办理脱网结算',
    'The bureau cannot be reached, and this terminal takes no medical payment without it',
    ...WHEN_BACK,
  ),
  'offline-payment': row(
    '无法联系经办机构，金额超过单笔脱网限额',
    'The bureau cannot be reached, and this is more than one payment may be without it',
    '请在网络恢复后办理，或减少账户和统筹支付金额，其余另行支付',
    'Pay when the network is back, or take less from account and pool and pay the rest another way',
  ),
  'offline-count': row(
    '无法联系经办机构，待传脱网结算笔数已满',
    'The bureau cannot be reached, and as many payments wait for it as may',
    ...UPLOAD_FIRST,
  ),
  'offline-sum': row(
    '无法联系经办机构，待传脱网结算金额将超限',
    'The bureau cannot be reached, and with this one more money would wait for it than may',
    ...UPLOAD_FIRST,
  ),
  'offline-hours': row(
    '与经办机构失去联系过久，或终端时钟有误',
    'The bureau has not been heard for too long, or the terminal’s clock is wrong',
    '请检查网络和终端时钟，恢复后上传明细再办理；未扣款',
    'Check network and clock, and upload the entries before the payment; nothing was taken',
  ),
  'offline-needless': row(
    '可以联系经办机构，不能脱网结算',
    'The bureau can be reached; nothing is settled without it',
    '请联网结算',
    'Settle online',
  ),
  'offline-not-permitted': row(
    '此卡未准许临时脱网结算',
    'The card does not permit that it is settled offline',
    '请在网络恢复后联网结算，或自费结算',
    'Settle online when the network is back, or let the holder pay',
  ),
  'card-offline-count': row(
    '此卡临时脱网结算次数已满',
    'The card was settled offline as often as it may be',
    ...SETTLE_ONLINE_FIRST,
  ),
  'card-offline-sum': row(
    '此卡临时脱网结算累计金额将超限',
    'With this one the card would be settled offline for more than it may be',
    ...SETTLE_ONLINE_FIRST,
  ),
  'starting-day-malformed': row(
    '起始日不是每年都有的日期',
    'The starting day is no day that every year has',
    '请按月日四位数字更正，如 0401',
    'Correct it to month and day, four digits, such as 0401',
  ),
  'starting-day-not-confirmed': row(
    '操作员未确认，起始日未更改',
    'The attendant did not confirm; the starting day is as it was',
    '如需设置请重新办理',
    'To set it, begin again',
  ),
  'starting-day-not-kept': row(
    '卡片已应答成功，但卡内起始日与设置不符',
    'The card said yes, and has another starting day than it was told',
    '请停止使用此卡结算，并报告社保经办机构',
    'Settle nothing with this card; report it to the social security office',
  ),
  'nothing-to-reprint': row('没有可打印的凭证', 'There is no such slip', '请核对凭证号', 'Check the trace number'),
});

const CODE_WITH_NOTE = row('银行附条件批准，已撤销', 'Approved with a note, and taken back', ...ASK_BANK);

/** Every response code of emv.md 3.8 that is no approval (8A, field 39; B for the common ones, D for the rare, A1 to A7 [mem]). */
const ISSUER_TEXTS: Readonly<Record<string, ReturnType<typeof row>>> = Object.freeze({
  '01': row('请与发卡银行联系', 'Refer to the card’s bank', ...ASK_NOW),
  '02': row('特殊情况，请与发卡银行联系', 'Refer to the card’s bank, a special case', ...ASK_NOW),
  '03': row('商户未登记或无效', 'The merchant is not valid', ...CALL_SERVICE),
  '04': row('银行要求没收此卡', 'The bank wants the card kept', ...KEEP_CARD),
  '05': row('发卡银行不予承兑', 'The card’s bank does not honour it', ...ASK_BANK),
  '07': row('银行因特殊情况要求没收此卡', 'The bank wants the card kept, a special case', ...KEEP_CARD),
  '10': row('银行只批准部分金额，已撤销', 'Only a part was approved, and taken back', ...ANOTHER_WAY),
  '12': row('交易无效', 'The transaction is not valid', ...ANOTHER_WAY),
  '13': row('金额无效', 'The amount is not valid', '请核对金额后重做', 'Check the amount and do it again'),
  '14': row('卡号无效', 'No such card', ...ASK_BANK),
  '15': row('找不到此卡的发卡银行', 'No such bank for this card', ...ANOTHER_WAY),
  '16': CODE_WITH_NOTE,
  '22': row('与原交易状态不符', 'The original’s state does not allow it', ...CHECK_ORIGINAL),
  '25': row('找不到原交易', 'The original transaction was not found', ...CHECK_ORIGINAL),
  '30': row('报文格式错误', 'The bank could not read the message', ...CALL_SERVICE),
  '34': row('有作弊嫌疑，银行拒绝', 'The bank suspects fraud', ...ASK_BANK),
  '38': row('密码错误次数超限', 'Too many wrong PINs', ...ASK_BANK),
  '40': row('银行不支持此项功能', 'The bank does not support this', '请使用借记账户', 'Use a debit account'),
  '41': row('此卡已挂失', 'The card was reported lost', ...KEEP_CARD),
  '43': row('此卡已报失窃', 'The card was reported stolen', ...KEEP_CARD),
  '51': row('账户余额不足', 'Insufficient funds', ...ANOTHER_WAY),
  '54': row('此卡已过有效期', 'The card has expired', ...ASK_BANK),
  '55': row('银行卡密码错误', 'Wrong PIN', '请重新交易并核对密码', 'Begin again and check the PIN'),
  '57': row('此卡不允许此交易', 'The card is not permitted this transaction', ...ASK_BANK),
  '58': row('本终端不允许此交易', 'The terminal is not permitted this transaction', ...CALL_SERVICE),
  '61': row('超出金额限制', 'Over the amount limit', ...ASK_BANK),
  '62': row('此卡受限制', 'The card is restricted', ...ASK_BANK),
  '65': row('超出交易次数限制', 'Over the number of transactions', ...ASK_BANK),
  '68': row('发卡银行应答超时', 'The card’s bank answered too late', ...TRY_LATER),
  '75': row('密码错误次数超限', 'Too many wrong PINs', ...ASK_BANK),
  '77': row('终端需要重新签到', 'The terminal must sign in again', ...SIGN_IN),
  '90': row('银行系统日终处理中', 'The bank is closing its day', ...TRY_LATER),
  '91': row('发卡银行系统暂不可用', 'The card’s bank does not answer', ...TRY_LATER),
  '92': row('找不到发卡银行的路由', 'No route to the card’s bank', ...TRY_LATER),
  '94': row('交易重复', 'The transaction is a duplicate', ...ENQUIRE_FIRST),
  '96': row('银行系统异常', 'The bank’s system has a malfunction', ...TRY_LATER),
  '97': row('终端未登记', 'The terminal is not registered', ...CALL_SERVICE),
  '98': row('发卡银行超时', 'The card’s bank timed out', ...TRY_LATER),
  '99': row('密码格式错误，终端需要重新签到', 'PIN format error; the terminal must sign in again', ...SIGN_IN),
  A0: row('报文校验错误，终端需要重新签到', 'MAC error; the terminal must sign in again', ...SIGN_IN),
  A1: row('转账货币不一致', 'The currencies of the transfer differ', ...ASK_BANK),
  A2: CODE_WITH_NOTE,
  A3: row('转入账户无效', 'No such account to transfer to', '请核对转入账号', 'Check the account number'),
  A4: CODE_WITH_NOTE,
  A5: CODE_WITH_NOTE,
  A6: CODE_WITH_NOTE,
  A7: row('银行安全处理失败', 'The bank’s security processing failed', ...CALL_SERVICE),
});

/** What the issuer's response code says to a person. */
export function issuerText(responseCode: string): ReturnType<typeof row> {
  return ISSUER_TEXTS[responseCode] ?? PAYMENT_REFUSAL_TEXTS['declined-by-issuer'];
}

/** What became of money that may have moved. */
export const REVERSAL_TEXTS: Readonly<Record<'done' | 'open' | 'disputed', Text>> = Object.freeze({
  done: Object.freeze({
    zh: '本笔交易已冲正，账户未变动',
    en: 'The transaction was taken back; the account is as it was',
  }),
  open: Object.freeze({
    zh: '银行尚未确认结果，终端将继续联系银行，请保留凭证',
    en: 'The bank has not confirmed what became of it; the terminal goes on asking, keep your papers',
  }),
  disputed: Object.freeze({
    zh: '银行始终未确认结果，已转人工处理，请保留凭证',
    en: 'The bank has never confirmed what became of it; people will settle it, keep your papers',
  }),
});
