/**
 * An identified card of the social security side, and what its rights table lets the terminal do with it. It knows which
 * directory is current and which conditions the card has seen fulfilled, so that no key is spent twice.
 */

import { assert } from '../base/assert.js';
import type { CardFactors } from '../card/psam.js';
import type { CardSession } from '../card/session.js';
import type { SocialAlgorithm } from '../crypto/social-algorithm.js';
import type { Pin } from '../vault/pin-room.js';
import { authenticateTerminal } from './authentication.js';
import { directoryFid } from './directories.js';
import type { Issuer } from './issuer.js';
import type { KeyService, SecuredMessage } from './key-service.js';
import { keyNamed } from './keys.js';
import { fileNamed, layoutOf } from './layout.js';
import type { Access, CardFile, Directory, Generation } from './model.js';
import { changePin, type PinState, verifyPin } from './pin.js';
import { Purse, type PurseYear } from './purse.js';
import { type FileContent, readFile } from './read-file.js';
import { isRefusal, type Refusal, refuse } from './refusal.js';
import { sendSecured } from './secure-messaging.js';
import { selectDirectory, selectFile, selectSocialEnvironment } from './selection.js';
import { FileWriter } from './write-file.js';

/** Where the rights table says "or", who decides: the holder by PIN, or the terminal by key (sscard.md 12, iAuthType). */
export type Proof = 'pin' | 'key';

export interface SocialCardFacts {
  readonly issuer: Issuer;
  readonly generation: Generation;
  readonly algorithm: SocialAlgorithm;
  /** The 13 historical bytes of the ATR. */
  readonly historical: Uint8Array;
  readonly pin: PinState;
  /** Names of the keys that the card has accepted already. */
  readonly granted?: readonly string[];
  readonly factors: CardFactors;
}

export class SocialCard {
  readonly issuer: Issuer;
  readonly generation: Generation;
  readonly algorithm: SocialAlgorithm;
  readonly historical: Uint8Array;
  readonly pin: PinState;
  /** What its keys are derived with. */
  readonly factors: CardFactors;
  readonly #card: CardSession;
  readonly #keys: KeyService;
  #directory: Directory = 'SSSE';
  #pinVerified: boolean;
  /** Names of the keys that the card has accepted and still honours. */
  #granted: ReadonlySet<string> = new Set();

  constructor(card: CardSession, keys: KeyService, facts: SocialCardFacts) {
    this.#card = card;
    this.#keys = keys;
    this.issuer = facts.issuer;
    this.generation = facts.generation;
    this.algorithm = facts.algorithm;
    this.historical = facts.historical;
    this.pin = facts.pin;
    this.factors = facts.factors;
    this.#pinVerified = facts.pin.state === 'none';
    this.#granted = new Set(facts.granted);
  }

  /** The file of this card's layout with a driver name such as `DF01EF05`. */
  file(name: string): CardFile | undefined {
    return fileNamed(layoutOf(this.generation), name);
  }

