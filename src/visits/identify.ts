/** 身份凭证: the card as its holder's credential (policy, uses without money). Who is it, and is it true? */

import { toHex } from '../base/hex.js';
import type { Line } from '../ports/screen.js';
import { maskNumber } from '../screens/mask.js';
import { doneView } from '../screens/views.js';
import { type Holder, readHolder } from '../ssse/holder.js';
import type { Issuer } from '../ssse/issuer.js';
import type { KeyService } from '../ssse/key-service.js';
import type { PinState } from '../ssse/pin.js';
import { isRefusal, type Refusal } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { showDate, showDateTime } from '../ssse/values.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface Identity {
  readonly issuer: Issuer;
  readonly holder: Holder;
  readonly algorithm: 'DES' | 'SM4';
  readonly pin: PinState;
  /** 终端机编号 of the PSAM that vouched for the card. */
  readonly terminalNumber: string;
}

/** Authenticates the card, checks it, reads its holder, shows and prints what was found. */
export async function identify(terminal: Terminal): Promise<VisitResult<Identity>> {
  const { printer, clock } = terminal.world;
  const result = await socialVisit(terminal, 'identify', readIdentity, (identity) =>
    doneView('identity', TITLE, identityLines(identity)),
  );
  if (result.outcome === 'done') {
    const lines = [...identityLines(result.value), line('打印时间', 'Printed', showDateTime(clock.now()))];
    await printer.print({ slip: 'identity', title: TITLE, lines });
  }
  return result;
}

const TITLE = Object.freeze({ zh: '身份已核验', en: 'Identity verified' });

async function readIdentity(card: SocialCard, keys: KeyService): Promise<Identity | Refusal> {
  const holder = await readHolder(card);
  if (isRefusal(holder)) return holder;
  const { issuer, algorithm, pin } = card;
  return { issuer, holder, algorithm, pin, terminalNumber: keys.terminalNumber };
}

/** What the holder and the operator need to see. The numbers are shown whole here and masked in every trace. */
function identityLines(identity: Identity): Line[] {
  const { issuer, holder } = identity;
  return [
    line('姓名', 'Name', holder.name),
    line('社会保障号码', 'Personal number', holder.personNumber, maskNumber(holder.personNumber)),
    line('卡号', 'Card number', issuer.cardNumber, maskNumber(issuer.cardNumber)),
    line('卡的识别码', 'Card identifier', toHex(issuer.cardIdentifier)),
    line('规范版本', 'Version', issuer.version),
    line('有效期至', 'Valid until', showDate(issuer.expires)),
    line('终端机编号', 'Terminal', identity.terminalNumber),
  ];
}

function line(zh: string, en: string, value: string, masked?: string): Line {
  const label = { zh, en };
  return masked === undefined ? { label, value } : { label, value, masked };
}
