/** The screens of a payment, and its receipt, as data. */

import { type Text, words } from '../base/text.js';
import type { Slip } from '../ports/printer.js';
import type { Line, View } from '../ports/screen.js';
import { showYuan } from './money.js';

/** What the pad itself shows while it takes the PIN. */
export const BANK_PIN_PROMPT: Text = words('请输入银行卡密码，按确认键', 'Enter the bank card’s PIN, then press Enter');

/** @param triesLeft as the card said of its offline PIN; undefined when it has not, or for the issuer's PIN */
export function bankPinView(amount: number | undefined, triesLeft: number | undefined): View {
  const lines: Line[] = [{ value: BANK_PIN_PROMPT }];
  if (amount !== undefined) lines.unshift({ label: words('金额', 'Amount'), value: showYuan(amount) });
  if (triesLeft !== undefined) lines.push({ label: words('剩余次数', 'Tries left'), value: String(triesLeft) });
  return { screen: 'bank-pin', tone: 'ask', title: words('请输入银行卡密码', 'Enter your bank PIN'), lines };
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

/** What a receipt of a purchase says; byte strings as hexadecimal. */
export interface Receipt {
  readonly merchant: string;
  readonly merchantId: string;
  readonly terminalId: string;
  /** Masked. */
  readonly account: string;
  /** Fen. */
  readonly amount: number;
  readonly moment: string;
  readonly sequence: number;
  readonly where: 'offline' | 'online';
  readonly label: string;
  readonly aid: string;
  readonly tvr: string;
  readonly tsi: string;
  readonly cryptogram: string;
  readonly counter: string;
  readonly signatureWanted: boolean;
}

const RECEIPT_TITLE: Text = words('签购单', 'Receipt');

export function purchaseSlip(receipt: Receipt): Slip {
  const lines: Line[] = [
    line('商户', 'Merchant', receipt.merchant),
    line('商户号', 'Merchant number', receipt.merchantId),
    line('终端号', 'Terminal', receipt.terminalId),
    line('卡号', 'Card', receipt.account),
    { label: words('交易类型', 'Transaction'), value: words('消费', 'Purchase') },
    line('日期时间', 'Date and time', receipt.moment),
    line('凭证号', 'Number', String(receipt.sequence)),
    line('金额', 'Amount', showYuan(receipt.amount)),
    { label: words('批准', 'Approved'), value: WHERE[receipt.where] },
    line('应用', 'Application', receipt.label),
    line('AID', 'AID', receipt.aid),
    line('TVR', 'TVR', receipt.tvr),
    line('TSI', 'TSI', receipt.tsi),
    line('TC', 'TC', receipt.cryptogram),
    line('ATC', 'ATC', receipt.counter),
  ];
  if (receipt.signatureWanted) lines.push({ label: words('持卡人签名', 'Signature'), value: '____________________' });
  return { slip: 'purchase', title: RECEIPT_TITLE, lines };
}

const WHERE: Readonly<Record<Receipt['where'], Text>> = Object.freeze({
  offline: words('脱机', 'offline'),
  online: words('联机', 'online'),
});

export function line(zh: string, en: string, value: string): Line {
  return { label: words(zh, en), value };
}
