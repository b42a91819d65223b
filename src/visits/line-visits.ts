/** 回响测试 and 签退: whether the bank can be reached, and the end of the terminal's day with it. */

import { words } from '../base/text.js';
import type { Message } from '../codec/iso8583.js';
import type { Station } from '../links/bank/build.js';
import { echo, signOut } from '../links/bank/management.js';
import { line } from '../screens/payment-views.js';
import { doneView } from '../screens/views.js';
import { operatorVisit } from './operator-visit.js';
import type { Terminal } from './terminal.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

/** How long the bank took, ms. */
export interface Reached {
  readonly tookMs: number;
}

/** Asks the bank for nothing but an answer. */
export function testLine(terminal: Terminal): Promise<VisitResult<Reached>> {
  return operatorVisit(
    terminal,
    'test-line',
    () => reach(terminal, echo),
    ({ tookMs }) =>
      doneView('line-tested', words('通讯正常', 'The bank answers'), [
        line('用时', 'Took', `${Math.round(tookMs)} ms`),
      ]),
  );
}

/** Gives the working keys back: nothing goes out after it before the next sign-in. */
export async function signOff(terminal: Terminal): Promise<VisitResult<Reached>> {
  const result = await operatorVisit(
    terminal,
    'sign-out',
    () => reach(terminal, signOut),
    () => doneView('signed-out', words('签退成功', 'Signed out'), []),
  );
  if (result.outcome === 'done') await terminal.bank?.link.hangUp();
  return result;
}

async function reach(
  { bank, journal, world }: Terminal,
  build: (station: Station, stan: number) => Message,
): Promise<Reached | PaymentRefusal> {
  if (bank === undefined) return { refused: 'bank-unreachable' };
  const stan = await journal.nextNumber('stan');
  if (typeof stan === 'string') return { refused: `journal-${stan}` };
  const before = world.clock.ticks();
  const answer = await bank.ask(build(bank.station, stan));
  if (answer.kind !== 'answered') return { refused: 'bank-unreachable' };
  if (answer.code !== '00') return { refused: 'declined-by-issuer', responseCode: answer.code };
  return { tookMs: world.clock.ticks() - before };
}
