/** The bureau's key store: test roots by name, and from them the keys of one card. sscard.md 5.2, 6.2, 6.7, 16.2. */

import { assert } from '../../../src/base/assert.js';
import { cardFactor, cityFactor, diversify, provinceFactor } from '../../../src/crypto/diversification.js';
import { retailMac } from '../../../src/crypto/mac.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import { rootUnder, testRoot } from '../keys.js';

/** A key and the algorithm family that it runs. */
export interface CardKey {
  readonly algorithm: SocialAlgorithm;
  /** 8 bytes (STK family under DES) or 16. */
  readonly value: Uint8Array;
}

/**
 * Keys that come with a batch of blank cards and serve until each has its own [TP]: the card master key, and the first
 * master keys of the two environments, one agreed with the bureau, one with the bank.
 */
export type BatchKeyName = 'CMK' | 'EMKSSSE' | 'EMKPSE';

/** A batch key, the same in every card of it; 16 bytes. */
export function batchKey(name: BatchKeyName, algorithm: SocialAlgorithm): CardKey {
  return { algorithm, value: testRoot(name) };
}

/**
 * The card's own key of that name (sscard.md 5.2), the root taken down over province, city and card.
 *
 * @param region six digits @param historical the 13 historical bytes
 */
export function cardKey(algorithm: SocialAlgorithm, name: string, region: string, historical: Uint8Array): CardKey {
  const factors = [provinceFactor(region), cityFactor(region), cardFactor(historical)];
  const value = factors.reduce(
    (key, factor) => diversify(softwareCiphers, algorithm, key, factor),
    rootUnder(algorithm, name),
  );
  return { algorithm, value };
}

/**
 * The authentication code (认证码) that ends 卡的识别码, as one issuer's tool makes it: a retail MAC under the card's IRK
 * over the first 12 bytes. [1] sscard.md 6.7; no terminal may check it.
 *
 * @param irk the card's own @param head region, RID and serial, 12 bytes @returns 4 bytes
 */
export function cardIdentifierCode(irk: CardKey, head: Uint8Array): Uint8Array {
  assert(head.length === 12, 'the code covers region, RID and serial');
  return retailMac(softwareCiphers, irk.algorithm, irk.value, head);
}
