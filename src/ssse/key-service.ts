/**
 * Who computes with the keys of the social security side. The terminal holds none: a PSAM in the second slot does, or
 * the bureau's HSM over the line. The kernel asks for authentication data and does not know which it is.
 */

import { concat, EMPTY } from '../base/bytes.js';
import type { CardFactors, KeyLevel, KeyLevels, PsamRefusal, PsamSession } from '../card/psam.js';
import { openPsam } from '../card/psam.js';
import { foldHalves } from '../crypto/authentication-data.js';
import { padBlocks } from '../crypto/padding.js';
import type { SocialAlgorithm } from '../crypto/social-algorithm.js';
import type { IccReader } from '../ports/icc-reader.js';
import { Pin } from '../vault/pin-room.js';
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
  /** What an HSM diversifies by: six digits, the 13 historical bytes, 识别码. */
  readonly region: string;
  readonly historical: Uint8Array;
  readonly cardIdentifier: Uint8Array;
}

/** Process factor R and source S, 8 bytes each. */
export interface Challenge {
  readonly process: Uint8Array;
  readonly source: Uint8Array;
}

/** What a secured command says. */
export interface SecuredMessage {
  readonly cla: 0x04 | 0x84;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** At most 251 bytes in the clear, or a PIN that nobody may see. */
  readonly data?: Uint8Array | Pin;
}

export type Together = (internal: Challenge, external: Challenge) => Promise<Proofs | Refusal>;

/** What the card must answer under IRK, and what the terminal answers it under RKSSSE, 8 bytes each. */
export interface Proofs {
  readonly internal: Uint8Array;
  readonly external: Uint8Array;
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
  /**
   * The data of a command of class 04 or 84 under the card's copy of a maintenance key (sscard.md 6.5, 6.6): data as they
   * are or the PIN enciphered, and the MAC. Uses the PIN up.
   * @param process the card's challenge, 8 bytes
   */
  protect(key: CardKey, process: Uint8Array, message: SecuredMessage): Promise<Uint8Array | Refusal>;
  /**
   * Begins a purchase from the medical account (SPEC-9; sscard.md 9.3).
   * @param terms as of INIT SAM FOR PURCHASE, 28 bytes
   * @param terminalNumber 终端机编号 that the card was told, twelve digits
   * @returns terminal sequence 4 ‖ MAC1 4; that sequence is used up, whatever comes of it
   */
  beginPurchase(terms: Uint8Array, terminalNumber: string): Promise<Uint8Array | Refusal>;
  /** Whether MAC2, 4 bytes, is that of the purchase that was begun; `later` where the bureau settles it by the TAC. */
  completePurchase(mac2: Uint8Array): Promise<boolean | 'later' | Refusal>;
  /**
   * The proofs of {@link authenticationData} under IRK and RKSSSE by one question, where a question is a long way; none where
   * it is not.
   */
  readonly together?: Together | undefined;
  /** Why cryptograms under `key` may differ from an honest card's, when the service can tell. */
  whyDifferent(key: CardKey): Refusal | undefined;
  /** 终端机编号, twelve digits; twelve zeros where no PSAM gives one (sscard.md 12). */
  readonly terminalNumber: string;
  close(): Promise<void>;
}

/** Bytes of the MAC that ends a secured command (sscard.md 6.5). */
const MAC_LENGTH = 4;
/** Its versions lie at one depth. */
const PURCHASE_KEY = 'DPK';

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
    const psam = await this.#deliver(key, process);
    if (isRefusal(psam)) return psam;
    if (psam.blockLength === 8) return refusalOrData(await psam.encrypt(source));
    const block = refusalOrData(await psam.encrypt(concat(source, new Uint8Array(8))));
    return isRefusal(block) ? block : foldHalves(block);
  }

  async protect(key: CardKey, process: Uint8Array, message: SecuredMessage): Promise<Uint8Array | Refusal> {
    const { data = EMPTY } = message;
    const body = data instanceof Pin ? await this.#seal(key, process, data) : data;
    if (isRefusal(body)) return body;
    // The PSAM drops a session key when the kind of calculation changes (sscard.md 9.4), so each has its own delivery.
    const psam = await this.#deliver(key, process);
    if (isRefusal(psam)) return psam;
    const { cla, ins, p1, p2 } = message;
    const header = Uint8Array.of(cla, ins, p1, p2, body.length + MAC_LENGTH);
    const mac = refusalOrData(await psam.mac(padBlocks(concat(header, body), psam.blockLength)));
    return isRefusal(mac) ? mac : concat(body, mac);
  }

  async beginPurchase(terms: Uint8Array): Promise<Uint8Array | Refusal> {
    if (this.#psam === undefined || this.#factors === undefined) return refuse('psam-absent');
    const begun = await this.#psam.initPurchase(terms, this.#factors);
    if (typeof begun === 'string') return refuse(begun);
    this.#used.set(PURCHASE_KEY, begun.level);
    return begun.answer;
  }

  async completePurchase(mac2: Uint8Array): Promise<boolean | Refusal> {
    if (this.#psam === undefined) return refuse('psam-absent');
    const right = await this.#psam.creditPurchase(mac2);
    return typeof right === 'string' ? refuse(right) : right;
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

  /** @returns the PSAM with a session key in it */
  async #deliver(key: CardKey, process: Uint8Array): Promise<PsamSession | Refusal> {
    const psam = this.#psam;
    const factors = this.#factors;
    if (psam === undefined || factors === undefined) return refuse('psam-absent');
    const level = await psam.deliverSessionKey(key, factors, process);
    if (level === 'psam-key-missing' && key.name === 'RKSSSE') return refuse('psam-no-holder-key');
    if (typeof level === 'string') return refuse(level);
    this.#used.set(key.name, level);
    return psam;
  }

  /** The PIN goes into the PSAM and nowhere else; it is wiped whether the PSAM takes it or not. */
  async #seal(key: CardKey, process: Uint8Array, pin: Pin): Promise<Uint8Array | Refusal> {
    try {
      const psam = await this.#deliver(key, process);
      if (isRefusal(psam)) return psam;
      const seal = (blocks: Uint8Array) => psam.encrypt(blocks, { conceal: true });
      return refusalOrData(await pin.presentFramed(psam.blockLength, seal));
    } finally {
      pin.discard();
    }
  }
}

function refusalOrData(answer: Uint8Array | PsamRefusal): Uint8Array | Refusal {
  return typeof answer === 'string' ? refuse(answer) : answer;
}
