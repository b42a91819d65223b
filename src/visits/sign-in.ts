/** 签到: the terminal signs in with its bank, and fetches what the bank wants it to have. */

import { words } from '../base/text.js';
import { line, signingInView } from '../screens/payment-views.js';
import { doneView } from '../screens/views.js';
import { deliverNotices, notReady, settlePending } from './bank-day.js';
import { downloadErrands } from './downloads.js';
import { operatorVisit } from './operator-visit.js';
import type { Terminal } from './terminal.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

export interface SignedIn {
  readonly batch: number;
}

export function signIn(terminal: Terminal): Promise<VisitResult<SignedIn>> {
  return operatorVisit(
    terminal,
    'sign-in',
    () => work(terminal),
    ({ batch }) =>
      doneView('signed-in', words('签到成功', 'Signed in'), [
        line('终端号', 'Terminal', terminal.payment.parameters.terminalId),
        line('批次号', 'Batch', String(batch).padStart(6, '0')),
      ]),
  );
}

async function work(terminal: Terminal): Promise<SignedIn | PaymentRefusal> {
  const { bank, journal, world } = terminal;
  if (bank === undefined) return { refused: 'bank-unreachable' };
  await world.screen.show(signingInView());
  const ready = await bank.signIn();
  if (ready.kind !== 'ready') return notReady(ready);
  await settlePending(terminal);
  await deliverNotices(terminal);
  await downloadErrands(terminal);
  return { batch: journal.batch };
}
