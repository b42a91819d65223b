/** 退货: what was bought in this batch or an earlier one is given back, whole or in part, by the receipt of the purchase. */

import { assert } from '../base/assert.js';
import { words } from '../base/text.js';
import type { Row } from '../journal/entries.js';
import { refundRequest } from '../links/bank/card-requests.js';
import { showYuan } from '../screens/money.js';
import { line } from '../screens/payment-views.js';
import { doneView } from '../screens/views.js';
import { laterVisit } from './later-visit.js';
import { AMOUNT_MAX } from './money-visit.js';
import { numberOf, slipOf } from './receipts.js';
import type { Terminal } from './terminal.js';
import { tell } from './visit-frame.js';
import type { VisitResult } from './visit-result.js';

/** What the receipt of the purchase says, and what is given back. */
export interface RefundRequest {
  readonly batch: number;
  readonly stan: number;
  /** MMDD */
  readonly date: string;
  /** 参考号, 12 characters. */
  readonly reference: string;
  /** Fen. */
  readonly amount: number;
}

const REFUND = Object.freeze({
  use: 'refund',
  title: words('退货', 'Refund'),
  way: 'repeat',
  build: refundRequest,
} as const);

export async function refund(terminal: Terminal, request: RefundRequest): Promise<VisitResult<Row>> {
  const { amount, ...original } = request;
  assert(Number.isInteger(amount) && amount >= 1 && amount <= AMOUNT_MAX, 'an amount is a number of fen');
  const details = [
    line('参考号', 'Reference', request.reference),
    line('原凭证号', 'Original trace number', String(request.stan).padStart(6, '0')),
    line('金额', 'Amount', showYuan(amount)),
  ];
  const result = await laterVisit(terminal, REFUND, () => ({ original, amount, pan: undefined, details }));
  await tell(terminal, result, ({ message }) =>
    doneView('refund', words('退货成功', 'Refunded'), [
      { label: words('凭证号', 'Trace number'), value: numberOf(message) },
      line('金额', 'Amount', showYuan(amount)),
    ]),
  );
  if (result.outcome === 'done') await terminal.world.printer.print(slipOf(terminal, result.value, false));
  return result;
}
