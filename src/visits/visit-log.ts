/**
 * 就医结算记录: a visit that is settled at the host leaves its signed line on the card (iDoDebit, SC 9.8; sscard.md 8). The
 * account amount is zero, and the other two are no movement of the account (trap 8).
 */

import { assert } from '../base/assert.js';
import { words } from '../base/text.js';
import { amountLines, type OfflineCounts, offlineLine } from '../screens/purse-views.js';
import { doneView } from '../screens/views.js';
import { type Refusal, refuse } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { CardCounts, type Settled, settlementObstacle } from './card-offline.js';
import { MEDICAL_AMOUNT_MAX } from './medical-purchase.js';
import { enterPin } from './pin-entry.js';
import { PurseJob, type PursePayment, printPurse } from './purse-visit.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';
import { writeValues } from './write-values.js';

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
  /** Left away by a business system, which keeps the card's counts (临时脱网) itself: then they are left alone. */
  readonly settled?: Settled;
}

/** With what the card has counted as settled without the host by then, where that was looked at. */
export interface VisitLogged extends PursePayment {
  readonly offline?: OfflineCounts;
}

/** Writes the line that the holder confirms, tells, and prints the slip; the journal has it by then. */
export async function visitLog(terminal: Terminal, request: VisitLogRequest): Promise<VisitResult<VisitLogged>> {
  const { total, covered, category, moment, settled } = request;
  const isFen = (value: number) => Number.isInteger(value) && value >= 0 && value <= MEDICAL_AMOUNT_MAX;
  assert(isFen(total) && isFen(covered) && covered <= total, 'no more is covered than it cost, in fen of four bytes');
  const kind = settled === 'offline' ? 'visit-log-offline' : 'visit-log';
  const job = new PurseJob(terminal, { kind, account: 0, selfPay: total, pool: covered, moment });
  const counts = new CardCounts(terminal, settled, covered);
  const result = await socialVisit<VisitLogged>(
    terminal,
    'visit-log',
    async (card, keys) => {
      if (!(await job.isConfirmed())) return refuse('purse-not-confirmed');
      if (card.needsPin({ by: 'pin' }, 'pin')) {
        const refused = await enterPin(terminal, card);
        if (refused) return refused;
      }
      const logged = await job.run(card, keys, () => counts.before(card));
      if ('refused' in logged) return logged;
      const refused = category && (await addCategory(card, logged.row.sequence, category));
      return refused ?? (await counts.after(card)) ?? { ...logged, ...(counts.now && { offline: counts.now }) };
    },
    ({ row, offline }) =>
      doneView('visit-log', words('就医记录已写入', 'The visit is recorded'), [
        ...amountLines(row),
        ...(offline ? [offlineLine(offline)] : []),
        { value: words('请取回卡片和凭证', 'Take your card and the slip') },
      ]),
    {
      prepare: async () =>
        (await job.readiness()) ?? (settled && (await settlementObstacle(terminal, settled, covered))),
      leaves: () => job.aftermath() ?? (counts.isTouched ? { left: 'offline-counted' } : undefined),
    },
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
  return await writeValues(card, 'DF04EF15|$', `DF04EF15|${sequence}^${category}^|$`, 'own');
}
