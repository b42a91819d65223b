/**
 * 就医结算记录: a visit that is settled at the host leaves its signed line on the card (iDoDebit, SC 9.8; sscard.md 8). The
 * account amount is zero, and the other two are no movement of the account (trap 8).
 */

import { assert } from '../base/assert.js';
import { words } from '../base/text.js';
import { amountLines } from '../screens/purse-views.js';
import { doneView } from '../screens/views.js';
import { isRefusal, type Refusal, refuse } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { planWrite, readWriteOrder } from '../ssse/write-plan.js';
import { MEDICAL_AMOUNT_MAX } from './medical-purchase.js';
import { enterPin } from './pin-entry.js';
import { PurseJob, type PursePayment, printPurse } from './purse-visit.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

/** 特殊医疗结算类别: 1 工伤, 2 生育, 3 医疗救助, 9 其他. */
export type SpecialCategory = '1' | '2' | '3' | '9';

export interface VisitLogRequest {
  /** Fen: 医疗费总额, and what account and pool pay of it. */
  readonly total: number;
  readonly covered: number;
  /** Of a special settlement, which has a line in EF15 as well. */
  readonly category?: SpecialCategory;
  /** YYYYMMDDhhmmss, where a business system says when it was. */
  readonly moment?: string;
}

/** Writes the line that the holder confirms, tells, and prints the slip; the journal has it by then. */
export async function visitLog(terminal: Terminal, request: VisitLogRequest): Promise<VisitResult<PursePayment>> {
  const { total, covered, category, moment } = request;
  const isFen = (value: number) => Number.isInteger(value) && value >= 0 && value <= MEDICAL_AMOUNT_MAX;
  assert(isFen(total) && isFen(covered) && covered <= total, 'no more is covered than it cost, in fen of four bytes');
  const job = new PurseJob(terminal, { kind: 'visit-log', account: 0, selfPay: total, pool: covered, moment });
  const result = await socialVisit<PursePayment>(
    terminal,
    'visit-log',
    async (card, keys) => {
      if (!(await job.isConfirmed())) return refuse('purse-not-confirmed');
      if (card.needsPin({ by: 'pin' }, 'pin')) {
        const refused = await enterPin(terminal, card);
        if (refused) return refused;
      }
      const logged = await job.run(card, keys);
      if ('refused' in logged || category === undefined) return logged;
      return (await addCategory(card, logged.row.sequence, category)) ?? logged;
    },
    ({ row }) =>
      doneView('visit-log', words('就医记录已写入', 'The visit is recorded'), [
        ...amountLines(row),
        { value: words('请取回卡片和凭证', 'Take your card and the slip') },
      ]),
    { prepare: () => job.readiness(), leaves: () => job.aftermath() },
  );
  if (job.booked) await printPurse(terminal, job.booked);
  return result;
}

/** One more record of DF04 EF15, with the sequence of the line in EF08, under UK2DF04 (V2, SC 7002; sscard.md 4.6, 8). */
async function addCategory(
  card: SocialCard,
  sequence: number,
  category: SpecialCategory,
): Promise<Refusal | undefined> {
  const order = readWriteOrder('DF04EF15|$', `DF04EF15|${sequence}^${category}^|$`, 'own');
  const plan = isRefusal(order) ? order : planWrite(order, card.generation);
  if (isRefusal(plan)) return plan;
  for (const { file, items } of plan) {
    const writer = await card.openToWrite(file, 'key');
    if (isRefusal(writer)) return writer;
    for (const item of items) {
      const refused = await writer.write(item);
      if (refused) return { ...refused, file: file.name };
    }
  }
  return undefined;
}
