/** Status words as the steps of a payment mean them (EMV 4.3 Book 3 6.3.5 and 6.5; emv.md 2.1, 2.9, 2.10). */

import { frozen } from '../../base/frozen.js';
import { type Text, words } from '../../base/text.js';
import { describeStatus, triesLeft } from '../../codec/status-words.js';

const ANY = 0x00;

/** INS, or any of them; SW; what it says there. */
const ROWS: readonly (readonly [ins: number, sw: number, words: Text])[] = frozen([
  [0xa4, 0x6283, words('应用已锁定', 'Application blocked')],
  [0xa4, 0x6a81, words('卡片已锁定，或不支持此命令', 'Card blocked, or command not supported')],
  [0xa4, 0x6a82, words('没有此应用', 'No such application')],
  [
    0xa8,
    0x6985,
    words('不满足使用条件，应选择其它应用', 'Conditions not satisfied, another application is to be selected'),
  ],
  [0xb2, 0x6a83, words('没有此记录', 'No such record')],
  [0xca, 0x6a88, words('卡片没有此数据', 'The card has no such data')],
  [0xae, 0x6985, words('本交易不能再生成密文', 'No further cryptogram in this transaction')],
  [0x82, 0x6300, words('发卡行认证失败', 'Issuer authentication failed')],
  [0x82, 0x6985, words('本交易不能再做发卡行认证', 'No further issuer authentication in this transaction')],
  [0x20, 0x6983, words('PIN 已锁定', 'PIN blocked')],
  [0x20, 0x6984, words('PIN 已锁定', 'PIN blocked')],
  [ANY, 0x6283, words('所选文件已失效，应用已锁定', 'Selected file deactivated, application blocked')],
  [ANY, 0x6987, words('缺少 MAC', 'MAC missing')],
  [ANY, 0x6988, words('MAC 不正确', 'MAC wrong')],
]);

/** What a status word means as the answer to a command with this INS. `sw` is SW1 SW2 as one number. */
export function describePaymentStatus(ins: number, sw: number): Text {
  const row = ROWS.find(([asked, word]) => (asked === ins || asked === ANY) && word === sw);
  if (row !== undefined) return row[2];
  const tries = triesLeft(sw);
  if (ins !== 0x20 || tries === undefined) return describeStatus(sw);
  return words(`PIN 不正确，还可试 ${tries} 次`, `PIN wrong, ${tries} ${tries === 1 ? 'try' : 'tries'} left`);
}
