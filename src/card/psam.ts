/**
 * A session with the PSAM, the terminal's own key card (SPEC-9; sscard.md 9): choosing its environment, and having it
 * compute with keys that the terminal never holds.
 */

import { assert } from '../base/assert.js';
import { asciiBytes, concat, equalBytes, padRight } from '../base/bytes.js';
import { Fault } from '../base/fault.js';
import { FormatError } from '../base/format-error.js';
import type { Response } from '../codec/apdu.js';
import { decodeBcd } from '../codec/bcd.js';
import type { IccReader } from '../ports/icc-reader.js';
import { environmentName } from './environment-name.js';
import { type CardSession, openSession, type SendOptions, succeeded } from './session.js';

/** Why a PSAM cannot serve; each is a reason of its own in front of the operator. */
export type PsamRefusal =
  /** no PSAM in any SAM slot (driver error −2201) */
  | 'psam-absent'
  /** a chip that knows neither the environment's commands nor the PSAM application */
  | 'psam-not-a-psam'
  /** no environment for the card's algorithm (−2202) */
  | 'psam-algorithm'
  /** the key is not there (−27272, 6A88) */
  | 'psam-key-missing'
  /** the key is there, at no level that can be diversified for this card (−24) */
  | 'psam-key-level'
  /** its roots are those of another province or city than the card's */
  | 'psam-other-region'
  /** any other status word */
  | 'psam-refused';

/** A key as the PSAM knows it: its id and the key types to try, most likely first (sscard.md 9.2, 18 trap 5). */
export interface PsamKey {
  readonly name: string;
  readonly psamId: number;
  readonly psamTypes: readonly number[];
}

/** How deep a PSAM's copy of a key is: how many diversifications remain, and under which type it was found. */
export interface KeyLevel {
  readonly remaining: number;
  readonly type: number;
}

/** What a terminal has learnt about its PSAMs, by PSAM serial and key; kept from visit to visit. */
export type KeyLevels = Map<string, KeyLevel>;

/** The three diversification factors of a card, 8 bytes each (sscard.md 6.2). */
export interface CardFactors {
  readonly province: Uint8Array;
  readonly city: Uint8Array;
  readonly card: Uint8Array;
}

/** The environment for each algorithm (sscard.md 9.1, 16.4). */
const ENVIRONMENTS = Object.freeze({ DES: 'sx1', SM4: 'sx3' });

/** AID of the PSAM's application (SPEC-9; sscard.md 9.1). */
const PSAM_APPLICATION = new Uint8Array([0xd1, 0x56, 0x00, 0x00, 0x05, 0x90]);

/** What one CIPHER DATA takes: 40h bytes with an 8-byte block, 80h with a 16-byte one. */
const CIPHER_BLOCKS_MAX = 8;
/** P1 of CIPHER DATA for MACs. */
const MAC = Object.freeze({ last: 0x01, next: 0x03, only: 0x05, first: 0x07 });
const MAC_LENGTH = 4;
/** The purchase key's type; its id is its version (sscard.md 5.2, 9.2). */
const PURCHASE: readonly number[] = Object.freeze([0x02]);
/** Where the terms of a purchase have the key's version. */
const VERSION_AT = 26;

export class PsamSession {
  /** Twenty digits from file 0015. */
  readonly serial: string;
  /** 终端机编号 from file 0016: region of six digits and six more. */
  readonly terminalNumber: string;
  /** 8 for DES, 16 for SM4: what CIPHER DATA works in. */
  readonly blockLength: 8 | 16;
  readonly #card: CardSession;
  readonly #levels: KeyLevels;

  constructor(card: CardSession, identity: PsamIdentity, blockLength: 8 | 16, levels: KeyLevels) {
    this.#card = card;
    this.serial = identity.serial;
    this.terminalNumber = identity.terminalNumber;
    this.blockLength = blockLength;
    this.#levels = levels;
  }

  /**
   * Derives a session key inside the PSAM (DELIVERY SESSION KEY, `BFDE`) from one of its keys, the card's factors and
   * the process factor of 4, 8 or 16 bytes. The level is probed 3, 2, 1 once for this PSAM and key, then remembered.
   * @returns the level used, or why there is none
   */
  async deliverSessionKey(key: PsamKey, factors: CardFactors, process: Uint8Array): Promise<KeyLevel | PsamRefusal> {
    const memory = `${this.serial}/${this.blockLength}/${key.psamId}`;
    const known = this.#levels.get(memory);
    let verdict: PsamRefusal = 'psam-key-missing';
    for (const level of known ? [known, ...candidates(key)] : candidates(key)) {
      const response = await this.#deliver(key, level, factors, process);
      if (succeeded(response)) {
        this.#levels.set(memory, level);
        return level;
      }
      if (response.sw === 0x6a80) verdict = 'psam-key-level';
      else if (response.sw !== 0x6a88) return 'psam-refused';
    }
    this.#levels.delete(memory);
    return verdict;
  }

