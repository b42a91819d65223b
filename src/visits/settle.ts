/** 结算: the batch is compared with the bank's and closed; its slip shows what people must settle. */

import { words } from '../base/text.js';
import type { Dispute, Settlement } from '../journal/entries.js';
import { repeatOf } from '../links/bank/reversal.js';
import { showYuan } from '../screens/money.js';
import { line, settlingView } from '../screens/payment-views.js';
import { doneView } from '../screens/views.js';
import { deliverNotices, notReady, settlePending } from './bank-day.js';
import { operatorVisit } from './operator-visit.js';
import { settlementSlipOf } from './receipts.js';
import { ask, finishSettlement, hasHeard } from './settlement.js';
import type { Terminal } from './terminal.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

export async function settle(terminal: Terminal): Promise<VisitResult<Settlement>> {
  let shown = terminal.journal.state.disputes;
  const result = await operatorVisit(
    terminal,
    'settle',
    () =>
      work(terminal, (disputes) => {
        shown = disputes;
      }),
    ({ batch, debits, debitAmount, credits, creditAmount }) =>
      doneView('settled', words('结算完成', 'Batch settled'), [
        line('批次号', 'Batch', String(batch).padStart(6, '0')),
        line('借记', 'Debits', `${debits} × ${showYuan(debitAmount)}`),
        line('贷记', 'Credits', `${credits} × ${showYuan(creditAmount)}`),
      ]),
  );
  if (result.outcome === 'done') await terminal.world.printer.print(settlementSlipOf(terminal, result.value, shown));
  return result;
}

/** @param note gets the disputes that the slip shows: those that nobody has acknowledged stay after the batch */
async function work(
  terminal: Terminal,
  note: (disputes: readonly Dispute[]) => void,
): Promise<Settlement | PaymentRefusal> {
  const { journal, bank, world } = terminal;
  if (bank === undefined) return { refused: 'bank-unreachable' };
  const kept = journal.readiness();
  if (kept === 'failing' || kept === 'lost') return { refused: `journal-${kept}` };
  await world.screen.show(settlingView());
  await settlePending(terminal);
  if (journal.state.pending !== undefined) return { refused: 'bank-pending' };
  if (journal.state.settling === undefined) {
    const ready = await bank.ready();
    if (ready.kind !== 'ready') return notReady(ready);
    await deliverNotices(terminal);
    const obstacle = await uploadOffline(terminal);
    if (obstacle) return obstacle;
    const begun = await journal.beginSettlement({ stan: journal.state.next('stan'), moment: world.clock.now() });
    if (begun !== 'done') return { refused: `journal-${begun}` };
  }
  note(journal.state.disputes);
  const settled = await finishSettlement(terminal);
  if (settled.kind === 'settled') return settled.settlement;
  const { refused, code } = settled;
  return code === undefined ? { refused } : { refused, responseCode: code };
}

/** 脱机消费上送: what cards approved by themselves goes to the bank before the totals are compared. */
async function uploadOffline({ journal, bank }: Terminal): Promise<PaymentRefusal | undefined> {
  for (const row of journal.state.rows.filter(({ where }) => where === 'offline')) {
    const answer = bank && (await ask(bank, repeatOf(row.message)));
    if (answer === undefined) return { refused: 'bank-unreachable' };
    // A bank that will not have it has heard of it: the totals will differ, and its people see why.
    if (!hasHeard(answer.code)) return { refused: 'bank-unreachable' };
    const kept = await journal.uploaded(row);
    if (kept !== 'done') return { refused: `journal-${kept}` };
  }
  return undefined;
}
