/** Slips of the bank side as terminals print them (JR/T 0001; its layout [mem]): receipts, the settlement, a reprint's mark. */

import { joinAll, same, type Text, words } from '../base/text.js';
import type { Slip } from '../ports/printer.js';
import type { Line } from '../ports/screen.js';
import { showYuan } from './money.js';

export type ReceiptKind = 'purchase' | 'offline-upload' | 'void' | 'refund' | 'withdrawal' | 'deposit' | 'transfer';

/** Whose slip it is. */
export interface Letterhead {
  readonly merchant: string;
  readonly merchantId: string;
  readonly terminalId: string;
}

/** What a receipt says; byte strings as hexadecimal, '' for what there is not. */
export interface Receipt {
  readonly kind: ReceiptKind;
  /** Masked. */
  readonly account: string;
  /** Masked: who got a transfer. */
  readonly toAccount: string;
  /** MMYY of the card's expiry is not printed; the six digits of the batch and the trace number are. */
  readonly batch: string;
  readonly stan: string;
  /** Of a void or a refund: the trace number of what it takes back. */
  readonly original: string;
  readonly reference: string;
  readonly approval: string;
  readonly moment: string;
  /** Fen. */
  readonly amount: number;
  readonly where: 'offline' | 'online';
  readonly label: string;
  readonly aid: string;
  readonly tvr: string;
  readonly tsi: string;
  readonly cryptogram: string;
  readonly counter: string;
  readonly signature: boolean;
}

export const RECEIPT_NAMES: Readonly<Record<ReceiptKind, Text>> = Object.freeze({
  purchase: words('消费', 'Purchase'),
  'offline-upload': words('消费', 'Purchase'),
  void: words('消费撤销', 'Void'),
  refund: words('退货', 'Refund'),
  withdrawal: words('取款', 'Withdrawal'),
  deposit: words('存款', 'Deposit'),
  transfer: words('转账', 'Transfer'),
});

const RECEIPT_TITLE: Text = words('签购单', 'Receipt');
const REPRINT: Line = Object.freeze({ value: words('重打印凭证', 'Reprint') });
const OPERATOR = '01';

export function receiptSlip(head: Letterhead, receipt: Receipt, reprint: boolean): Slip {
  const { kind } = receipt;
  const chip: readonly (Line | undefined)[] = [
    filled('应用', 'Application', receipt.label),
    filled('AID', 'AID', receipt.aid),
    filled('TVR', 'TVR', receipt.tvr),
    receipt.aid === '' ? undefined : line('TSI', 'TSI', receipt.tsi),
    filled('TC', 'TC', receipt.cryptogram),
    filled('ATC', 'ATC', receipt.counter),
  ];
  const lines = [
    ...headLines(head),
    line('卡号', 'Card', receipt.account),
    filled('转入账户', 'To account', receipt.toAccount),
    { label: words('交易类型', 'Transaction'), value: RECEIPT_NAMES[kind] },
    line('批次号', 'Batch', receipt.batch),
    line('凭证号', 'Trace number', receipt.stan),
    filled('原凭证号', 'Original trace number', receipt.original),
    filled('参考号', 'Reference', receipt.reference),
    filled('授权码', 'Approval code', receipt.approval),
    line('日期时间', 'Date and time', receipt.moment),
    line('金额', 'Amount', CREDITED.includes(kind) ? `-${showYuan(receipt.amount)}` : showYuan(receipt.amount)),
    { label: words('批准', 'Approved'), value: WHERE[receipt.where] },
    ...chip,
    reprint ? REPRINT : undefined,
    receipt.signature ? SIGNATURE : undefined,
  ];
  return { slip: kind === 'offline-upload' ? 'purchase' : kind, title: RECEIPT_TITLE, lines: lines.filter(isLine) };
}

/** Printed with a minus: the merchant gives the money back. */
const CREDITED: readonly ReceiptKind[] = Object.freeze(['void', 'refund']);

const SIGNATURE: Line = Object.freeze({ label: words('持卡人签名', 'Signature'), value: '____________________' });

const WHERE: Readonly<Record<Receipt['where'], Text>> = Object.freeze({
  offline: words('脱机', 'offline'),
  online: words('联机', 'online'),
});

/** What a settlement's slip says; amounts in fen. */
export interface SettlementSlip {
  readonly batch: string;
  readonly moment: string;
  readonly debits: number;
  readonly debitAmount: number;
  readonly credits: number;
  readonly creditAmount: number;
  readonly balanced: boolean;
  readonly disputes: readonly DisputeLine[];
}

/** A transaction whose end nobody knows. */
export interface DisputeLine {
  readonly name: Text;
  readonly batch: string;
  readonly stan: string;
  readonly moment: string;
  readonly amount: number;
  /** Masked. */
  readonly account: string;
  readonly acknowledged: boolean;
}

export function settlementSlip(head: Letterhead, settlement: SettlementSlip, reprint: boolean): Slip {
  const { debits, debitAmount, credits, creditAmount, balanced, disputes } = settlement;
  const lines = [
    ...headLines(head),
    line('批次号', 'Batch', settlement.batch),
    line('日期时间', 'Date and time', settlement.moment),
    line('借记', 'Debits', `${debits} × ${showYuan(debitAmount)}`),
    line('贷记', 'Credits', `${credits} × ${showYuan(creditAmount)}`),
    { label: words('对账', 'Totals'), value: balanced ? BALANCED : UNBALANCED },
    ...(disputes.length > 0 ? [{ value: words('待人工处理的交易', 'To be settled by people') }] : []),
    ...disputes.map(disputeLine),
    reprint ? REPRINT : undefined,
  ];
  return { slip: 'settlement', title: words('结算总计单', 'Settlement'), lines: lines.filter(isLine) };
}

const BALANCED: Text = words('对账平', 'balanced');
const UNBALANCED: Text = words('对账不平，明细已上送', 'not balanced; details were uploaded');

export function disputeLine(dispute: DisputeLine): Line {
  const { name, batch, stan, moment, amount, account, acknowledged } = dispute;
  const parts = [name, same(`${batch}-${stan}`), same(moment), same(account), same(showYuan(amount))];
  return { value: joinAll(acknowledged ? [...parts, ACKNOWLEDGED] : parts, ' ') };
}

const ACKNOWLEDGED: Text = words('已确认', 'acknowledged');

function headLines({ merchant, merchantId, terminalId }: Letterhead): Line[] {
  return [
    line('商户', 'Merchant', merchant),
    line('商户号', 'Merchant number', merchantId),
    line('终端号', 'Terminal', terminalId),
    line('操作员号', 'Operator', OPERATOR),
  ];
}

function line(zh: string, en: string, value: string): Line {
  return { label: words(zh, en), value };
}

function filled(zh: string, en: string, value: string): Line | undefined {
  return value === '' ? undefined : line(zh, en, value);
}

function isLine(one: Line | undefined): one is Line {
  return one !== undefined;
}
