/** 卡内应用查询: which applications of the bank this card and this terminal have in common. */

import { toHex } from '../base/hex.js';
import { same } from '../base/text.js';
import type { CardSession } from '../card/session.js';
import type { Candidate } from '../pse/payment-kernel.js';
import { doneView } from '../screens/views.js';
import type { Terminal } from './terminal.js';
import { attempt, tell } from './visit-frame.js';
import type { PaymentRefusal, VisitResult } from './visit-result.js';

export interface Selection {
  /** In order of priority. */
  readonly applications: readonly Candidate[];
}

/** Lists the applications; selects none for a transaction. */
export async function select(terminal: Terminal): Promise<VisitResult<Selection>> {
  const result = await attempt(terminal, 'select', (session) => list(terminal, session));
  await tell(terminal, result, selectionView);
  return result;
}

async function list({ payment }: Terminal, session: CardSession): Promise<Selection | PaymentRefusal> {
  const found = await payment.kernel.candidates(session, payment.parameters);
  if (!('kind' in found)) return { applications: found };
  const refused = `payment-${found.reason}` as const;
  return found.sw === undefined ? { refused } : { refused, sw: found.sw };
}

function selectionView({ applications }: Selection) {
  const lines = applications.map(({ aid, label, preferredName }) => ({
    label: same(preferredName ?? label),
    value: toHex(aid),
  }));
  return doneView('selection', { zh: '卡内银行应用', en: 'Bank applications' }, lines);
}
