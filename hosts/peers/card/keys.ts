import { assert } from '../../../src/base/assert.js';
import { SW } from '../../../src/codec/status-words.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { type Directory, ENDLESS_TRIES, type Environment, KEY_ALGORITHM, KEY_TYPE, type Key } from './memory.js';
import { found } from './refusal.js';
import { isLocal } from './security-state.js';
import type { Session } from './session.js';

/** Card ids of sscard.md 5.2 that the COS itself must know. */
export const KEY_ID = Object.freeze({
  /** IRK, for INTERNAL AUTHENTICATION, beside the master key, which has id 00 too. */
  internal: 0x00,
  /** STK of SSSE; that of a DF has b8 set. */
  maintenance: 0x02,
  cardBlock: 0x05,
  pinUnblock: 0x06,
});

const AUTHENTICATION_TYPES: readonly number[] = Object.freeze([
  KEY_TYPE.mac,
  KEY_TYPE.encryption,
  KEY_TYPE.macAndEncryption,
]);

/** Whether keys of this type serve INTERNAL and EXTERNAL AUTHENTICATION and secure messaging (PSAM types 6, 7, 8). */
export function isAuthenticationType(type: number): boolean {
  return AUTHENTICATION_TYPES.includes(type);
}

/** The algorithm family of a key. */
export function algorithmOf(key: Key): SocialAlgorithm {
  return key.algorithm === KEY_ALGORITHM.sm4 ? 'SM4' : 'DES';
}

/**
 * The key of that type and id in a directory: of the version asked for, or else of its lowest version [TP].
 * @returns undefined where there is none
 */
export function findKey(
  directory: Directory | undefined,
  isType: (type: number) => boolean,
  id: number,
  version?: number,
): Key | undefined {
  let best: Key | undefined;
  for (const key of directory?.keys ?? []) {
    const fits = isType(key.type) && key.id === id && (version === undefined || key.version === version);
    if (fits && (best === undefined || key.version < best.version)) best = key;
  }
  return best;
}

/** An authentication key as the current DF sees it: its own where b8 of the id is set, else the environment's. */
export function findAuthenticationKey(session: Session, id: number, version?: number): Key | undefined {
  return findKey(isLocal(id) ? session.application : session.environment, isAuthenticationType, id, version);
}

/** The PIN of an environment; undefined where none was ever loaded. */
export function findPin(environment: Environment | undefined): Key | undefined {
  return findKey(environment, (type) => type === KEY_TYPE.pin, 0);
}

/** Whether the PIN holds digits; removing a PIN leaves FF…FF in its place. */
export function isPinSet(pin: Key): boolean {
  return pin.value[0] !== 0xff;
}

/** The master key of an environment (EMK); undefined as long as the card maker has not loaded it. */
export function findEnvironmentMasterKey(environment: Environment): Key | undefined {
  return findKey(environment, (type) => type === KEY_TYPE.master, 0);
}

/**
 * The master key that rules where the card stands now: the environment's, from the moment it has one; before that,
 * and at the MF, the card's. The policy, security architecture: once both environments have their keys the card's key
 * has no power over either.
 */
export function masterKeyInPower(session: Session): Key {
  const environment = session.environment;
  const own = environment === undefined ? undefined : findEnvironmentMasterKey(environment);
  return own ?? session.memory.content.masterKey;
}

/** The maintenance key (STK) of the current DF. SPEC-7 §13; sscard.md 6.5, 7. @throws Refusal 6A88 */
export function maintenanceKey(session: Session): Key {
  const id = session.application === undefined ? KEY_ID.maintenance : 0x80 | KEY_ID.maintenance;
  return found(findAuthenticationKey(session, id), SW.referencedDataNotFound);
}

/** Whether a key's counter has run out. */
export function isLocked(key: Key): boolean {
  return key.triesLeft === 0;
}

/**
 * Puts a secret to the test. The try is spent, and committed, before `matches` looks at anything, so that pulling the
 * card never saves one; success commits the full counter again. Comes before a command stages anything.
 */
export function attempt(session: Session, key: Key, matches: () => boolean): boolean {
  assert(!isLocked(key), 'a locked key is not put to the test');
  if (key.triesMax === ENDLESS_TRIES) return matches();
  session.memory.put(key, 'triesLeft', key.triesLeft - 1);
  session.memory.commit();
  const matched = matches();
  if (!matched) return false;
  session.memory.put(key, 'triesLeft', key.triesMax);
  session.memory.commit();
  return true;
}
