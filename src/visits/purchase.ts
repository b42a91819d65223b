/** 消费: the holder pays with the bank account of the card. Renminbi, debit, in the mainland (policy, financial uses). */

import { words } from '../base/text.js';
import { type MoneyUse, moneyVisit, type Payment } from './money-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface AmountRequest {
  /** Fen, from 1 to `AMOUNT_MAX`. */
  readonly amount: number;
}

const PURCHASE: MoneyUse = Object.freeze({
  use: 'purchase',
  kind: 'purchase',
  title: words('交易成功', 'Approved'),
  next: words('请取回卡片', 'Take your card'),
});

export function purchase(terminal: Terminal, request: AmountRequest): Promise<VisitResult<Payment>> {
  return moneyVisit(terminal, PURCHASE, request);
}
