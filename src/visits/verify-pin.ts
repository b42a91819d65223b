/** 密码校验: whether the holder knows the card's PIN, and nothing else (SC iVerifyPIN; sscard.md 12). */

import { words } from '../base/text.js';
import { doneView } from '../screens/views.js';
import { refuse } from '../ssse/refusal.js';
import { enterPin } from './pin-entry.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface PinVerified {
  readonly pin: 'verified';
}

export function verifyPin(terminal: Terminal): Promise<VisitResult<PinVerified>> {
  return socialVisit<PinVerified>(
    terminal,
    'verify-pin',
    async (card) => {
      if (card.pin.state === 'none') return refuse('pin-not-set');
      return (await enterPin(terminal, card)) ?? { pin: 'verified' };
    },
    () => doneView('pin-verified', words('密码正确', 'The PIN is right'), [TAKE_CARD]),
  );
}

const TAKE_CARD = Object.freeze({ value: words('请取回卡片', 'Take your card') });
