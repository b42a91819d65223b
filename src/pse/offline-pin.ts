/** The PIN that the card itself verifies (EMV 4.3 Book 3 10.5.1, Book 4 6.3.4.1 and 6.3.4.3, Book 2 7). */

import type { CardSession } from '../card/session.js';
import type { Response } from '../codec/apdu.js';
import { SW, triesLeft } from '../codec/status-words.js';
import type { RsaPublicKey } from '../crypto/rsa.js';
import type { Pin } from '../vault/pin-room.js';
import { TVR } from './bits.js';
import { getData } from './get-data.js';
import { type Ended, ended, isEnded, type TransactionState } from './transaction-state.js';

/** What is known of the PIN by now, across the rules of one list. */
export interface OfflinePin {
  /** Whoever bypassed one PIN has bypassed them all (Book 4 6.3.4.3). */
  bypassed: boolean;
  /** Whether the card was asked for its counter. */
  asked: boolean;
  /** Tries that the card leaves, as far as it has told. */
  triesLeft: number | undefined;
}

const CHALLENGE_LENGTH = 8;
const PLAINTEXT_BLOCK = 0x80;
const ENCIPHERED_BLOCK = 0x88;

/**
 * Has the holder enter the PIN until the card accepts it, leaves no try, or somebody gives up. The counter is read once,
 * before the first entry, and a card that does not give it is asked all the same.
 *
 * @param key enciphers the PIN on its way; undefined sends it in plaintext
 * @returns whether the card accepted; when not, byte 3 of TVR says why where the books have a bit for it
 * @throws Fault of the card's port
 */
export async function verifyOfflinePin(
  state: TransactionState,
  pin: OfflinePin,
  key: RsaPublicKey | undefined,
): Promise<boolean | Ended> {
  if (pin.bypassed) return false;
  if (!pin.asked) {
    pin.asked = true;
    const counter = await getData(state.card, 0x9f17, 1);
    if (isEnded(counter)) return counter;
    pin.triesLeft = counter?.[0];
  }
  while (pin.triesLeft !== 0) {
    const before = pin.triesLeft;
    const verified = await tryOnce(state, pin, key);
    if (verified !== 'wrong') return verified;
    // a card whose counter does not go down would never let go of the holder
    if (before !== undefined && pin.triesLeft !== undefined && pin.triesLeft >= before) return false;
  }
  state.tvr.set(TVR.pinTryLimitExceeded);
  return false;
}

/** One entry and one VERIFY. `wrong`: the card keeps count, and says in `triesLeft` what is left, maybe nothing. */
async function tryOnce(
  state: TransactionState,
  pin: OfflinePin,
  key: RsaPublicKey | undefined,
): Promise<boolean | 'wrong' | Ended> {
  const entry = await state.host.enterOfflinePin({ triesLeft: pin.triesLeft });
  switch (entry.kind) {
    case 'entered':
      return judge(pin, key ? await sendEnciphered(state, entry.pin, key) : await sendPlaintext(state.card, entry.pin));
    case 'bypassed':
      pin.bypassed = true;
      state.tvr.set(TVR.pinNotEntered);
      return false;
    case 'unavailable':
    // a pad that lets a length pass which it was told not to is not working either
    case 'length':
      state.tvr.set(TVR.pinPadAbsent);
      return false;
    case 'cancelled':
    case 'timeout':
      return ended('cancelled');
  }
}

/** Book 3 10.5.1: nothing but 9000 is a success. 6983 and 6984 say that no try is left, 63Cx how many are. */
function judge(pin: OfflinePin, sw: number | undefined): boolean | 'wrong' {
  if (sw === SW.ok) return true;
  const left = sw === SW.authenticationBlocked || sw === SW.randomInvalid ? 0 : sw && triesLeft(sw);
  if (left === undefined) return false;
  pin.triesLeft = left;
  return 'wrong';
}

async function sendPlaintext(card: CardSession, pin: Pin): Promise<number> {
  const response = await pin.presentBlock((block) => verify(card, PLAINTEXT_BLOCK, block));
  return response.sw;
}

/** Book 2 7.2. @returns undefined when the card has no challenge to give, which fails the method */
async function sendEnciphered(
  { card, host }: TransactionState,
  pin: Pin,
  key: RsaPublicKey,
): Promise<number | undefined> {
  try {
    const challenge = await card.send({ cla: 0x00, ins: 0x84, p1: 0x00, p2: 0x00, le: 256 });
    if (challenge.sw !== SW.ok || challenge.data.length !== CHALLENGE_LENGTH) return undefined;
    const response = await pin.presentEnciphered({ key, challenge: challenge.data, random: host.random }, (data) =>
      verify(card, ENCIPHERED_BLOCK, data),
    );
    return response.sw;
  } finally {
    pin.discard();
  }
}

/** VERIFY (Book 3 6.5.12). */
function verify(card: CardSession, p2: number, data: Uint8Array): Promise<Response> {
  return card.send({ cla: 0x00, ins: 0x20, p1: 0x00, p2, data }, { conceal: true });
}
