/** 取消密码: the card goes on without a PIN (SPEC-5 CHANGE PIN with no new one; sscard.md 7). */

import { words } from '../base/text.js';
import { doneView } from '../screens/views.js';
import { refuse } from '../ssse/refusal.js';
import { untilAccepted } from './pin-entry.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface PinRemoved {
  readonly pin: 'removed';
}

export function removePin(terminal: Terminal): Promise<VisitResult<PinRemoved>> {
  return socialVisit<PinRemoved>(
    terminal,
    'remove-pin',
    async (card) => {
      if (card.pin.state === 'none') return refuse('pin-not-set');
      return (await untilAccepted(terminal, card, (old) => card.changePin(old, undefined))) ?? { pin: 'removed' };
    },
    () => doneView('pin-removed', words('密码已取消', 'The PIN was removed'), [WARNING]),
    { leaves: (unanswered) => (unanswered === CHANGE_PIN ? { left: 'pin-unknown' } : undefined) },
  );
}

const CHANGE_PIN = 0x5e;
const WARNING = Object.freeze({ value: words('持卡人即可使用此卡', 'Whoever has the card can use it now') });