  /** Encrypts `data`, whole blocks, at most eight, with the session key (CIPHER DATA, `80FA00`). */
  async encrypt(data: Uint8Array, options: SendOptions = {}): Promise<Uint8Array | PsamRefusal> {
    assert(data.length > 0 && data.length % this.blockLength === 0, 'whole blocks');
    const command = { cla: 0x80, ins: 0xfa, p1: 0x00, p2: 0x00, data, le: data.length };
    const response = await this.#card.send(command, options);
    return succeeded(response) && response.data.length === data.length ? response.data : 'psam-refused';
  }

  /**
   * The MAC over `blocks`, whole blocks, 4 bytes, with the session key (CIPHER DATA, `80FA05`; sscard.md 6.5, 9.3): CBC
   * from IV zero, which stands before them. What one command does not hold goes in pieces: 07, 03 …, 01.
   */
  async mac(blocks: Uint8Array): Promise<Uint8Array | PsamRefusal> {
    assert(blocks.length > 0 && blocks.length % this.blockLength === 0, 'whole blocks');
    const input = concat(new Uint8Array(this.blockLength), blocks);
    const room = CIPHER_BLOCKS_MAX * this.blockLength;
    const last = input.length - (input.length % room || room);
    for (let at = 0; at < last; at += room) {
      const p1 = at === 0 ? MAC.first : MAC.next;
      const response = await this.#card.send({ cla: 0x80, ins: 0xfa, p1, p2: 0x00, data: input.slice(at, at + room) });
      if (response.sw !== 0x9000) return 'psam-refused';
    }
    const p1 = last === 0 ? MAC.only : MAC.last;
    const data = input.slice(last);
    const response = await this.#card.send({ cla: 0x80, ins: 0xfa, p1, p2: 0x00, data, le: MAC_LENGTH });
    return succeeded(response) && response.data.length === MAC_LENGTH ? response.data : 'psam-refused';
  }

  /**
   * INIT SAM FOR PURCHASE (`80700100`): moves the terminal's transaction sequence for good and makes MAC1 with it.
   * @param terms card random 4, card sequence 2, account 4, self-pay 4, pool 4, type 1, date 4, time 3, key version 1,
   * algorithm 1
   * @returns terminal sequence 4 ‖ MAC1 4, and the level of the key that made it
   */
  async initPurchase(
    terms: Uint8Array,
    factors: CardFactors,
  ): Promise<{ readonly level: KeyLevel; readonly answer: Uint8Array } | PsamRefusal> {
    const psamId = terms[VERSION_AT];
    const memory = `${this.serial}/${this.blockLength}/purchase/${psamId}`;
    const known = this.#levels.get(memory);
    const levels = candidates({ psamTypes: PURCHASE });
    let verdict: PsamRefusal = 'psam-key-missing';
    for (const level of known ? [known, ...levels] : levels) {
      const data = concat(terms, ...chainOf(factors, level));
      const response = await this.#card.send({ cla: 0x80, ins: 0x70, p1: 0x01, p2: 0x00, data, le: 8 });
      if (succeeded(response)) {
        this.#levels.set(memory, level);
        return response.data.length === 8 ? { level, answer: response.data } : 'psam-refused';
      }
      if (response.sw === 0x6a80) verdict = 'psam-key-level';
      else if (response.sw !== 0x6a88) return 'psam-refused';
    }
    return verdict;
  }

  /** CREDIT SAM FOR PURCHASE (`80720000`): whether MAC2 is that of the purchase that was begun. Asked once. */
  async creditPurchase(mac2: Uint8Array): Promise<boolean | PsamRefusal> {
    const { sw } = await this.#card.send({ cla: 0x80, ins: 0x72, p1: 0x00, p2: 0x00, data: mac2 });
    return sw === 0x9000 || sw === 0x9302 ? sw === 0x9000 : 'psam-refused';
  }

  /**
   * Whether roots of this depth can belong to the card: with one level left they are a city's, with two a province's,
   * and the head of the terminal number says whose (sscard.md 9.1, 9.2). Cities are told apart by four digits, since a
   * terminal number may name a district.
   */
  serves(level: KeyLevel, factors: CardFactors): boolean {
    const digits = level.remaining === 1 ? 4 : level.remaining === 2 ? 2 : 0;
    const own = asciiBytes(this.terminalNumber).subarray(0, digits);
    return equalBytes(own, factors.city.subarray(0, digits));
  }

  async close(): Promise<void> {
    await this.#card.close();
  }

  #deliver(key: PsamKey, level: KeyLevel, factors: CardFactors, process: Uint8Array): Promise<Response> {
    const data = concat(...chainOf(factors, level), padRight(process, this.blockLength, 0x00));
    return this.#card.send({
      cla: 0xbf,
      ins: 0xde,
      p1: (level.remaining << 5) | level.type,
      p2: key.psamId,
      data,
    });
  }
}

