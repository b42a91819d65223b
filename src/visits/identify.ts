/** 身份凭证: the card as its holder's credential (policy, uses without money). Who is it, and is it true? */

import { toHex } from '../base/hex.js';
import type { Text } from '../base/text.js';
import type { Line } from '../ports/screen.js';
import { maskNumber } from '../screens/mask.js';
import { doneView } from '../screens/views.js';
import { checkCardNumber } from '../ssse/card-number.js';
import { type Holder, readHolder } from '../ssse/holder.js';
import type { Issuer } from '../ssse/issuer.js';
import type { KeyService } from '../ssse/key-service.js';
import { checkPersonNumber } from '../ssse/person-number.js';
import type { PinState } from '../ssse/pin.js';
import { isRefusal, type Refusal } from '../ssse/refusal.js';
import type { SocialCard } from '../ssse/social-card.js';
import { printable, showDate, showDateTime } from '../ssse/values.js';
import { socialVisit } from './social-visit.js';
import type { Terminal } from './terminal.js';
import type { VisitResult } from './visit-result.js';

export interface Identity {
  readonly issuer: Issuer;
  readonly holder: Holder;
  readonly algorithm: 'DES' | 'SM4';
  /** The 13 historical bytes of the ATR. */
  readonly historical: Uint8Array;
  readonly pin: PinState;
  /** 终端机编号 of the PSAM that vouched for the card. */
  readonly terminalNumber: string;
  /**
   * Check characters that do not fit, which prove nothing against a card that has proved itself (sscard.md 13), and a blacklist
   * that should have been renewed.
   */
  readonly warnings: readonly Warning[];
}

export type Warning = 'person-number-check' | 'card-number-check' | 'blacklist-old';

/** Authenticates the card, checks it, reads its holder, shows and prints what was found. */
export async function identify(terminal: Terminal): Promise<VisitResult<Identity>> {
  const { printer, clock } = terminal.world;
  const result = await readBasic(terminal);
  if (result.outcome === 'done') {
    const lines = [...identityLines(result.value), line('打印时间', 'Printed', showDateTime(clock.now()))];
    await printer.print({ slip: 'identity', title: TITLE, lines });
  }
  return result;
}

/** The same without a slip: what a business system reads before each of its transactions (SC iReadCardBas; sscard.md 12). */
export function readBasic(terminal: Terminal): Promise<VisitResult<Identity>> {
  return socialVisit(
    terminal,
    'identify',
    (card, keys) => readIdentity(terminal, card, keys),
    (identity) => doneView('identity', TITLE, identityLines(identity)),
  );
}

const TITLE = Object.freeze({ zh: '身份已核验', en: 'Identity verified' });

async function readIdentity(
  { blacklist, world }: Terminal,
  card: SocialCard,
  keys: KeyService,
): Promise<Identity | Refusal> {
  const holder = await readHolder(card);
  if (isRefusal(holder)) return holder;
  const { issuer, algorithm, historical, pin } = card;
  const isOld = blacklist.isOld?.(world.clock.now().slice(0, 8)) ?? false;
  const warnings = warningsOf(issuer, holder, isOld);
  return { issuer, holder, algorithm, historical, pin, terminalNumber: keys.terminalNumber, warnings };
}

function warningsOf(issuer: Issuer, holder: Holder, isBlacklistOld: boolean): Warning[] {
  const warnings: Warning[] = [];
  const person = checkPersonNumber(holder.personNumber);
  if (person === 'malformed' || person === 'wrong-check') warnings.push('person-number-check');
  if (checkCardNumber(issuer.cardNumber) !== 'valid') warnings.push('card-number-check');
  if (isBlacklistOld) warnings.push('blacklist-old');
  return warnings;
}

const WARNINGS: Readonly<Record<Warning, Text>> = Object.freeze({
  'person-number-check': Object.freeze({
    zh: '社会保障号码校验不符，请核对证件',
    en: 'Personal number fails its check, see the document',
  }),
  'card-number-check': Object.freeze({
    zh: '卡号校验不符，请核对卡面',
    en: 'Card number fails its check, see the card',
  }),
  'blacklist-old': Object.freeze({
    zh: '终端黑名单已超过7天，请更新',
    en: 'The terminal’s blacklist is over 7 days old: load the current one',
  }),
});

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
    ...identity.warnings.map((warning) => ({ label: { zh: '注意', en: 'Note' }, value: WARNINGS[warning] })),
  ];
}

function line(zh: string, en: string, text: string, masked?: string): Line {
  const label = { zh, en };
  const value = printable(text);
  return masked === undefined ? { label, value } : { label, value, masked: printable(masked) };
}
