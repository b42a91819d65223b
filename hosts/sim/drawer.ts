/** The drawer: each sample card is personalised by when it is first taken out, and stays what it has become. */

import { assert } from '../../src/base/assert.js';
import { toHex } from '../../src/base/hex.js';
import { type AccountOpening, accountOf } from '../peers/bank/accounts.js';
import { trackTwo } from '../peers/bank/card-data.js';
import { issueCard } from '../peers/bureau/issue.js';
import { parseCardProfile } from '../peers/bureau/profile.js';
import { createCard } from '../peers/card/card.js';
import { type CardImage, parseCardImage } from '../peers/card/image.js';
import type { Chip, RandomBytes } from '../peers/chip.js';
import { parsePsamDescription } from '../peers/psam/description.js';
import { createPsam } from '../peers/psam/psam.js';
import { type Stripe, writeStripe } from '../peers/stripe/stripe.js';
import { SAMPLE_BANK_CARDS } from '../samples/bank-cards.js';
import { SAMPLE_CARDS, SAMPLE_PSAMS } from '../samples/samples.js';

/** A card that was issued elsewhere, as the JSON of its image; of one that was not, nothing. */
export type Issued = (name: string) => string | undefined;

/** A sample, personalised on the spot: a second of a desktop's XS for its signatures. */
export function issueSample(name: string, random: RandomBytes): CardImage {
  return issueCard(parseCardProfile(sampleText(name)), random);
}

function sampleText(name: string): string {
  const text = SAMPLE_CARDS[name] ?? SAMPLE_BANK_CARDS[name];
  assert(text !== undefined, 'the drawer has the card');
  return text;
}

/** The stripe on the back of a sample: track 2 is what tag 57 is equivalent to; without a bank side it is blank. */
export function sampleStripe(name: string): Stripe {
  const { bank } = parseCardProfile(sampleText(name));
  const two = bank && toHex(trackTwo(bank)).replace(/F$/, '').replace('D', '=');
  return writeStripe([undefined, two, undefined]);
}

export class Drawer {
  readonly #random: RandomBytes;
  readonly #issued: Issued;
  readonly #taken = new Map<string, Chip>();

  constructor(random: RandomBytes, issued: Issued = () => undefined) {
    this.#random = random;
    this.#issued = issued;
  }

  card(name: string): Chip {
    return this.#take(`card ${name}`, () => {
      const issued = this.#issued(name);
      const image = issued === undefined ? issueSample(name, this.#random) : parseCardImage(issued);
      return createCard(image, this.#random);
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
