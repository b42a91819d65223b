/** Cards of the samples with a bank side, personalised once and taken out as often as one likes. */

import { assert } from '../../src/base/assert.js';
import { type AccountOpening, accountOf } from '../peers/bank/accounts.js';
import { issueCard } from '../peers/bureau/issue.js';
import { parseCardProfile } from '../peers/bureau/profile.js';
import type { CardImage } from '../peers/card/image.js';
import { SAMPLE_BANK_CARDS } from '../samples/bank-cards.js';
import { SeededRandom } from './seeded-random.js';

export interface DrawnCard {
  readonly image: CardImage;
  readonly account: AccountOpening;
}

/** The samples are personalised from one seed of their own, whatever world they come into. */
const SEED = 20120528;

export class Drawer {
  readonly #cards = new Map<string, DrawnCard>();

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
}
