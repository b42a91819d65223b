/** 就医结算记录查询: the visits that the card's own log has, newest first (iReadDebitRecord, SC 9.9; sscard.md 8, 12). */

import { words } from '../base/text.js';
import { showYuan } from '../screens/money.js';
import { line } from '../screens/purse-views.js';
import { doneView } from '../screens/views.js';
import { type LoggedVisit, visitsInLog } from '../ssse/purse-log.js';
import { isRefusal, refuse } from '../ssse/refusal.js';
import { enterPin } from './pin-entry.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface DebitRecords {
  readonly lines: readonly LoggedVisit[];
}

/** Reads EF08 of DF04, with the PIN where the card wants it. */
export function debitRecords(terminal: Terminal): Promise<VisitResult<DebitRecords>> {
  return socialVisit<DebitRecords>(
    terminal,
    'read',
    async (card) => {
      const file = card.file('DF04EF08');
      if (file === undefined) return { ...refuse('file-unknown'), file: 'DF04EF08' };
      if (card.needsPin(file.read, 'pin')) {
        const refused = await enterPin(terminal, card);
        if (refused) return refused;
      }
      const log = await card.read(file, 'pin');
      if (isRefusal(log)) return { ...log, file: file.name };
      return log.kind === 'cyclic' ? { lines: visitsInLog(log.records) } : refuse('card-data-malformed');
    },
    ({ lines }) =>
      doneView(
        'read',
        words('就医结算记录', 'Visits on record'),
        lines.map(({ moment, total }) =>
          line(`${moment.slice(0, 8)} 总额`, `${moment.slice(0, 8)} total`, showYuan(total)),
        ),
      ),
  );
}
