/** Table: what a person reads when the answer is no: what it is, and what to do next. One row a reason. */

import type { Text } from '../base/text.js';

export interface RefusalText {
  /** What the matter is; `{n}` stands for the number that comes with it, tries or a status word. */
  readonly what: Text;
  /** What to do next. */
  readonly next: Text;
}

export const row = (zh: string, en: string, nextZh: string, nextEn: string): RefusalText =>
  Object.freeze({ what: Object.freeze({ zh, en }), next: Object.freeze({ zh: nextZh, en: nextEn }) });

const ASK_BUREAU = Object.freeze([
  '请持本人有效证件到社保经办机构办理',
  'Go to the social security office with your identity document',
] as const);
const CALL_SERVICE = Object.freeze(['请联系终端维护人员', 'Call the terminal’s service'] as const);

/** Reasons of the social security side, in the order of the steps that meet them. */
export const REFUSAL_TEXTS = Object.freeze({
  'card-blocked': row('卡片已锁定', 'The card is blocked', ...ASK_BUREAU),
  'application-blocked': row('卡内社保应用已锁定', 'The card’s social security application is blocked', ...ASK_BUREAU),
  'no-social-application': row(
    '此卡没有社会保障应用',
    'This card has no social security application',
    '请插入社会保障卡，芯片朝上',
    'Insert a social security card, chip up',
  ),
  'algorithm-unsupported': row(
    '终端不支持此卡的密码算法',
    'The terminal does not have this card’s cipher',
    '请到发卡地社保经办机构使用此卡',
    'Use this card at an office of the region that issued it',
  ),
  'card-refused': row('卡片拒绝了操作（{n}）', 'The card refused the operation ({n})', ...ASK_BUREAU),
  'card-identifier-malformed': row('卡的识别码格式错误', 'The card’s identifier is malformed', ...ASK_BUREAU),
  'card-data-malformed': row('卡内数据格式错误', 'The data on the card are malformed', ...ASK_BUREAU),
  'card-data-missing': row('卡内缺少必需的数据', 'Mandatory data are missing from the card', ...ASK_BUREAU),
  'card-not-authentic': row(
    '卡片认证失败，可能是伪卡',
    'The card could not prove that it is genuine',
    '请勿继续使用此卡，并报告社保经办机构',
    'Do not go on with this card; report it to the social security office',
  ),
  'card-differs': row(
    '插入的卡与业务系统指定的卡不一致',
    'This is not the card that the business system has named',
    '请插入正确的卡，或重新读取基本信息',
    'Insert the right card, or read its basic data again',
  ),
  'blacklisted-card': row('此卡已列入黑名单', 'This card is on the blacklist', ...ASK_BUREAU),
  'blacklisted-range': row('此卡号段已停用', 'Cards of this number range are out of use', ...ASK_BUREAU),
  'blacklist-suspect': row(
    '此卡疑似列入黑名单，需联机核对',
    'This card may be on the blacklist, which only the bureau can tell',
    '请在网络恢复后重试，或到社保经办机构核对',
    'Try again when the network is back, or ask at the social security office',
  ),
  'blacklist-unavailable': row(
    '终端黑名单缺失、损坏或超过 30 天，需联机核对',
    'The terminal’s blacklist is missing, damaged or over 30 days old, and the bureau cannot be asked',
    '请更新终端黑名单，或在网络恢复后重试',
    'Load the current blacklist into the terminal, or try again when the network is back',
  ),
  'institution-unsupported': row(
    '本终端不受理此初始化机构发行的卡',
    'This terminal does not accept cards of this institution',
    '请到发卡地使用此卡',
    'Use this card in the region that issued it',
  ),
  'class-unsupported': row(
    '本终端不受理此类别的卡',
    'This terminal does not accept cards of this class',
    '请到人工窗口办理',
    'Go to a staffed window',
  ),
  'version-unsupported': row(
    '本终端不支持此版本的卡',
    'This terminal does not know this card version',
    '请到人工窗口办理，或升级终端',
    'Go to a staffed window, or have the terminal updated',
  ),
  'not-yet-valid': row(
    '此卡尚未到启用日期',
    'This card is not valid yet',
    '请在发卡日期之后使用',
    'Use it from its date of issue on',
  ),
  expired: row(
    '此卡已过有效期',
    'This card has expired',
    '请到社保经办机构换卡',
    'Have it replaced at the social security office',
  ),
  'terminal-not-authentic': row(
    '卡片未认可终端，剩余 {n} 次',
    'The card did not accept the terminal; tries left: {n}',
    '请停止操作，检查PSAM卡',
    'Stop, and have the PSAM checked',
  ),
  'key-locked': row('卡内密钥已锁定', 'A key of the card is locked', ...ASK_BUREAU),
  'key-missing': row('卡内没有所需的密钥', 'The card lacks the key that is needed', ...ASK_BUREAU),
  'pin-wrong': row('密码错误，剩余 {n} 次', 'Wrong PIN; tries left: {n}', '请重新输入密码', 'Enter the PIN again'),
  'pin-locked': row(
    '密码已锁定',
    'The PIN is locked',
    '请持本人有效证件到社保经办机构解锁',
    'Have it unlocked at the social security office with your identity document',
  ),
  'pin-cancelled': row(
    '已取消输入密码',
    'PIN entry was cancelled',
    '如需继续请重新插卡',
    'Insert the card again to go on',
  ),
  'pin-timeout': row('输入密码超时', 'No PIN was entered in time', '请重新插卡再试', 'Insert the card again and retry'),
  'pin-length': row('密码长度不正确', 'The PIN has a wrong length', '请输入4至12位数字', 'Enter 4 to 12 digits'),
  'pin-mismatch': row(
    '两次输入的新密码不一致',
    'The two entries of the new PIN differ',
    '密码未更改，请重新办理',
    'The PIN is as it was; begin again',
  ),
  'pin-initial': row('不能使用初始密码', 'The initial PIN does not serve', '请先修改密码', 'Change the PIN first'),
  'pin-not-initial-again': row(
    '不能设置为初始密码',
    'The new PIN may not be the initial one',
    '请重新办理并另选密码',
    'Begin again and choose another',
  ),
  'pin-not-set': row(
    '此卡未设置密码',
    'The card has no PIN',
    '如需密码请办理修改密码',
    'To set one, use the change of the PIN',
  ),
  'message-refused': row(
    '卡片未认可安全报文',
    'The card did not accept the secured command',
    '请停止操作，检查PSAM卡的维护密钥',
    'Stop, and have the maintenance key of the PSAM checked',
  ),
  'file-unknown': row(
    '此版本的卡没有该文件',
    'Cards of this version have no such file',
    '请核对文件名',
    'Check the name of the file',
  ),
  'file-missing': row(
    '卡内没有该文件',
    'The card lacks this file',
    '请核对文件名，或换卡',
    'Check the name, or replace the card',
  ),
  'access-denied': row(
    '无权读取该文件',
    'The card does not let this file be read',
    '请输入密码，或检查PSAM卡密钥',
    'Enter the PIN, or check the keys of the PSAM',
  ),
  'write-denied': row(
    '卡片不允许写入该文件',
    'The card does not let this file be written',
    '请检查PSAM卡密钥',
    'Check the keys of the PSAM',
  ),
  'address-malformed': row(
    '文件地址不符合规范',
    'The file address does not fit the standard',
    '请更正文件地址',
    'Correct the address',
  ),
  'write-malformed': row(
    '要写入的数据不符合规范',
    'What is to be written does not fit the standard',
    '请更正后重新写入',
    'Correct it and write again',
  ),
  'purse-missing': row(
    '此卡没有医疗个人账户',
    'The card has no medical account',
    '请到人工窗口联网结算',
    'Settle online at a staffed window',
  ),
  'purse-online': row(
    '此卡为联网用卡，不能脱网结算',
    'The card is used online; it does not pay from its own account',
    '请联网结算',
    'Settle online',
  ),
  'purse-insufficient': row(
    '医疗个人账户余额不足',
    'The medical account does not hold that much',
    '请减少账户支付金额，其余另行支付',
    'Take less from the account and pay the rest another way',
  ),
  'purse-exhausted': row('卡的交易序号已用完', 'The card has used up its transaction numbers', ...ASK_BUREAU),
  'purse-key-missing': row('卡内没有该版本的交易密钥', 'The card lacks this transaction key', ...ASK_BUREAU),
  'purse-mac-refused': row(
    '卡片未认可交易验证码',
    'The card did not accept the transaction’s code',
    '请停止操作，检查PSAM卡的消费密钥',
    'Stop, and have the purchase key of the PSAM checked',
  ),
  'purse-mac-wrong': row(
    '卡片返回的验证码不正确，可能是伪卡',
    'The card’s own code for the payment is wrong; it may be a false card',
    '请勿交付，保留单据并报告社保经办机构',
    'Hand nothing over; keep the slip and report it to the social security office',
  ),
  'purse-earlier-completed': row(
    '上笔交易已完成，本次未扣款',
    'The earlier payment has come about; nothing was taken now',
    '请核对单据；如需再次支付请重新办理',
    'Check the slip; if another payment is due, begin again',
  ),
  'purse-earlier-unknown': row(
    '上笔交易结果不明，本次未扣款',
    'What came of the earlier payment is unknown; nothing was taken now',
    '请用同一张卡重试，仍不成功请联系社保经办机构',
    'Try again with the same card; if that fails, ask the social security office',
  ),
  'purse-not-confirmed': row(
    '未确认，未扣款',
    'Not confirmed; nothing was taken',
    '如需支付请重新办理',
    'To pay, begin again',
  ),
  'load-refused': row('社保机构未批准划入', 'The bureau does not grant the load', ...ASK_BUREAU),
  'load-unanswered': row(
    '无法联系社保机构，未划入',
    'The bureau cannot be reached; nothing was loaded',
    '请稍后重试',
    'Try again later',
  ),
  'block-not-confirmed': row(
    '操作员未确认，卡片未锁定',
    'The attendant did not confirm; nothing is blocked',
    '如需锁定请重新办理',
    'To block it, begin again',
  ),
  'psam-absent': row('未插入PSAM卡', 'No PSAM in the terminal', '请插入PSAM卡后重试', 'Insert the PSAM and retry'),
  'psam-not-a-psam': row(
    'SAM卡座中的卡不是PSAM卡',
    'The card in the SAM slot is no PSAM',
    '请更换为社保PSAM卡',
    'Put a social security PSAM in its place',
  ),
  'psam-algorithm': row(
    'PSAM卡不支持此卡的密码算法',
    'The PSAM does not have this card’s cipher',
    '请换用支持该算法的PSAM卡',
    'Use a PSAM with that cipher',
  ),
  'psam-key-missing': row(
    'PSAM卡中没有所需的密钥',
    'The PSAM lacks the key that is needed',
    '请换用有该密钥的PSAM卡',
    'Use a PSAM that holds it',
  ),
  'psam-no-holder-key': row(
    'PSAM卡中没有读取持卡人信息的密钥',
    'The PSAM lacks the key that opens the holder’s data',
    '请换用有RKSSSE密钥的PSAM卡',
    'Use a PSAM that holds RKSSSE',
  ),
  'psam-key-level': row(
    'PSAM卡密钥级别不符',
    'The PSAM’s key has an unusable level',
    '请换用本地区的PSAM卡',
    'Use a PSAM of this region',
  ),
  'psam-other-region': row(
    'PSAM卡属于其他地区',
    'The PSAM belongs to another region',
    '请换用本地区或全国的PSAM卡',
    'Use a PSAM of this region, or a national one',
  ),
  'psam-refused': row('PSAM卡拒绝了操作', 'The PSAM refused the operation', ...CALL_SERVICE),
  'card-reported': row('此卡已挂失或停用', 'This card was reported lost, or is out of use', ...ASK_BUREAU),
  'bureau-unreachable': row(
    '无法连接经办机构的密钥服务',
    'The bureau’s key service cannot be reached',
    '请检查网络后重试，或插入PSAM卡',
    'Check the network and retry, or insert a PSAM',
  ),
  'bureau-refused': row(
    '经办机构的密钥服务拒绝了请求',
    'The bureau’s key service refused the request',
    ...CALL_SERVICE,
  ),
  'bureau-malformed': row(
    '密钥服务的应答格式错误',
    'What the key service answered is malformed',
    '请核对传入的认证数据后重试',
    'Check the data that were handed in and retry',
  ),
  'bureau-key-missing': row(
    '未与经办机构约定PIN传输密钥',
    'No key is agreed with the bureau for a PIN',
    '请插入PSAM卡办理',
    'Insert a PSAM for this',
  ),
  'bureau-differs': row(
    '卡片认证与加密机结果不一致，可能是伪卡',
    'The card’s proof is not what the HSM expects; it may be forged',
    '请勿继续使用此卡，并报告社保经办机构',
    'Do not go on with this card; report it to the social security office',
  ),
  'not-offered': row(
    '本终端不办理此项业务',
    'This terminal does not offer this service',
    '请使用受理此项业务的终端，如全业务终端',
    'Use a terminal that offers it, such as a full-service one',
  ),
});

