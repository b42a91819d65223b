/** 重装密码: a new PIN for a holder who has lost the old one, with PUK's permission (SPEC-7 13; sscard.md 7, 9.4). */

import { words } from '../base/text.js';
import { doneView } from '../screens/views.js';
import { isRefusal, type Refusal } from '../ssse/refusal.js';
import { reloadMessage, UNBLOCK_PIN } from '../ssse/secure-messaging.js';
import type { SocialCard } from '../ssse/social-card.js';
import { enterNewPin } from './pin-entry.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface PinReloaded {
  readonly pin: 'reloaded';
}

/** The permission comes first: nobody enters a PIN that the terminal may not load. A locked PIN is the usual reason. */
export function reloadPin(terminal: Terminal): Promise<VisitResult<PinReloaded>> {
  return socialVisit<PinReloaded>(
    terminal,
    'reload-pin',
    async (card) => (await reload(terminal, card)) ?? { pin: 'reloaded' },
    () => doneView('pin-reloaded', words('密码已重装', 'The PIN was reloaded'), [REMEMBER]),
    {
      tolerates: ['pin-locked'],
      leaves: (unanswered) => (unanswered === UNBLOCK_PIN.ins ? { left: 'pin-unknown' } : undefined),
    },
  );
}

const REMEMBER = Object.freeze({ value: words('请牢记新密码', 'Remember the new PIN') });

async function reload(terminal: Terminal, card: SocialCard): Promise<Refusal | undefined> {
  const refused = await card.permit('PUK');
  if (refused) return refused;
  const pin = await enterNewPin(terminal);
  return isRefusal(pin) ? pin : await card.secured(reloadMessage(pin));
}
