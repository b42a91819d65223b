/** The holder's PIN: VERIFY, CHANGE PIN, PIN CHANGE/UNBLOCK. SPEC-5, SPEC-7 §9, §13; sscard.md 7. */

import { EMPTY, equalBytes, padRight } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { type Command, demandParameters } from './command.js';
import {
  algorithmOf,
  attempt,
  findAuthenticationKey,
  findPin,
  isLocked,
  isPinSet,
  KEY_ID,
  maintenanceKey,
} from './keys.js';
import type { Key } from './memory.js';
import { demand, failedWithTries, found } from './refusal.js';
import { unwrap, unwrapEmpty } from './secure-messaging.js';
import type { Session } from './session.js';

/** A PIN of 16 digits; also what a shorter one is padded to in memory. */
const PIN_LENGTH = 8;
/** Four digits. */
const SHORTEST_PIN = 2;
const FILLER = 0xff;
/**
 * Lc of a PIN reload: the new PIN enciphered and the MAC. Under DES a PIN of 15 or 16 digits takes a second block.
 */
const SEALED_LENGTHS: Readonly<Record<SocialAlgorithm, readonly number[]>> = Object.freeze({
  DES: Object.freeze([0x0c, 0x14]),
  SM4: Object.freeze([0x14]),
});

/** 00 20: compares the PIN, 2 to 8 bytes cn; without data only tells how things stand. */
export function verify(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x00);
  const pin = findPin(session.environment);
  if (command.data.length === 0) return query(pin);
  demand(command.data.length >= SHORTEST_PIN && command.data.length <= PIN_LENGTH, SW.wrongLength);
  provePin(session, found(pin, SW.referencedDataNotFound), command.data);
  session.security.pinVerified = true;
  return EMPTY;
}

/**
 * 80 5E 01 00: old PIN ‖ FF ‖ new PIN. An empty old one sets the first PIN, an empty new one takes the PIN away.
 *
 * @throws Refusal 6985 an old PIN is missing, or stands there although none is set; 6A80 the new one is no PIN
 */
export function changePin(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x01, 0x00);
  const { data } = command;
  demand(data.length >= SHORTEST_PIN + 1 && data.length <= 2 * PIN_LENGTH + 1, SW.wrongLength);
  const pin = found(findPin(session.environment), SW.referencedDataNotFound);
  const separator = data.indexOf(FILLER);
  demand(separator >= 0 && separator <= PIN_LENGTH, SW.wrongData);
  const old = data.slice(0, separator);
  const fresh = data.slice(separator + 1);
  demand(fresh.length === 0 || isPin(fresh), SW.wrongData);
  demand(isPinSet(pin) === old.length > 0, SW.conditionsNotSatisfied);
  if (isPinSet(pin)) provePin(session, pin, old);
  storePin(session, pin, fresh);
  return EMPTY;
}

/**
 * 84 24 00 P2, after EXTERNAL AUTHENTICATION with PUK: 00 gives the PIN its tries back, 01 puts a new one in its
 * place. A wrong MAC costs PUK a try, so that guessing ends (trap 13).
 */
export function changeOrUnblockPin(session: Session, command: Command): Uint8Array {
  const { p1, p2 } = command;
  demand(p1 === 0x00 && (p2 === 0x00 || p2 === 0x01), SW.wrongParameters);
  const pin = found(findPin(session.environment), SW.referencedDataNotFound);
  demand(session.security.holds(KEY_ID.pinUnblock), SW.securityStatusNotSatisfied);
  const penalised = found(findAuthenticationKey(session, KEY_ID.pinUnblock), SW.referencedDataNotFound);
  const protection = { key: maintenanceKey(session), penalised };
  if (p2 === 0x01) {
    demand(
      command.data.length === 0 || SEALED_LENGTHS[algorithmOf(protection.key)].includes(command.p3),
      SW.wrongLength,
    );
    const fresh = unwrap(session, command, { ...protection, enciphered: true });
    demand(isPin(fresh), SW.wrongData);
    storePin(session, pin, fresh);
  } else {
    unwrapEmpty(session, command, protection);
    session.memory.put(pin, 'triesLeft', pin.triesMax);
  }
  return EMPTY;
}

/** Cn digits, at least four, an odd count filled with F, and perhaps more F behind them. sscard.md 7. */
export function isPin(bytes: Uint8Array): boolean {
  if (bytes.length < SHORTEST_PIN || bytes.length > PIN_LENGTH) return false;
  const nibbles = [...bytes].flatMap((byte) => [byte >> 4, byte & 0x0f]);
  const end = nibbles.indexOf(0x0f);
  const digits = end < 0 ? nibbles : nibbles.slice(0, end);
  return digits.length >= 4 && digits.every((digit) => digit <= 9) && nibbles.slice(digits.length).every(isFiller);
}

/** Answers VERIFY without data. @throws Refusal 63Cx or 6983 where a PIN is set */
function query(pin: Key | undefined): Uint8Array {
  if (pin === undefined || !isPinSet(pin)) return EMPTY;
  demand(!isLocked(pin), SW.authenticationBlocked);
  throw failedWithTries(pin.triesLeft);
}

/** @throws Refusal 6985 no PIN is set, 6983 it is locked, 63Cx this is another */
function provePin(session: Session, pin: Key, digits: Uint8Array): void {
  demand(isPinSet(pin), SW.conditionsNotSatisfied);
  demand(!isLocked(pin), SW.authenticationBlocked);
  session.security.pinVerified = false;
  if (!attempt(session, pin, () => equalBytes(stored(digits), pin.value))) throw failedWithTries(pin.triesLeft);
}

function storePin(session: Session, pin: Key, digits: Uint8Array): void {
  session.memory.put(pin, 'value', stored(digits));
  session.memory.put(pin, 'triesLeft', pin.triesMax);
  session.security.pinVerified = false;
}

function stored(digits: Uint8Array): Uint8Array {
  return padRight(digits, PIN_LENGTH, FILLER);
}

function isFiller(nibble: number): boolean {
  return nibble === 0x0f;
}
