/** 密码解锁: the PIN that is there gets its tries back, with PUK's permission (SPEC-7 13; sscard.md 7). */

import { words } from '../base/text.js';
import { doneView } from '../screens/views.js';
import { refuse } from '../ssse/refusal.js';
import { UNBLOCK_PIN } from '../ssse/secure-messaging.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface PinUnblocked {
  readonly pin: 'unblocked';
}

export function unblockPin(terminal: Terminal): Promise<VisitResult<PinUnblocked>> {
  return socialVisit<PinUnblocked>(
    terminal,
    'unblock-pin',
    async (card) => {
      if (card.pin.state === 'none') return refuse('pin-not-set');
      return (await card.permit('PUK')) ?? (await card.secured(UNBLOCK_PIN)) ?? { pin: 'unblocked' };
    },
    () => doneView('pin-unblocked', words('密码已解锁', 'The PIN was unlocked'), [SAME_PIN]),
    {
      tolerates: ['pin-locked'],
      leaves: (unanswered) => (unanswered === UNBLOCK_PIN.ins ? { left: 'unblock-unknown' } : undefined),
    },
  );
}

const SAME_PIN = Object.freeze({ value: words('密码未变', 'It is the same PIN as before') });
