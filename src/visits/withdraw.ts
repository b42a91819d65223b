/** 取款: the holder draws cash from the account. The cash is given out when this is done, and not before. */

import { words } from '../base/text.js';
import { type MoneyUse, moneyVisit, type Payment } from './money-visit.js';
import type { AmountRequest } from './purchase.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

const WITHDRAWAL: MoneyUse = Object.freeze({
  use: 'withdraw',
  kind: 'cash',
  title: words('取款成功', 'Withdrawal approved'),
  next: words('请取回卡片和现金', 'Take your card and the cash'),
});

export function withdraw(terminal: Terminal, request: AmountRequest): Promise<VisitResult<Payment>> {
  return moneyVisit(terminal, WITHDRAWAL, request);
}
