/** Why nothing more may begin that the journal must keep. */

import type { Journal } from '../journal/journal.js';
import type { PaymentRefusal } from './visit-result.js';

/**
 * A journal that is full is emptied by whoever books what fills it: the bank settles a batch, the bureau takes the lines of
 * medical accounts. One that is full of neither is in trouble.
 */
export function journalObstacle(journal: Journal): PaymentRefusal | undefined {
  const kept = journal.readiness();
  if (kept === 'done') return undefined;
  const { rows, purse } = journal.state;
  if (kept !== 'full' || rows.length + purse.rows.length === 0) return { refused: `journal-${kept}` };
  return { refused: purse.rows.length > rows.length ? 'clearing-due' : 'batch-full' };
}
