/** 医疗账户划入: the bureau lets money be put on the card's own account (SPEC-7 10; sscard.md 8, 10.4). */

import { assert } from '../base/assert.js';
import { words } from '../base/text.js';
import { showYuan } from '../screens/money.js';
import { amountLines, line } from '../screens/purse-views.js';
import { doneView } from '../screens/views.js';
import { refuse } from '../ssse/refusal.js';
import { MEDICAL_AMOUNT_MAX, mustPayItself } from './medical-purchase.js';
import { enterPin } from './pin-entry.js';
import { PurseJob, type PursePayment, printPurse } from './purse-visit.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface MedicalLoadRequest {
  /** Fen. */
  readonly amount: number;
}

/** Loads what the holder confirms and the bureau grants, tells, and prints the slip; the journal has it by then. */
export async function medicalLoad(
  terminal: Terminal,
  { amount }: MedicalLoadRequest,
): Promise<VisitResult<PursePayment>> {
  assert(Number.isInteger(amount) && amount > 0 && amount <= MEDICAL_AMOUNT_MAX, 'an amount is a number of fen');
  const job = new PurseJob(terminal, { kind: 'load', account: amount, selfPay: 0, pool: 0 });
  const result = await socialVisit<PursePayment>(
    terminal,
    'medical-load',
    async (card, keys) => {
      if (!(await job.isConfirmed())) return refuse('purse-not-confirmed');
      if (card.needsPin({ by: 'pin' }, 'pin')) {
        const refused = await enterPin(terminal, card);
        if (refused) return refused;
      }
      return (await mustPayItself(card)) ?? (await job.load(card, keys));
    },
    ({ row, balance }) =>
      doneView('medical-load', words('划入成功', 'Loaded'), [
        ...amountLines(row),
        line('余额', 'Balance', showYuan(balance)),
        { value: words('请取回卡片和凭证', 'Take your card and the slip') },
      ]),
    { prepare: () => job.readiness(), leaves: () => job.aftermath() },
  );
  if (job.booked) await printPurse(terminal, job.booked);
  return result;
}
