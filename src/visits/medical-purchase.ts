/** 医疗账户结算: a medical bill is paid from the card's own account (脱网; SPEC-7 10, sscard.md 8, 10.4). */

import { assert } from '../base/assert.js';
import { words } from '../base/text.js';
import { showYuan } from '../screens/money.js';
import { amountLines, line } from '../screens/purse-views.js';
import { doneView } from '../screens/views.js';
import type { PurseAmounts } from '../ssse/purse.js';
import { recordValue } from '../ssse/read-file.js';
import { isRefusal, type Refusal, refuse } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { decodeCharacters } from '../ssse/values.js';
import { offlineObstacle } from './offline-medical.js';
import { enterPin } from './pin-entry.js';
import { PurseJob, type PursePayment, printPurse } from './purse-visit.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

/** Highest amount of each kind, fen: four bytes. */
export const MEDICAL_AMOUNT_MAX = 0xffffffff;

/** Fen, not all 0. */
export type MedicalRequest = PurseAmounts;

/** Takes what the holder confirms, tells, and prints the slip; the journal has it by then. */
export async function medicalPurchase(terminal: Terminal, request: MedicalRequest): Promise<VisitResult<PursePayment>> {
  const { account, selfPay, pool } = request;
  const all = [account, selfPay, pool];
  assert(
    all.every((fen) => Number.isInteger(fen) && fen >= 0 && fen <= MEDICAL_AMOUNT_MAX) && all.some((fen) => fen > 0),
    'amounts are numbers of fen that four bytes hold, and not all nothing',
  );
  const job = new PurseJob(terminal, { kind: 'purchase', account, selfPay, pool });
  const result = await socialVisit<PursePayment>(
    terminal,
    'medical-purchase',
    async (card, keys) => {
      if (!(await job.isConfirmed())) return refuse('purse-not-confirmed');
      if (card.needsPin({ by: 'pin' }, 'pin')) {
        const refused = await enterPin(terminal, card);
        if (refused) return refused;
      }
      return (await mustPayItself(card)) ?? (await job.run(card, keys));
    },
    ({ row, balance }) =>
      doneView('medical-purchase', words('结算成功', 'Paid'), [
        ...amountLines(row),
        line('余额', 'Balance', showYuan(balance)),
        { value: words('请取回卡片和凭证', 'Take your card and the slip') },
      ]),
    {
      prepare: async () => (await job.readiness()) ?? (await offlineObstacle(terminal, request)),
      leaves: () => job.aftermath(),
    },
  );
  if (job.booked) await printPurse(terminal, job.booked);
  return result;
}

/** 用卡方式: 1 联网, 2 脱网. */
const CARD_USE = 0x8f;
const OFFLINE = '2';

/** A card that settles at the host pays nothing from an account of its own (sscard.md 10.4). */
export async function mustPayItself(card: SocialCard): Promise<Refusal | undefined> {
  const file = card.file('DF04EF05');
  const content = file && (await card.read(file, 'pin'));
  if (content === undefined) return refuse('purse-missing');
  if (isRefusal(content)) return content;
  const use = content.kind === 'records' ? recordValue(content.records, CARD_USE) : undefined;
  return use !== undefined && decodeCharacters(use) === OFFLINE ? undefined : refuse('purse-online');
}
