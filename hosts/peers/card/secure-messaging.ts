import { concat, equalBytes } from '../../../src/base/bytes.js';
import { scrub } from '../../../src/base/scrub.js';
import { SW } from '../../../src/codec/status-words.js';
import { openData } from '../../../src/crypto/data-encryption.js';
import { mac } from '../../../src/crypto/mac.js';
import { sessionKey } from '../../../src/crypto/session-key.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import type { Command } from './command.js';
import { algorithmOf, attempt, isLocked } from './keys.js';
import type { Key } from './memory.js';
import { demand, found } from './refusal.js';
import type { Session } from './session.js';

/** Bytes of the MAC that ends the data of a secured command. sscard.md 6.5. */
const MAC_LENGTH = 4;

/** What may stand in a command with secure messaging. */
interface Protection {
  /** The key whose session key makes the MAC, and enciphers. */
  readonly key: Key;
  /** The data is enciphered (sscard.md 6.6). */
  readonly enciphered?: boolean;
  /** The key that pays with a try for a wrong MAC. */
  readonly penalised?: Key;
}

/**
 * Takes secure messaging off a command: checks the MAC over header and data under the session key of the protecting
 * key and the latest challenge, which this uses up whatever comes of it. SPEC-4 §8; sscard.md 6.3, 6.5, 6.6.
 *
 * @returns the data without MAC, deciphered where it was enciphered
 * @throws Refusal 6987 no room for a MAC, 6984 no challenge, 6983 the penalised key is locked, 6988 wrong MAC, 6A80
 * enciphered data that does not open
 */
export function unwrap(session: Session, command: Command, protection: Protection): Uint8Array {
  const { key, penalised } = protection;
  demand(command.data.length >= MAC_LENGTH, SW.secureMessagingMissing);
  demand(penalised === undefined || !isLocked(penalised), SW.authenticationBlocked);
  const algorithm = algorithmOf(key);
  const ks = sessionKey(softwareCiphers, algorithm, key.value, session.takeChallenge(algorithm));
  const header = Uint8Array.of(command.cla, command.ins, command.p1, command.p2, command.p3);
  const data = command.data.slice(0, command.data.length - MAC_LENGTH);
  const code = mac(softwareCiphers, algorithm, ks, concat(header, data));
  const plain = protection.enciphered === true ? openData(softwareCiphers, algorithm, ks, data) : data;
  scrub(ks);

  const isGenuine = () => equalBytes(code, command.data.subarray(data.length));
  const genuine = penalised === undefined ? isGenuine() : attempt(session, penalised, isGenuine);
  if (!genuine && penalised !== undefined && isLocked(penalised)) session.security.revoke(penalised.id);
  demand(genuine, SW.secureMessagingIncorrect);
  return found(plain, SW.wrongData);
}

/** {@link unwrap} for a command that carries nothing but its MAC. @throws Refusal 6700 for more than that as well */
export function unwrapEmpty(session: Session, command: Command, protection: Protection): void {
  demand(command.data.length <= MAC_LENGTH, SW.wrongLength);
  unwrap(session, command, protection);
}

/**
 * Data of an UPDATE in its two forms: plain (00) or with a MAC under the DF's maintenance key (04). sscard.md 7.
 * @throws Refusal 6987 for a plain one to a card that wants the other, as {@link unwrap} for the other
 */
export function updateData(session: Session, command: Command, maintenance: () => Key): Uint8Array {
  const { environment } = session;
  const isInUse = environment?.kind === 'SSSE' && environment.activated;
  const wantsMac = isInUse && session.memory.content.quirks.securedUpdates;
  demand(!wantsMac || (command.cla & 0x04) !== 0, SW.secureMessagingMissing);
  const data = (command.cla & 0x04) === 0 ? command.data : unwrap(session, command, { key: maintenance() });
  demand(data.length > 0, SW.wrongLength);
  return data;
}
