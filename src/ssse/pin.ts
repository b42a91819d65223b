/** The holder's PIN of the social security side: VERIFY and CHANGE PIN (SPEC-5; sscard.md 7, 10.1 step 5, 10.3). */

import { type CardSession, succeeded } from '../card/session.js';
import type { Response } from '../codec/apdu.js';
import { triesLeft } from '../codec/status-words.js';
import { presentChange } from '../vault/new-pin.js';
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
  return pinVerdict(response);
}

/**
 * CHANGE PIN (`805E0100`): the old PIN proves the holder, as in VERIFY. Uses both up.
 * @param old undefined on a card without a PIN, which gets its first one
 * @param fresh undefined takes the PIN away
 */
export async function changePin(
  card: CardSession,
  old: Pin | undefined,
  fresh: Pin | undefined,
): Promise<Refusal | undefined> {
  const response = await presentChange(old, fresh, (data) =>
    card.send({ cla: 0x80, ins: 0x5e, p1: 0x01, p2: 0x00, data }, { conceal: true }),
  );
  return pinVerdict(response);
}

/** What the card says of a PIN that it was shown. Neither command has an answer to fetch. */
function pinVerdict({ sw }: Response): Refusal | undefined {
  if (sw === 0x9000) return undefined;
  if (sw === 0x6983) return refuse('pin-locked');
  const left = triesLeft(sw);
  if (left === undefined) return refusalOf(sw);
  return left === 0 ? refuse('pin-locked') : { refused: 'pin-wrong', triesLeft: left };
}
