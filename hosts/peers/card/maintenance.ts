/** APPLICATION BLOCK and CARD BLOCK; neither can be undone (trap 13). SPEC-5, SPEC-7 §13; sscard.md 7. */

import { EMPTY } from '../../../src/base/bytes.js';
import { SW } from '../../../src/codec/status-words.js';
import { type Command, demandParameters } from './command.js';
import { KEY_ID, maintenanceKey } from './keys.js';
import { demand, found } from './refusal.js';
import { unwrapEmpty } from './secure-messaging.js';
import type { Session } from './session.js';

/**
 * 84 1E 00 01: blocks the current DF after its LK, or at the level of SSSE the environment as a whole after BK [TP].
 *
 * @throws Refusal 6985 at the MF and in a DF that no key may block
 */
export function blockApplication(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x01);
  const directory = found(session.directory, SW.conditionsNotSatisfied);
  const permission = session.application?.blockKey ?? KEY_ID.cardBlock;
  demand(permission !== 0, SW.conditionsNotSatisfied);
  demand(session.security.holds(permission), SW.securityStatusNotSatisfied);
  unwrapEmpty(session, command, { key: maintenanceKey(session) });
  session.memory.put(directory, 'blocked', true);
  return EMPTY;
}

/** 84 16 00 00 after BK: the card answers 6A81 to everything from now on. */
export function blockCard(session: Session, command: Command): Uint8Array {
  demandParameters(command, 0x00, 0x00);
  demand(session.security.holds(KEY_ID.cardBlock), SW.securityStatusNotSatisfied);
  unwrapEmpty(session, command, { key: maintenanceKey(session) });
  session.memory.put(session.memory.content, 'blocked', true);
  return EMPTY;
}
