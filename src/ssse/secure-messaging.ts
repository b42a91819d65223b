/**
 * Commands under secure messaging (SPEC-4 8, SPEC-7 13; sscard.md 6.5, 7): a challenge, a MAC that the maintenance key of
 * the current directory makes with it, and the commands of the standard that want one.
 */

import type { CardSession } from '../card/session.js';
import { Pin } from '../vault/pin-room.js';
import { challenge } from './authentication.js';
import type { KeyService, SecuredMessage } from './key-service.js';
import { KEYS } from './keys.js';
import type { Directory } from './model.js';
import { isRefusal, type Refusal, refusalOf, refuse } from './refusal.js';

/** PIN CHANGE/UNBLOCK: a new PIN in the place of the old one, all its tries. The permission is PUK's. */
export function reloadMessage(pin: Pin): SecuredMessage {
  return { cla: 0x84, ins: 0x24, p1: 0x00, p2: 0x01, data: pin };
}

/** PIN CHANGE/UNBLOCK: the PIN that is there gets its tries back. The permission is PUK's. */
export const UNBLOCK_PIN: SecuredMessage = Object.freeze({ cla: 0x84, ins: 0x24, p1: 0x00, p2: 0x00 });

/** APPLICATION BLOCK of the current directory, for ever. The permission is LK's, of SSSE BK's. */
export const BLOCK_APPLICATION: SecuredMessage = Object.freeze({ cla: 0x84, ins: 0x1e, p1: 0x00, p2: 0x01 });

/** CARD BLOCK, for ever. The permission is BK's. */
export const BLOCK_CARD: SecuredMessage = Object.freeze({ cla: 0x84, ins: 0x16, p1: 0x00, p2: 0x00 });

/**
 * Sends one secured command. The permission that it needs must have been proved before: nothing may come between the
 * challenge and the command. A PIN in it is used up, whatever becomes of the command.
 * @param directory the current one, whose STK is used
 */
export async function sendSecured(
  card: CardSession,
  keys: KeyService,
  directory: Directory,
  message: SecuredMessage,
): Promise<Refusal | undefined> {
  try {
    return await exchange(card, keys, directory, message);
  } finally {
    if (message.data instanceof Pin) message.data.discard();
  }
}

async function exchange(
  card: CardSession,
  keys: KeyService,
  directory: Directory,
  message: SecuredMessage,
): Promise<Refusal | undefined> {
  const name = directory === 'SSSE' ? 'STK' : `STK${directory}`;
  const key = KEYS.find((candidate) => candidate.name === name);
  // DF06 has none in the published table.
  if (key === undefined) return refuse('key-missing');
  const process = await challenge(card);
  if (isRefusal(process)) return process;
  const data = await keys.protect(key, process, message);
  if (isRefusal(data)) return data;
  const { cla, ins, p1, p2 } = message;
  const { sw } = await card.send({ cla, ins, p1, p2, data });
  if (sw === 0x9000) return undefined;
  if (sw === 0x6988) return keys.whyDifferent(key) ?? refuse('message-refused');
  if (sw === 0x6983) return refuse('key-locked');
  return refusalOf(sw);
}
