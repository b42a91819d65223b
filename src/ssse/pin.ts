/** The holder's PIN of the social security side (SPEC-5 VERIFY; sscard.md 7, 10.1 step 5). */

import { type CardSession, succeeded } from '../card/session.js';
import { triesLeft } from '../codec/status-words.js';
import type { Pin } from '../vault/pin-room.js';
import { type Refusal, refusalOf, refuse } from './refusal.js';

export type PinState =
  /** the card asks for no PIN */
  { readonly state: 'none' } | { readonly state: 'set'; readonly triesLeft: number } | { readonly state: 'locked' };

/** VERIFY without data: 9000 no PIN, 63Cx a PIN with x tries left, 63C0 or 6983 locked. */
export async function queryPin(card: CardSession): Promise<PinState | Refusal> {
  const response = await card.send({ cla: 0x00, ins: 0x20, p1: 0x00, p2: 0x00 });
  if (succeeded(response)) return { state: 'none' };
  if (response.sw === 0x6983) return { state: 'locked' };
  const left = triesLeft(response.sw);
  if (left === undefined) return refusalOf(response.sw);
  return left === 0 ? { state: 'locked' } : { state: 'set', triesLeft: left };
}

/** VERIFY with the PIN that was just entered. A wrong one costs a try and says how many are left. */
export async function verifyPin(card: CardSession, pin: Pin): Promise<Refusal | undefined> {
  const response = await pin.present((data) =>
    card.send({ cla: 0x00, ins: 0x20, p1: 0x00, p2: 0x00, data }, { conceal: true }),
  );
  if (succeeded(response)) return undefined;
  if (response.sw === 0x6983) return refuse('pin-locked');
  const left = triesLeft(response.sw);
  if (left === undefined) return refusalOf(response.sw);
  return left === 0 ? refuse('pin-locked') : { refused: 'pin-wrong', triesLeft: left };
}
