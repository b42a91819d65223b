/** 重打印: the receipt of a line of the batch, or the last settlement's slip, once more and marked so. */

import { words } from '../base/text.js';
import type { Slip } from '../ports/printer.js';
import { doneView } from '../screens/views.js';
import { operatorVisit } from './operator-visit.js';
import { settlementReprint, slipOf } from './receipts.js';
import type { Terminal } from './terminal.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

export interface ReprintRequest {
  /** The trace number of a line of the batch; `last` its newest; `settlement` the last batch's slip. */
  readonly what: number | 'last' | 'settlement';
}

export interface Reprinted {
  readonly slip: Slip;
}

export async function reprint(terminal: Terminal, request: ReprintRequest): Promise<VisitResult<Reprinted>> {
  const result = await operatorVisit(
    terminal,
    'reprint',
    async () => slipFor(terminal, request),
    () => doneView('reprinted', words('已重打印', 'Printed again'), []),
  );
  if (result.outcome === 'done') await terminal.world.printer.print(result.value.slip);
  return result;
}

function slipFor(terminal: Terminal, { what }: ReprintRequest): Reprinted | PaymentRefusal {
  const { rows, settlement, disputes } = terminal.journal.state;
  if (what === 'settlement') {
    return settlement ? { slip: settlementReprint(terminal, settlement, disputes) } : { refused: 'nothing-to-reprint' };
  }
  const row = what === 'last' ? rows.at(-1) : rows.find(({ message }) => Number(message.fields.get(11)) === what);
  return row ? { slip: slipOf(terminal, row, true) } : { refused: 'nothing-to-reprint' };
}
