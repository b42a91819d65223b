/** 锁定: an application, the social security side or the whole card is blocked for ever (SPEC-7 13; sscard.md 7, 10.1). */

import { type Text, words } from '../base/text.js';
import { confirmBlockView } from '../screens/management-views.js';
import { maskNumber } from '../screens/mask.js';
import { doneView } from '../screens/views.js';
import { type Refusal, type RefusalReason, refuse } from '../ssse/refusal.js';
import { BLOCK_APPLICATION, BLOCK_CARD } from '../ssse/secure-messaging.js';
import type { SocialCard } from '../ssse/social-card.js';
import { printable } from '../ssse/values.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

/** `SSSE` is the social security side as a whole; of its applications, those two have a key that permits it. */
export type BlockTarget = 'card' | 'SSSE' | 'DF03' | 'DF04';

export interface BlockRequest {
  readonly target: BlockTarget;
}

export interface Blocked {
  readonly target: BlockTarget;
}

/** Asks the attendant with the card's number before its eyes, proves the permission, and blocks. */
export function block(terminal: Terminal, { target }: BlockRequest): Promise<VisitResult<Blocked>> {
  return socialVisit<Blocked>(
    terminal,
    'block',
    async (card) => {
      if (!(await isConfirmed(terminal, card, target))) return refuse('block-not-confirmed');
      return (await carryOut(card, target)) ?? { target };
    },
    () => doneView('blocked', words('已锁定', 'Blocked'), [{ value: TARGETS[target].name }]),
    { tolerates: UNFIT },
  );
}

/** A card that may not be used may be blocked all the same; often that is why. */
const UNFIT: readonly RefusalReason[] = Object.freeze([
  'blacklisted-card',
  'blacklisted-range',
  'institution-unsupported',
  'class-unsupported',
  'not-yet-valid',
  'expired',
  'pin-locked',
]);

/** What is blocked, and the key whose permission it takes: LK of the application, BK for all else (sscard.md 5.2). */
const TARGETS: Readonly<Record<BlockTarget, { readonly name: Text; readonly key: string }>> = Object.freeze({
  card: Object.freeze({ name: words('整张卡片', 'The whole card'), key: 'BK' }),
  SSSE: Object.freeze({ name: words('社会保障应用', 'The social security side'), key: 'BK' }),
  DF03: Object.freeze({ name: words('社会保险信息区1', 'Social insurance 1'), key: 'LKDF03' }),
  DF04: Object.freeze({ name: words('社会保险信息区2（医保）', 'Social insurance 2, medical'), key: 'LKDF04' }),
});

async function carryOut(card: SocialCard, target: BlockTarget): Promise<Refusal | undefined> {
  const refused = await card.permit(TARGETS[target].key);
  return refused ?? (await card.secured(target === 'card' ? BLOCK_CARD : BLOCK_APPLICATION));
}

const CONFIRM_WITHIN_MS = 60_000;

async function isConfirmed(terminal: Terminal, card: SocialCard, target: BlockTarget): Promise<boolean> {
  const { screen, keypad } = terminal.world;
  const number = printable(card.issuer.cardNumber);
  await screen.show(confirmBlockView(TARGETS[target].name, number, maskNumber(number)));
  const answer = await keypad.choose(2, CONFIRM_WITHIN_MS);
  return answer.kind === 'chosen' && answer.index === 0;
}
