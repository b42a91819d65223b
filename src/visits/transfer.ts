/** 转账: the holder sends money from the account of the card to another one. */

import { assert } from '../base/assert.js';
import { words } from '../base/text.js';
import { type MoneyUse, moneyVisit, type Payment } from './money-visit.js';
import type { AmountRequest } from './purchase.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface TransferRequest extends AmountRequest {
  /** Account or card number that gets the money, 6 to 28 digits. */
  readonly toAccount: string;
}

const TRANSFER: MoneyUse = Object.freeze({
  use: 'transfer',
  kind: 'transfer',
  title: words('转账成功', 'Transferred'),
  next: words('请取回卡片', 'Take your card'),
});

export async function transfer(terminal: Terminal, request: TransferRequest): Promise<VisitResult<Payment>> {
  assert(/^[0-9]{6,28}$/.test(request.toAccount), 'an account is 6 to 28 digits');
  return await moneyVisit(terminal, TRANSFER, request);
}
