/** GET CHALLENGE, INTERNAL and EXTERNAL AUTHENTICATION. SPEC-5; sscard.md 6.3, 6.4, 7. */

import { EMPTY, equalBytes } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import { authenticationData } from '../../../src/crypto/authentication-data.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import { type Command, demandParameters } from './command.js';
import { algorithmOf, attempt, findAuthenticationKey, isLocked, KEY_ID, masterKeyInPower } from './keys.js';
import type { Key } from './memory.js';
import { demand, failedWithTries, found } from './refusal.js';
import type { Session } from './session.js';

const CHALLENGE_LENGTHS: readonly number[] = Object.freeze([4, 8, 16]);

/** Two halves of 8 bytes, and the version of the key behind them where the terminal names one. */
const HALF = 8;

/** 00 84: 4, 8 or 16 random bytes, the only ones that count from now on until a command uses them. */
export function getChallenge(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x00);
  demand(CHALLENGE_LENGTHS.includes(command.p3), SW.wrongLength);
  const challenge = session.random(command.p3);
  session.issueChallenge(challenge);
  return challenge.slice();
}

/** 00 88: R ‖ S [‖ key version] → the source S under IRK, 8 bytes; proves that the card is genuine. */
export function internalAuthenticate(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x00);
  const { first, second, version } = halves(command.data);
  const key = found(findAuthenticationKey(session, KEY_ID.internal, version), SW.referencedDataNotFound);
  return authenticationData(softwareCiphers, algorithmOf(key), key.value, first, second);
}

/**
 * 00 82: authentication data ‖ S [‖ key version] for the key P2 and the latest challenge; key id 00 is the master key
 * that rules here. Success grants what the key's id opens, failure takes it back.
 *
 * @throws Refusal 6A88 no such key, 6983 it is locked, 6984 no challenge, 63Cx wrong
 */
export function externalAuthenticate(session: Session, command: Command): Uint8Array {
  demand(command.p1 === 0x00, SW.wrongParameters);
  const { first, second, version } = halves(command.data);
  const id = command.p2;
  const key = found(externalKey(session, id, version), SW.referencedDataNotFound);
  demand(!isLocked(key), SW.authenticationBlocked);
  const challenge = session.takeChallenge(algorithmOf(key));
  const proved = attempt(session, key, () =>
    equalBytes(authenticationData(softwareCiphers, algorithmOf(key), key.value, challenge, second), first),
  );
  if (id === 0x00) session.security.master = proved ? key : undefined;
  else if (proved) session.security.grant(id);
  else session.security.revoke(id);
  if (!proved) throw failedWithTries(key.triesLeft);
  return EMPTY;
}

/**
 * The key that EXTERNAL AUTHENTICATION means. The maintenance keys make MACs and serve no authentication: whoever has
 * them must not be able to use the card as an oracle for them [TP].
 */
function externalKey(session: Session, id: number, version: number | undefined): Key | undefined {
  if ((id & 0x7f) === KEY_ID.maintenance) return undefined;
  if (id !== 0x00) return findAuthenticationKey(session, id, version);
  const master = masterKeyInPower(session);
  return version === undefined || version === master.version ? master : undefined;
}

/** @throws Refusal 6700 */
function halves(data: Uint8Array): { first: Uint8Array; second: Uint8Array; version: number | undefined } {
  demand(data.length === 2 * HALF || data.length === 2 * HALF + 1, SW.wrongLength);
  return { first: data.slice(0, HALF), second: data.slice(HALF, 2 * HALF), version: data[2 * HALF] };
}
