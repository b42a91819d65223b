/** 余额查询: what the account behind the card holds, by word of its bank. No money moves. */

import { words } from '../base/text.js';
import type { PaymentRecord } from '../pse/payment-kernel.js';
import { maskPan } from '../screens/mask.js';
import { showYuan } from '../screens/money.js';
import { line } from '../screens/payment-views.js';
import { doneView } from '../screens/views.js';
import { accountNumber } from './payment-values.js';
import { paymentVisit } from './payment-visit.js';
import type { Terminal } from './terminal.js';
import { tell } from './visit-frame.js';
import type { VisitResult } from './visit-result.js';

export interface Balance {
  /** Fen. */
  readonly balance: number;
  readonly pan: string;
  readonly record: PaymentRecord;
}

/** A balance that the bank did not tell is none, whatever the card says of the transaction. */
export async function balance(terminal: Terminal): Promise<VisitResult<Balance>> {
  const result = balanceOf(await paymentVisit(terminal, 'balance', { kind: 'balance', amount: 0 }));
  await tell(terminal, result, balanceView);
  return result;
}

function balanceOf(result: Awaited<ReturnType<typeof paymentVisit>>): VisitResult<Balance> {
  if (result.outcome !== 'done') return result;
  const { balance: fen, record } = result.value;
  if (fen === undefined) return { outcome: 'refused', refusal: { refused: 'bank-unreachable', record } };
  return { outcome: 'done', value: { balance: fen, pan: accountNumber(record), record } };
}

function balanceView({ balance: fen, pan }: Balance) {
  return doneView('balance', words('账户余额', 'Balance'), [
    line('卡号', 'Card', maskPan(pan)),
    line('可用余额', 'Available', showYuan(fen)),
  ]);
}
