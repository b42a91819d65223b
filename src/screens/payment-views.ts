/** The screens of a payment, and its receipt, as data. */

import { type Text, words } from '../base/text.js';
import type { Line, View } from '../ports/screen.js';
import { showYuan } from './money.js';
import { PIN_WRONG } from './views.js';

/** What the pad itself shows while it takes the PIN. */
export const BANK_PIN_PROMPT: Text = words('请输入银行卡密码，按确认键', 'Enter the bank card’s PIN, then press Enter');

/**
 * @param triesLeft as the card said of its offline PIN; undefined when it has not, or for the issuer's PIN
 * @param isAgain the one before was wrong
 */
export function bankPinView(amount: number | undefined, triesLeft: number | undefined, isAgain: boolean): View {
  const lines: Line[] = [{ value: BANK_PIN_PROMPT }];
  if (amount !== undefined) lines.unshift({ label: words('金额', 'Amount'), value: showYuan(amount) });
  if (triesLeft !== undefined) lines.push({ label: words('剩余次数', 'Tries left'), value: String(triesLeft) });
  const title = isAgain ? PIN_WRONG : words('请输入银行卡密码', 'Enter your bank PIN');
  return { screen: 'bank-pin', tone: 'ask', title, lines };
}

export function chooseApplicationView(labels: readonly string[]): View {
  const lines = labels.map((label, index) => ({ label: words(String(index + 1), String(index + 1)), value: label }));
  return { screen: 'choose', tone: 'ask', title: words('请选择应用', 'Choose an application'), lines };
}

/** PBOC's document check: the attendant sees which document and number the card names, and answers 1 or 2. */
export function documentView(kind: Text, number: string, masked: string): View {
  const lines: Line[] = [
    { label: kind, value: number, masked },
    { label: words('1', '1'), value: words('证件与持卡人相符', 'It is the holder’s') },
    { label: words('2', '2'), value: words('不相符', 'It is not') },
  ];
  return { screen: 'document', tone: 'ask', title: words('请核对持卡人证件', 'Check the holder’s document'), lines };
}

export function askingBankView(): View {
  const lines = [{ value: words('请勿拔卡', 'Do not take the card out') }];
  return { screen: 'asking-bank', tone: 'busy', title: words('正在联系银行', 'Asking the bank'), lines };
}

/** While the terminal settles what is pending. */
export function takingBackView(): View {
  const lines = [{ value: words('请稍候，勿关机', 'Please wait; do not switch off') }];
  return {
    screen: 'taking-back',
    tone: 'busy',
    title: words('正在处理未完成的交易', 'Settling an unfinished transaction'),
    lines,
  };
}

/** While the terminal gets its keys of the day, which may take as long as the line and the bank let it. */
export function signingInView(): View {
  const lines = [{ value: words('请稍候', 'Please wait') }];
  return { screen: 'signing-in', tone: 'busy', title: words('正在签到', 'Signing in with the bank'), lines };
}

export function settlingView(): View {
  const lines = [{ value: words('请稍候，勿关机', 'Please wait; do not switch off') }];
  return { screen: 'settling', tone: 'busy', title: words('正在结算', 'Settling the batch'), lines };
}

/** The attendant confirms with 1 what is about to be taken back or given back; 2 leaves it. */
export function confirmView(title: Text, details: readonly Line[]): View {
  const lines: Line[] = [
    ...details,
    { label: words('1', '1'), value: words('确认', 'Confirm') },
    { label: words('2', '2'), value: words('放弃', 'Leave it') },
  ];
  return { screen: 'confirm', tone: 'ask', title, lines };
}

export function line(zh: string, en: string, value: string): Line {
  return { label: words(zh, en), value };
}
