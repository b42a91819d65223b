/** 差错处理: the operator sees each transaction whose end nobody knows, and acknowledges it. */

import { words } from '../base/text.js';
import type { Line } from '../ports/screen.js';
import { confirmView } from '../screens/payment-views.js';
import { disputeLine } from '../screens/receipts.js';
import { doneView } from '../screens/views.js';
import { operatorVisit } from './operator-visit.js';
import { disputeOf } from './receipts.js';
import type { Terminal } from './terminal.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

const CONFIRM_WITHIN_MS = 60_000;

export interface DisputeList {
  /** How many were acknowledged now, and how many nobody has acknowledged yet. */
  readonly acknowledged: number;
  readonly left: number;
}

export function disputes(terminal: Terminal): Promise<VisitResult<DisputeList>> {
  return operatorVisit(
    terminal,
    'disputes',
    () => work(terminal),
    () => doneView('disputes', words('待人工处理的交易', 'To be settled by people'), listed(terminal)),
  );
}

function listed({ journal }: Terminal): readonly Line[] {
  const lines = journal.state.disputes.map((dispute) => disputeLine(disputeOf(dispute)));
  return lines.length > 0 ? lines : [{ value: words('没有待处理的交易', 'There are none') }];
}

async function work({ journal, world }: Terminal): Promise<DisputeList | PaymentRefusal> {
  const open = journal.state.disputes.filter(({ acknowledged }) => !acknowledged);
  let acknowledged = 0;
  for (const dispute of open) {
    const details = [
      disputeLine(disputeOf(dispute)),
      { value: words('请与收单银行核对，并保留凭证', 'Clear it with the acquiring bank, and keep the receipts') },
    ];
    await world.screen.show(confirmView(words('结果不明的交易', 'A transaction with no known end'), details));
    const chosen = await world.keypad.choose(2, CONFIRM_WITHIN_MS);
    if (chosen.kind !== 'chosen' || chosen.index !== 0) continue;
    const kept = await journal.acknowledge(dispute);
    if (kept !== 'done') return { refused: `journal-${kept}` };
    acknowledged++;
  }
  return { acknowledged, left: open.length - acknowledged };
}
