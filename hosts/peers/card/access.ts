import { SW } from '../../../src/codec/status-words.js';
import { findPin, isPinSet, masterKeyInPower } from './keys.js';
import { ACCESS, type AccessCondition, type ElementaryFile } from './memory.js';
import { demand } from './refusal.js';
import type { Session } from './session.js';

/** Lets a READ of the file pass or ends the command. @throws Refusal 6982 */
export function demandRead(session: Session, file: ElementaryFile): void {
  demand(isFulfilled(session, file.read), SW.securityStatusNotSatisfied);
}

/** {@link demandRead} for UPDATE; whoever personalises the card may write whatever the conditions. @throws Refusal 6982 */
export function demandWrite(session: Session, file: ElementaryFile): void {
  demand(isPersonalising(session) || isFulfilled(session, file.write), SW.securityStatusNotSatisfied);
}

/**
 * Whether the holder has proved himself, or need not: a PIN right binds where a PIN is set («PIN, if set»; sscard.md
 * 8, 10.1). Without an environment there is nobody to ask.
 */
export function isHolderPresent(session: Session): boolean {
  if (session.environment === undefined) return false;
  const pin = findPin(session.environment);
  return session.security.pinVerified || pin === undefined || !isPinSet(pin);
}

/** Whether the environment is still being laid out and its own master key has spoken [TP]. */
export function isPersonalising(session: Session): boolean {
  return session.environment !== undefined && !session.environment.activated && isMasterPresent(session);
}

/** Whether the master key that rules here now has authenticated itself; one that has replaced it since must do so anew. */
export function isMasterPresent(session: Session): boolean {
  return session.security.master === masterKeyInPower(session);
}

/** sscard.md 5.1. The file lies in the current DF, so that ids with b8 = 1 are keys of that DF. */
function isFulfilled(session: Session, condition: AccessCondition): boolean {
  const holdsKey = [condition.keyA, condition.keyB].some((id) => id !== 0 && session.security.holds(id));
  switch (condition.mode) {
    case ACCESS.free:
      return true;
    case ACCESS.pin:
      return isHolderPresent(session);
    case ACCESS.key:
      return holdsKey;
    case ACCESS.pinOrKey:
      return isHolderPresent(session) || holdsKey;
    case ACCESS.pinAndKey:
      return isHolderPresent(session) && holdsKey;
    default:
      return false;
  }
}
