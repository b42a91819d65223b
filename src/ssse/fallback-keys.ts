/** The PSAM first, and the bureau's HSM for what it cannot do (SC 10; sscard.md 12: −2201, −2202, −2203, 6A88, −24). */

import { assert } from '../base/assert.js';
import type { HsmKeys } from './hsm-keys.js';
import type { KeyedCard, KeyService, SecuredMessage, Together } from './key-service.js';
import type { CardKey } from './model.js';
import { isRefusal, type Refusal, type RefusalReason } from './refusal.js';

const FALLS_BACK: readonly RefusalReason[] = Object.freeze([
  'psam-absent',
  'psam-not-a-psam',
  'psam-algorithm',
  'psam-no-holder-key',
  'psam-key-missing',
  'psam-key-level',
]);

export class FallbackKeys implements KeyService {
  readonly #psam: KeyService;
  readonly #hsm: HsmKeys;
  #card: KeyedCard | undefined;
  #hsmReady = false;
  #psamReady = false;
  /** Who computed last. */
  #last: KeyService;

  constructor(psam: KeyService, hsm: HsmKeys) {
    this.#psam = psam;
    this.#hsm = hsm;
    this.#last = psam;
  }

  get terminalNumber(): string {
    return this.#psamReady ? this.#psam.terminalNumber : this.#hsm.terminalNumber;
  }

  /** A PSAM that opened is asked; what it then lacks is one question more. */
  get together(): Together | undefined {
    if (this.#psamReady) return undefined;
    return async (internal, external) => {
      this.#last = this.#hsm;
      return await this.#hsm.together(internal, external);
    };
  }

  async open(card: KeyedCard): Promise<Refusal | undefined> {
    this.#card = card;
    const refused = await this.#psam.open(card);
    this.#psamReady = refused === undefined;
    return refused && FALLS_BACK.includes(refused.refused) ? await this.#openHsm() : refused;
  }

  authenticationData(key: CardKey, process: Uint8Array, source: Uint8Array): Promise<Uint8Array | Refusal> {
    return this.#either((keys) => keys.authenticationData(key, process, source));
  }

  /**
   * A PIN is used up by whoever gets it. With a PSAM that can do anything for this card the PIN is not sent to anybody else:
   * only where it could not even open does the HSM put it into the command.
   */
  protect(key: CardKey, process: Uint8Array, message: SecuredMessage): Promise<Uint8Array | Refusal> {
    this.#last = this.#psamReady ? this.#psam : this.#hsm;
    return this.#last.protect(key, process, message);
  }

  beginPurchase(terms: Uint8Array, terminalNumber: string): Promise<Uint8Array | Refusal> {
    return this.#either((keys) => keys.beginPurchase(terms, terminalNumber));
  }

  /** Asked of who began it. */
  completePurchase(mac2: Uint8Array): Promise<boolean | 'later' | Refusal> {
    return this.#last.completePurchase(mac2);
  }

  whyDifferent(key: CardKey): Refusal | undefined {
    return this.#last.whyDifferent(key);
  }

  async close(): Promise<void> {
    await this.#psam.close();
    await this.#hsm.close();
  }

  async #either(compute: (keys: KeyService) => Promise<Uint8Array | Refusal>): Promise<Uint8Array | Refusal> {
    if (this.#psamReady) {
      this.#last = this.#psam;
      const computed = await compute(this.#psam);
      if (!isRefusal(computed) || !FALLS_BACK.includes(computed.refused)) return computed;
    }
    const closed = await this.#openHsm();
    if (closed) return closed;
    this.#last = this.#hsm;
    return await compute(this.#hsm);
  }

  async #openHsm(): Promise<Refusal | undefined> {
    if (this.#hsmReady) return undefined;
    assert(this.#card !== undefined, 'a key service is opened for a card');
    const refused = await this.#hsm.open(this.#card);
    this.#hsmReady = refused === undefined;
    return refused;
  }
}