  /** Whether reading the file takes a PIN that has not been given yet. */
  needsPin(access: Access, proof: Proof): boolean {
    if (this.#pinVerified) return false;
    return access.by === 'pin' || access.by === 'pin-and-key' || (access.by === 'pin-or-key' && proof === 'pin');
  }

  /** VERIFY at the level of SSSE, where the PIN lives; it then holds until power-off (SPEC-5 6.11). Uses the PIN up. */
  async verify(pin: Pin): Promise<Refusal | undefined> {
    try {
      const refused = (await this.#enter('SSSE')) ?? (await verifyPin(this.#card, pin));
      if (refused === undefined) this.#pinVerified = true;
      return refused;
    } finally {
      pin.discard();
    }
  }

  /** Fulfils the file's read condition and reads all of it. A PIN that is needed must have been verified before. */
  async read(file: CardFile, proof: Proof): Promise<FileContent | Refusal> {
    const entered = await this.#enter(file.directory);
    if (entered) return entered;
    const refused = await this.#prove(file.read, proof);
    if (refused) return refused;
    return await readFile(this.#card, file);
  }

  /**
   * Fulfils the file's write condition and makes the file current. A PIN that is needed must have been verified before.
   * @returns what writes into it, until another file or directory is entered
   */
  async openToWrite(file: CardFile, proof: Proof): Promise<FileWriter | Refusal> {
    const closed =
      (await this.#enter(file.directory)) ??
      (await this.#prove(file.write, proof)) ??
      (await selectFile(this.#card, file.fid));
    return closed ?? new FileWriter(this.#card, this.#keys, file);
  }

  /** The medical account, until another directory is entered. A PIN that is set must have been verified before. */
  async purse(): Promise<Purse | Refusal> {
    assert(this.#pinVerified, 'the visit has asked for the PIN');
    return (await this.#enter('DF04')) ?? new Purse(this.#card);
  }

  /** The part of it that takes no PIN, until another directory is entered; DSK is {@link permit}ted there. */
  async purseYear(): Promise<PurseYear | Refusal> {
    return (await this.#enter('DF04')) ?? new Purse(this.#card);
  }

  /**
   * CHANGE PIN at the level of SSSE. Uses both PINs up.
   * @param old undefined on a card without a PIN @param fresh undefined takes the PIN away
   */
  async changePin(old: Pin | undefined, fresh: Pin | undefined): Promise<Refusal | undefined> {
    try {
      const refused = (await this.#enter('SSSE')) ?? (await changePin(this.#card, old, fresh));
      if (refused === undefined) this.#pinVerified = fresh === undefined;
      return refused;
    } finally {
      old?.discard();
      fresh?.discard();
    }
  }

  /** Has the card accept a permission key, PUK, BK, DSK or an LK, in the directory that it belongs to. */
  async permit(name: string): Promise<Refusal | undefined> {
    return (await this.#enter(keyNamed(name).directory)) ?? (await this.#grant(name));
  }

  /** Sends a secured command to the current directory: the one of the key that was permitted last. */
  secured(message: SecuredMessage): Promise<Refusal | undefined> {
    return sendSecured(this.#card, this.#keys, this.#directory, message);
  }

  async #prove(access: Access, proof: Proof): Promise<Refusal | undefined> {
    assert(!this.needsPin(access, proof), 'the visit has asked for the PIN');
    switch (access.by) {
      case 'nobody':
        return refuse('access-denied');
      case 'key':
      case 'pin-and-key':
        return await this.#grant(access.key);
      case 'pin-or-key':
        return proof === 'key' ? await this.#grant(access.key) : undefined;
      default:
        return undefined;
    }
  }

  async #grant(name: string): Promise<Refusal | undefined> {
    if (this.#granted.has(name)) return undefined;
    const refused = await authenticateTerminal(this.#card, this.#keys, keyNamed(name));
    if (refused === undefined) this.#granted = new Set([...this.#granted, name]);
    return refused;
  }

  /**
   * Makes a directory current. What its own keys have opened is lost with it; global keys and the PIN stay
   * (sscard.md 5.1). A card that does not know a neighbour from inside a DF is asked again from SSSE.
   */
  async #enter(directory: Directory): Promise<Refusal | undefined> {
    if (directory === this.#directory) return undefined;
    this.#granted = new Set([...this.#granted].filter((name) => isGlobal(name)));
    if (directory !== 'SSSE') {
      const direct = await selectDirectory(this.#card, directoryFid(directory));
      if (direct === undefined) return this.#arrive(directory);
      if (direct.refused !== 'file-missing' || this.#directory === 'SSSE') return direct;
    }
    const home = await selectSocialEnvironment(this.#card);
    if (isRefusal(home)) return home;
    this.#directory = 'SSSE';
    if (directory === 'SSSE') return undefined;
    const refused = await selectDirectory(this.#card, directoryFid(directory));
    return refused ?? this.#arrive(directory);
  }

  #arrive(directory: Directory): undefined {
    this.#directory = directory;
    return undefined;
  }
}

/** Key ids with bit 8 clear belong to SSSE as a whole (sscard.md 5.2). */
function isGlobal(name: string): boolean {
  return (keyNamed(name).cardId ?? 0) < 0x80;
}
