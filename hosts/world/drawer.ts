/** Cards and the PSAM of the samples, personalised once and taken out as often as one likes. */

import { assert } from '../../src/base/assert.js';
import { type AccountOpening, accountOf } from '../peers/bank/accounts.js';
import { issueCard } from '../peers/bureau/issue.js';
import { parseCardProfile } from '../peers/bureau/profile.js';
import type { CardImage } from '../peers/card/image.js';
import { parsePsamDescription } from '../peers/psam/description.js';
import type { PsamImage } from '../peers/psam/image.js';
import { createPsam } from '../peers/psam/psam.js';
import { SAMPLE_BANK_CARDS } from '../samples/bank-cards.js';
import { SAMPLE_CARDS, SAMPLE_PSAMS } from '../samples/samples.js';
import { SeededRandom } from './seeded-random.js';

export interface DrawnCard {
  readonly image: CardImage;
  readonly account: AccountOpening;
}

/** A card without a bank side, and what its medical account holds, fen. */
export interface SocialCard {
  readonly image: CardImage;
  readonly balance: number;
}

/** The samples are personalised from one seed of their own, whatever world they come into. */
const SEED = 20120528;

export class Drawer {
  readonly #cards = new Map<string, DrawnCard>();
  #social: SocialCard | undefined;
  #psam: PsamImage | undefined;

  /** @param name a sample's that has a bank side */
  card(name: string): DrawnCard {
    const known = this.#cards.get(name);
    if (known) return known;
    const text = SAMPLE_BANK_CARDS[name];
    assert(text !== undefined, 'a drawer has the samples');
    const profile = parseCardProfile(text);
    assert(profile.bank !== undefined, 'the sample has a bank side');
    const dice = new SeededRandom(SEED);
    const card = {
      image: issueCard(profile, (length) => dice.bytes(length)),
      account: accountOf(profile.bank),
    };
    this.#cards.set(name, card);
    return card;
  }

  /** The sample that pays from its own medical account. */
  socialCard(): SocialCard {
    if (this.#social) return this.#social;
    const profile = parseCardProfile(SAMPLE_CARDS['v2-offline-purse']);
    const dice = new SeededRandom(SEED);
    const image = issueCard(profile, (length) => dice.bytes(length));
    this.#social = { image, balance: profile.medicalAccount?.balance ?? 0 };
    return this.#social;
  }

  /** The national test PSAM. */
  psam(): PsamImage {
    const description = () => parsePsamDescription(SAMPLE_PSAMS.full);
    this.#psam ??= createPsam(description(), (length) => new Uint8Array(length)).image();
    return this.#psam;
  }
}
