/** 消费: the holder pays with the bank account of the card. Renminbi, debit, in the mainland (policy, financial uses). */

import { assert } from '../base/assert.js';
import { toHex } from '../base/hex.js';
import { words } from '../base/text.js';
import type { PaymentRecord } from '../pse/payment-kernel.js';
import { maskPan } from '../screens/mask.js';
import { showYuan } from '../screens/money.js';
import { line, purchaseSlip, type Receipt } from '../screens/payment-views.js';
import { doneView } from '../screens/views.js';
import { showDateTime } from '../ssse/values.js';
import { accountNumber, hexOf } from './payment-values.js';
import { type Approval, paymentVisit } from './payment-visit.js';
import type { Terminal } from './terminal.js';
import { tell } from './visit-frame.js';
import type { VisitResult } from './visit-result.js';

/** 9F02: n 12. */
export const AMOUNT_MAX = 999_999_999_999;

export interface PurchaseRequest {
  /** Fen, from 1 to `AMOUNT_MAX`. */
  readonly amount: number;
}

export interface Purchase {
  readonly where: 'offline' | 'online';
  /** Fen. */
  readonly amount: number;
  readonly pan: string;
  readonly sequence: number;
  readonly record: PaymentRecord;
}

/** Pays, tells, and prints the receipt of what was approved; the journal has it by then. */
export async function purchase(terminal: Terminal, { amount }: PurchaseRequest): Promise<VisitResult<Purchase>> {
  assert(Number.isInteger(amount) && amount >= 1 && amount <= AMOUNT_MAX, 'an amount is a number of fen');
  const result = await paymentVisit(terminal, { kind: 'purchase', amount });
  if (result.outcome !== 'done') {
    await tell(terminal, result, purchaseView);
    return result;
  }
  const { where, record, sequence } = result.value;
  const pan = accountNumber(record);
  const value = { where, amount, pan, sequence, record };
  await tell(terminal, { outcome: 'done', value }, purchaseView);
  await terminal.world.printer.print(purchaseSlip(receiptOf(terminal, result.value, amount)));
  return { outcome: 'done', value };
}

function purchaseView({ where, amount, pan }: Purchase) {
  return doneView('purchase', words('交易成功', 'Approved'), [
    line('金额', 'Amount', showYuan(amount)),
    line('卡号', 'Card', maskPan(pan)),
    { value: where === 'online' ? words('联机批准', 'Approved by the bank') : words('脱机批准', 'Approved offline') },
    { value: words('请取回卡片', 'Take your card') },
  ]);
}

function receiptOf({ payment }: Terminal, { where, record, sequence, moment }: Approval, amount: number): Receipt {
  const { merchantName, merchantId, terminalId } = payment.parameters;
  return {
    merchant: merchantName,
    merchantId,
    terminalId,
    account: maskPan(accountNumber(record)),
    amount,
    moment: showDateTime(moment),
    sequence,
    where,
    label: record.label,
    aid: toHex(record.aid),
    tvr: hexOf(record, 0x95),
    tsi: hexOf(record, 0x9b),
    cryptogram: hexOf(record, 0x9f26),
    counter: hexOf(record, 0x9f36),
    signatureWanted: record.signatureWanted,
  };
}
