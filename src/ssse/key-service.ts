/**
 * Who computes with the keys of the social security side. The terminal holds none: a PSAM in the second slot does, or
 * the bureau's HSM over the line. The kernel asks for authentication data and does not know which it is.
 */

import { concat } from '../base/bytes.js';
import type { CardFactors, KeyLevel, KeyLevels, PsamRefusal, PsamSession } from '../card/psam.js';
import { openPsam } from '../card/psam.js';
import { foldHalves } from '../crypto/authentication-data.js';
import type { SocialAlgorithm } from '../crypto/social-algorithm.js';
import type { IccReader } from '../ports/icc-reader.js';
import type { CardKey } from './model.js';
import { isRefusal, type Refusal, refuse } from './refusal.js';

/** What a key service must know of a card before it can derive that card's keys. */
export interface KeyedCard {
  readonly algorithm: SocialAlgorithm;
  /** Whether the card's FCI stated the algorithm. */
  readonly stated: boolean;
  /** First byte of 卡的识别码. */
  readonly firstByte: number;
  readonly factors: CardFactors;
}

export interface KeyService {
  /** Makes ready for one card; called once a visit, before anything else. */
  open(card: KeyedCard): Promise<Refusal | undefined>;
  /**
   * Authentication data, 8 bytes, under the card's copy of `key` (sscard.md 6.4).
   * @param process the process factor R, 8 bytes
   * @param source the source S, 8 bytes
   */
  authenticationData(key: CardKey, process: Uint8Array, source: Uint8Array): Promise<Uint8Array | Refusal>;
  /** Why cryptograms under `key` may differ from an honest card's, when the service can tell. */
  whyDifferent(key: CardKey): Refusal | undefined;
  /** 终端机编号, twelve digits; twelve zeros where no PSAM gives one (sscard.md 12). */
  readonly terminalNumber: string;
  close(): Promise<void>;
}

/** Keys in a PSAM: recipe of sscard.md 9.4. The PSAM is powered when the first card needs it. */
export class PsamKeys implements KeyService {
  readonly #sams: readonly IccReader[];
  readonly #levels: KeyLevels;
  readonly #used = new Map<string, KeyLevel>();
  #psam: PsamSession | undefined;
  #factors: CardFactors | undefined;

  constructor(sams: readonly IccReader[], levels: KeyLevels) {
    this.#sams = sams;
    this.#levels = levels;
  }

  get terminalNumber(): string {
    return this.#psam?.terminalNumber ?? '000000000000';
  }

  async open(card: KeyedCard): Promise<Refusal | undefined> {
    const psam = await openPsam(this.#sams, card, this.#levels);
    if (typeof psam === 'string') return refuse(psam);
    this.#psam = psam;
    this.#factors = card.factors;
    return undefined;
  }

  async authenticationData(key: CardKey, process: Uint8Array, source: Uint8Array): Promise<Uint8Array | Refusal> {
    const psam = this.#psam;
    const factors = this.#factors;
    if (psam === undefined || factors === undefined) return refuse('psam-absent');
    const level = await psam.deliverSessionKey(key, factors, process);
    if (typeof level === 'string') return refuse(level);
    this.#used.set(key.name, level);
    if (psam.blockLength === 8) return refusalOrData(await psam.encrypt(source));
    const block = refusalOrData(await psam.encrypt(concat(source, new Uint8Array(8))));
    return isRefusal(block) ? block : foldHalves(block);
  }

  whyDifferent(key: CardKey): Refusal | undefined {
    const level = this.#used.get(key.name);
    if (level === undefined || this.#psam === undefined || this.#factors === undefined) return undefined;
    return this.#psam.serves(level, this.#factors) ? undefined : refuse('psam-other-region');
  }

  async close(): Promise<void> {
    await this.#psam?.close();
    this.#psam = undefined;
  }
}

function refusalOrData(answer: Uint8Array | PsamRefusal): Uint8Array | Refusal {
  return typeof answer === 'string' ? refuse(answer) : answer;
}
