/** What the holder came for with a card and an amount: it is paid, told and printed. */

import { assert } from '../base/assert.js';
import { type Text, words } from '../base/text.js';
import type { PaymentRecord } from '../pse/payment-kernel.js';
import { maskPan } from '../screens/mask.js';
import { showYuan } from '../screens/money.js';
import { line } from '../screens/payment-views.js';
import { doneView } from '../screens/views.js';
import { accountNumber } from './payment-values.js';
import { type Approval, paymentVisit } from './payment-visit.js';
import { slipOf, textOf } from './receipts.js';
import type { Terminal } from './terminal.js';
import { tell } from './visit-frame.js';
import type { VisitResult } from './visit-result.js';

/** 9F02, field 4: n 12. */
export const AMOUNT_MAX = 999_999_999_999;

/** A transaction that came about. */
export interface Payment {
  readonly where: 'offline' | 'online';
  /** Fen. */
  readonly amount: number;
  readonly pan: string;
  /** 9F41; and the numbers that a void or a refund asks for: batch, trace number, reference (field 37, '' offline). */
  readonly sequence: number;
  readonly batch: number;
  readonly stan: number;
  readonly reference: string;
  readonly record: PaymentRecord;
}

/** What differs from one use to the next. */
export interface MoneyUse {
  readonly use: 'purchase' | 'withdraw' | 'deposit' | 'transfer';
  readonly kind: 'purchase' | 'cash' | 'deposit' | 'transfer';
  readonly title: Text;
  /** What holder or attendant does now. */
  readonly next: Text;
}

/** Pays, tells, and prints the receipt of what was approved; the journal has it by then. */
export async function moneyVisit(
  terminal: Terminal,
  { use, kind, title, next }: MoneyUse,
  request: { readonly amount: number; readonly toAccount?: string },
): Promise<VisitResult<Payment>> {
  const { amount } = request;
  assert(Number.isInteger(amount) && amount >= 1 && amount <= AMOUNT_MAX, 'an amount is a number of fen');
  const praise = ({ where, pan }: Payment) =>
    doneView(use, title, [
      line('金额', 'Amount', showYuan(amount)),
      line('卡号', 'Card', maskPan(pan)),
      { value: where === 'online' ? words('联机批准', 'Approved by the bank') : words('脱机批准', 'Approved offline') },
      { value: next },
    ]);
  const result = await paymentVisit(terminal, use, { kind, ...request });
  if (result.outcome !== 'done') {
    await tell(terminal, result, praise);
    return result;
  }
  const { row } = result.value;
  assert(row !== undefined, 'what moved money is a line of the batch');
  const value = paymentOf(result.value, amount);
  await tell(terminal, { outcome: 'done', value }, praise);
  await terminal.world.printer.print(slipOf(terminal, row, false));
  return { outcome: 'done', value };
}

function paymentOf({ where, record, sequence, row }: Approval, amount: number): Payment {
  const field = (number: number) => textOf(row?.message.fields.get(number));
  return {
    where,
    amount,
    pan: accountNumber(record),
    sequence,
    batch: Number(field(60).slice(2, 8)),
    stan: Number(field(11)),
    reference: field(37),
    record,
  };
}
