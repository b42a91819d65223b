/** What loading and purchasing have in common: a transaction between its two commands. SPEC-7 §15; sscard.md 6.8, 8. */

import { SW } from '../../../src/codec/status-words.js';
import { mac } from '../../../src/crypto/mac.js';
import { sessionKey } from '../../../src/crypto/session-key.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import { tacKey } from '../../../src/crypto/tac-key.js';
import { isHolderPresent } from './access.js';
import { algorithmOf, findKey } from './keys.js';
import { KEY_TYPE, type Key } from './memory.js';
import { openPurse, type Purse } from './purse-memory.js';
import { demand, found } from './refusal.js';
import type { Session } from './session.js';

const RANDOM_LENGTH = 4;

/** INITIALIZE FOR LOAD has been answered. */
export interface PendingLoad {
  readonly kind: 'load';
  /** SESLK, 8 bytes (DES) or 16 (SM4). */
  readonly sessionKey: Uint8Array;
  readonly key: Key;
  readonly amount: number;
  /** amount 4 ‖ type 1 ‖ terminal number 6, which every MAC of the load covers. */
  readonly terms: Uint8Array;
  readonly terminalNumber: Uint8Array;
}

/** INITIALIZE FOR PURCHASE has been answered; the session key waits for the terminal's sequence. */
export interface PendingPurchase {
  readonly kind: 'purchase';
  readonly key: Key;
  readonly random: Uint8Array;
  /** account 4 ‖ self-pay 4 ‖ pool 4. */
  readonly amounts: Uint8Array;
  readonly terminalNumber: Uint8Array;
}

type Pending = PendingLoad | PendingPurchase;

/** The purse, for a holder who has proved himself where a PIN is set. @throws Refusal 6985, 6982 */
export function holdersPurse(session: Session): Purse {
  const purse = openPurse(session);
  demand(isHolderPresent(session), SW.securityStatusNotSatisfied);
  return purse;
}

/** The load or purchase key of an index. @throws Refusal 9403 */
export function transactionKey(purse: Purse, type: number, index: number): Key {
  const key = findKey(purse.directory, (candidate) => candidate === type, index);
  return found(key, SW.keyIndexNotSupported);
}

/** Four random bytes for a session key. No challenge lives on beside them (sscard.md 18, trap 4). */
export function drawRandom(session: Session): Uint8Array {
  session.dropChallenge();
  return session.random(RANDOM_LENGTH);
}

/** Waits for the second command; whatever waited before is off. */
export function begin(session: Session, pending: Pending): void {
  session.ongoing = pending;
}

/** The transaction that this second command completes or fails: from here on none waits. @throws Refusal 6901 */
export function take<Kind extends Pending['kind']>(session: Session, kind: Kind): Extract<Pending, { kind: Kind }> {
  // Nobody but the purse has a transaction going.
  const pending = session.ongoing as Pending | undefined;
  session.ongoing = undefined;
  demand(pending?.kind === kind, SW.commandNotAccepted);
  return pending as Extract<Pending, { kind: Kind }>;
}

/** Session key of a transaction from 8 bytes of randomness and sequences. */
export function transactionSessionKey(key: Key, factor: Uint8Array): Uint8Array {
  return sessionKey(softwareCiphers, algorithmOf(key), key.value, factor);
}

/** A MAC1 or MAC2, 4 bytes: the message has no command header. */
export function transactionMac(key: Key, session: Uint8Array, message: Uint8Array): Uint8Array {
  return mac(softwareCiphers, algorithmOf(key), session, message);
}

/** The card's DTK, which has no card id. @throws Refusal 6A88 */
export function findTacKey(purse: Purse): Key {
  const key = purse.directory.keys.find(({ type }) => type === KEY_TYPE.tac);
  return found(key, SW.referencedDataNotFound);
}

/** 交易验证码 TAC, 4 bytes, under the key made of the card's DTK. */
export function tac(purse: Purse, message: Uint8Array): Uint8Array {
  const key = findTacKey(purse);
  const algorithm = algorithmOf(key);
  return mac(softwareCiphers, algorithm, tacKey(algorithm, key.value), message);
}