/** Every level and type to try: 3, 2, 1 remaining (SPEC-9 8). */
function candidates({ psamTypes }: Pick<PsamKey, 'psamTypes'>): KeyLevel[] {
  return [3, 2, 1].flatMap((remaining) => psamTypes.map((type) => ({ remaining, type })));
}

/** The factors that a key of this level still wants, the card's first. */
function chainOf({ card, city, province }: CardFactors, { remaining }: KeyLevel): Uint8Array[] {
  return [card, city, province].slice(0, remaining);
}

interface PsamIdentity {
  readonly serial: string;
  readonly terminalNumber: string;
}

/** What the environment is chosen by. */
export interface PsamEnvironment {
  readonly algorithm: 'DES' | 'SM4';
  /** The card stated its algorithm in its FCI (9F0C); otherwise it follows from the first byte of its identifier. */
  readonly stated: boolean;
  /** First byte of 卡的识别码, for INITIALIZE ENVIRONMENT. */
  readonly firstByte: number;
}

/**
 * Powers the first PSAM found and opens the environment that fits the card: by name where the card stated its
 * algorithm, and by INITIALIZE ENVIRONMENT (`BFEC`) where it follows from the card's identifier (sscard.md 9.3, 10.1).
 * @throws Fault of port `sam`
 */
export async function openPsam(
  sams: readonly IccReader[],
  environment: PsamEnvironment,
  levels: KeyLevels,
): Promise<PsamSession | PsamRefusal> {
  const card = await powerFirst(sams);
  if (card === undefined) return 'psam-absent';
  const identity = await openEnvironment(card, environment);
  if (typeof identity === 'string') {
    await card.close();
    return identity;
  }
  return new PsamSession(card, identity, environment.algorithm === 'SM4' ? 16 : 8, levels);
}

async function powerFirst(sams: readonly IccReader[]): Promise<CardSession | undefined> {
  for (const sam of sams) {
    try {
      return await openSession(sam);
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'absent') throw error;
    }
  }
  return undefined;
}

async function openEnvironment(card: CardSession, environment: PsamEnvironment): Promise<PsamIdentity | PsamRefusal> {
  const selected = await selectName(card, environmentName(ENVIRONMENTS[environment.algorithm]));
  if (!succeeded(selected)) {
    return succeeded(await selectName(card, PSAM_APPLICATION)) ? 'psam-algorithm' : 'psam-not-a-psam';
  }
  if (!environment.stated) {
    const data = new Uint8Array([environment.firstByte]);
    const initialised = await card.send({ cla: 0xbf, ins: 0xec, p1: 0x00, p2: 0x00, data });
    if (!succeeded(initialised)) return 'psam-not-a-psam';
  }
  const identity = await readIdentity(card);
  // Only a PSAM has this application; a holder's card in the SAM slot answers to sx1.sh but not to it.
  return succeeded(await selectName(card, PSAM_APPLICATION)) ? identity : 'psam-not-a-psam';
}

/** Files 0015 (issuer 1, serial cn10, version 1, type 1, FCI 2) and 0016 (terminal number cn6) of the environment. */
async function readIdentity(card: CardSession): Promise<PsamIdentity | PsamRefusal> {
  const common = await readTransparent(card, 0x15, 15);
  const terminal = await readTransparent(card, 0x16, 6);
  if (common === undefined || terminal === undefined) return 'psam-not-a-psam';
  try {
    const terminalNumber = decodeBcd(terminal);
    if (terminalNumber.length !== 12) return 'psam-refused';
    return { serial: decodeBcd(common.subarray(1, 11)), terminalNumber };
  } catch (error) {
    if (error instanceof FormatError) return 'psam-refused';
    throw error;
  }
}

async function readTransparent(card: CardSession, file: number, length: number): Promise<Uint8Array | undefined> {
  const data = new Uint8Array([0x00, file]);
  let selected = await card.send({ cla: 0x00, ins: 0xa4, p1: 0x02, p2: 0x00, data });
  // As on cards (sscard.md 18, trap 1): P1 = 02 by the text, 00 in much code.
  if (selected.sw === 0x6a82 || selected.sw === 0x6a86) {
    selected = await card.send({ cla: 0x00, ins: 0xa4, p1: 0x00, p2: 0x00, data });
  }
  if (!succeeded(selected)) return undefined;
  const read = await card.send({ cla: 0x00, ins: 0xb0, p1: 0x00, p2: 0x00, le: length });
  return succeeded(read) && read.data.length === length ? read.data : undefined;
}

function selectName(card: CardSession, name: Uint8Array): Promise<Response> {
  return card.send({ cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x00, data: name, le: 256 });
}
