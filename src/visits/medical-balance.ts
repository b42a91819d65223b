/** 医疗账户余额: what the medical account holds, and what the settlement year came to so far (sscard.md 8). */

import { words } from '../base/text.js';
import type { PurseRow } from '../journal/purse-entries.js';
import { showYuan } from '../screens/money.js';
import { EARLIER_TEXTS, line } from '../screens/purse-views.js';
import { showDay } from '../screens/starting-day.js';
import { doneView } from '../screens/views.js';
import type { PurseTotals } from '../ssse/purse.js';
import { isRefusal, type Refusal } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { enterPin } from './pin-entry.js';
import { resolvePurse } from './purse-recovery.js';
import { printPurse } from './purse-visit.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface MedicalBalance {
  /** Fen. */
  readonly balance: number;
  readonly totals: PurseTotals;
  /** What came of a transaction of this card that was still open at this terminal. */
  readonly earlier: 'nothing' | 'undone' | 'completed' | 'open';
}

/** Reads the account; on the way it settles what pends for this card. */
export async function medicalBalance(terminal: Terminal): Promise<VisitResult<MedicalBalance>> {
  let settled: PurseRow | undefined;
  const result = await socialVisit<MedicalBalance>(
    terminal,
    'medical-balance',
    async (card) => {
      if (card.needsPin({ by: 'pin' }, 'pin')) {
        const refused = await enterPin(terminal, card);
        if (refused) return refused;
      }
      const end = await resolvePurse(terminal, card);
      if (isRefusal(end)) return end;
      if (end.kind === 'completed') settled = end.row;
      const held = await readAccount(card);
      return isRefusal(held) ? held : { ...held, earlier: end.kind };
    },
    balanceView,
  );
  if (settled) await printPurse(terminal, settled);
  return result;
}

async function readAccount(card: SocialCard): Promise<Omit<MedicalBalance, 'earlier'> | Refusal> {
  const purse = await card.purse();
  if (isRefusal(purse)) return purse;
  const balance = await purse.balance();
  if (isRefusal(balance)) return balance;
  const totals = await purse.totals();
  return isRefusal(totals) ? totals : { balance, totals };
}

function balanceView({ balance, totals, earlier }: MedicalBalance) {
  const { selfPay, pool, year, startingDay } = totals;
  return doneView('medical-balance', words('医疗个人账户', 'Medical account'), [
    line('余额', 'Balance', showYuan(balance)),
    line('结算年度', 'Settlement year', year),
    line('年度起始日', 'Year begins', showDay(startingDay)),
    line('年度个人自付累计', 'Paid by the holder this year', showYuan(selfPay)),
    line('年度统筹支付累计', 'Paid by the pool this year', showYuan(pool)),
    ...(earlier === 'nothing' ? [] : [{ value: EARLIER_TEXTS[earlier] }]),
  ]);
}
