/** 修改密码: the holder's new PIN for the old one, or the card's first (SPEC-7 9; sscard.md 10.3). */

import { words } from '../base/text.js';
import { doneView } from '../screens/views.js';
import { isRefusal, type Refusal } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import type { Pin } from '../vault/pin-room.js';
import { enterNewPin, untilAccepted } from './pin-entry.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface PinChanged {
  /** `set` on a card that had none. */
  readonly pin: 'changed' | 'set';
}

/** Old PIN where there is one, new PIN twice, one CHANGE PIN. A wrong old one is followed by three new entries. */
export function changePin(terminal: Terminal): Promise<VisitResult<PinChanged>> {
  return socialVisit<PinChanged>(
    terminal,
    'change-pin',
    async (card) => {
      if (card.pin.state === 'none') return (await replace(terminal, card, undefined)) ?? { pin: 'set' };
      return (await untilAccepted(terminal, card, (old) => replace(terminal, card, old))) ?? { pin: 'changed' };
    },
    ({ pin }) => doneView('pin-changed', TITLES[pin], [{ value: words('请牢记新密码', 'Remember the new PIN') }]),
    { leaves: (unanswered) => (unanswered === CHANGE_PIN ? { left: 'pin-unknown' } : undefined) },
  );
}

const CHANGE_PIN = 0x5e;

const TITLES = Object.freeze({
  changed: words('密码已修改', 'The PIN was changed'),
  set: words('密码已设置', 'The PIN was set'),
});

async function replace(terminal: Terminal, card: SocialCard, old: Pin | undefined): Promise<Refusal | undefined> {
  try {
    const fresh = await enterNewPin(terminal);
    return isRefusal(fresh) ? fresh : await card.changePin(old, fresh);
  } finally {
    old?.discard();
  }
}