/** What a person reads when a session broke off. One row a kind of Fault, for the card's slot and the SAM's. */
export const FAULT_TEXTS = Object.freeze({
  icc: Object.freeze({
    absent: row('未插入卡片', 'No card in the slot', '请插入社会保障卡', 'Insert a social security card'),
    removed: row(
      '卡片已拔出',
      'The card was taken out',
      '请重新插卡，完成前请勿拔卡',
      'Insert it again and leave it until the end',
    ),
    mute: row(
      '卡片无应答',
      'The card does not answer',
      '请检查芯片朝向并擦净后重试',
      'Check that the chip faces up, clean it and retry',
    ),
    protocol: row(
      '卡片应答错误',
      'The card’s answer is garbled',
      '请擦净芯片后重试，或换卡',
      'Clean the chip and retry, or replace the card',
    ),
  }),
  sam: Object.freeze({
    absent: row('未插入PSAM卡', 'No PSAM in the terminal', '请插入PSAM卡后重试', 'Insert the PSAM and retry'),
    removed: row('PSAM卡已拔出', 'The PSAM was taken out', '请重新插入PSAM卡', 'Insert the PSAM again'),
    mute: row('PSAM卡无应答', 'The PSAM does not answer', ...CALL_SERVICE),
    protocol: row('PSAM卡应答错误', 'The PSAM’s answer is garbled', ...CALL_SERVICE),
  }),
});

/** The text with its number in place. */
export function withNumber(text: Text, number: string | undefined): Text {
  const fill = (words: string) => words.replace('{n}', number ?? '?');
  return { zh: fill(text.zh), en: fill(text.en) };
}
