/** A card that the blacklist names, blocked where the profile says so (SPEC-8 7; sscard.md 11.1). */

import type { CardSession } from '../card/session.js';
import { authenticateTerminal } from '../ssse/authentication.js';
import type { KeyService } from '../ssse/key-service.js';
import { keyNamed } from '../ssse/keys.js';
import { BLOCK_APPLICATION, BLOCK_CARD, sendSecured } from '../ssse/secure-messaging.js';
import type { Aftermath } from './aftermath.js';
import type { BlacklistedDeed } from './terminal.js';

/** Blocks a card that has proved itself, its environment being current. @returns what came of it; nothing where none was due */
export async function dealWithListed(
  session: CardSession,
  keys: KeyService,
  deed: BlacklistedDeed,
): Promise<Aftermath | undefined> {
  if (deed === 'refuse') return undefined;
  const message = deed === 'block-card' ? BLOCK_CARD : BLOCK_APPLICATION;
  const refused =
    (await authenticateTerminal(session, keys, keyNamed('BK'))) ?? (await sendSecured(session, keys, 'SSSE', message));
  return { left: refused ? 'not-blocked' : 'blocked' };
}

/** Whether this INS, left unanswered, may have blocked something. */
export function isBlock(ins: number | undefined): boolean {
  return ins === BLOCK_APPLICATION.ins || ins === BLOCK_CARD.ins;
}
