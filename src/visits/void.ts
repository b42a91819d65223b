/** 消费撤销: a purchase of the open batch is taken back, whole, with the card that paid. */

import { same, words } from '../base/text.js';
import type { Row } from '../journal/entries.js';
import { voidRequest } from '../links/bank/card-requests.js';
import { maskPan } from '../screens/mask.js';
import { showYuan } from '../screens/money.js';
import { line } from '../screens/payment-views.js';
import { doneView } from '../screens/views.js';
import { type LaterOrder, laterVisit } from './later-visit.js';
import { kindOf, numberOf, slipOf, textOf } from './receipts.js';
import type { Terminal } from './terminal.js';
import { tell } from './visit-frame.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

export interface VoidRequest {
  /** 凭证号 of the purchase. */
  readonly stan: number;
}

const VOID = Object.freeze({
  use: 'void',
  title: words('消费撤销', 'Void'),
  way: 'reverse',
  build: voidRequest,
} as const);

export async function voidPurchase(terminal: Terminal, { stan }: VoidRequest): Promise<VisitResult<Row>> {
  const result = await laterVisit(terminal, VOID, () => orderOf(terminal, stan));
  await tell(terminal, result, ({ message }) =>
    doneView('void', words('撤销成功', 'Voided'), [
      { label: words('凭证号', 'Trace number'), value: numberOf(message) },
      line('金额', 'Amount', showYuan(Number(message.fields.get(4)))),
    ]),
  );
  if (result.outcome === 'done') await terminal.world.printer.print(slipOf(terminal, result.value, false));
  return result;
}

/** What was bought and stands: not a void, a refund or a transfer, and not voided yet. */
function orderOf({ journal }: Terminal, stan: number): LaterOrder | PaymentRefusal {
  const { rows } = journal.state;
  const number = String(stan).padStart(6, '0');
  const row = rows.find(({ message }) => message.fields.get(11) === number);
  if (row === undefined || kindOf(row.message) !== 'purchase') return { refused: 'original-unknown' };
  const isVoided = rows.some(
    ({ message }) => kindOf(message) === 'void' && textOf(message.fields.get(61)).slice(6, 12) === number,
  );
  if (isVoided) return { refused: 'original-voided' };
  const text = (field: number) => textOf(row.message.fields.get(field));
  const [pan, amount] = [text(2), Number(text(4))];
  return {
    original: {
      batch: Number(text(60).slice(2, 8)),
      stan,
      date: text(13),
      reference: text(37),
      ...(text(38) !== '' && { approval: text(38) }),
    },
    amount,
    pan,
    details: [
      { label: words('凭证号', 'Trace number'), value: same(number) },
      line('卡号', 'Card', maskPan(pan)),
      line('金额', 'Amount', showYuan(amount)),
    ],
  };
}
