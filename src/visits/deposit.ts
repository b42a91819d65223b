/** 存款: the holder pays cash into the account. The cash is counted before, and given back where this is refused. */

import { words } from '../base/text.js';
import { type MoneyUse, moneyVisit, type Payment } from './money-visit.js';
import type { AmountRequest } from './purchase.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

const DEPOSIT: MoneyUse = Object.freeze({
  use: 'deposit',
  kind: 'deposit',
  title: words('存款成功', 'Paid in'),
  next: words('请取回卡片', 'Take your card'),
});

export function deposit(terminal: Terminal, request: AmountRequest): Promise<VisitResult<Payment>> {
  return moneyVisit(terminal, DEPOSIT, request);
}
