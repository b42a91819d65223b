/** The drawer: each sample card is personalised when it is first taken out, and stays what it has become. */

import { assert } from '../../src/base/assert.js';
import { type AccountOpening, accountOf } from '../peers/bank/accounts.js';
import { issueCard } from '../peers/bureau/issue.js';
import { parseCardProfile } from '../peers/bureau/profile.js';
import { createCard } from '../peers/card/card.js';
import type { Chip, RandomBytes } from '../peers/chip.js';
import { parsePsamDescription } from '../peers/psam/description.js';
import { createPsam } from '../peers/psam/psam.js';
import { SAMPLE_BANK_CARDS } from '../samples/bank-cards.js';
import { SAMPLE_CARDS, SAMPLE_PSAMS } from '../samples/samples.js';

export class Drawer {
  readonly #random: RandomBytes;
  readonly #taken = new Map<string, Chip>();

  constructor(random: RandomBytes) {
    this.#random = random;
  }

  card(name: string): Chip {
    return this.#take(`card ${name}`, () => {
      const text = SAMPLE_CARDS[name] ?? SAMPLE_BANK_CARDS[name];
      assert(text !== undefined, 'the drawer has the card');
      return createCard(issueCard(parseCardProfile(text), this.#random), this.#random);
    });
  }

  psam(name: string): Chip {
    return this.#take(`psam ${name}`, () => {
      const text = SAMPLE_PSAMS[name];
      assert(text !== undefined, 'the drawer has the PSAM');
      return createPsam(parsePsamDescription(text), this.#random);
    });
  }

  #take(name: string, make: () => Chip): Chip {
    const chip = this.#taken.get(name) ?? make();
    this.#taken.set(name, chip);
    return chip;
  }
}

/** What the banks keep for the cards of the drawer. */
export function accounts(): AccountOpening[] {
  return Object.values(SAMPLE_BANK_CARDS).flatMap((text) => {
    const { bank } = parseCardProfile(text);
    return bank ? [accountOf(bank)] : [];
  });
}
