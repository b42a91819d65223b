/** Somebody with a social security card that pays from its own medical account: what is on it, and which PIN it has. */

import { type Card, createCard } from '../peers/card/card.js';
import type { Gesture } from '../peers/finger/finger.js';
import type { SocialCard } from './drawer.js';

const FIRST_PIN = '123456';
const OTHER_PIN = '246813';

export class Holder {
  readonly card: Card;
  /** Fen on the card when it was issued. */
  readonly balance: number;
  #pin = FIRST_PIN;

  constructor({ image, balance }: SocialCard, random: (length: number) => Uint8Array) {
    this.card = createCard(image, random);
    this.balance = balance;
  }

  /** What the holder enters, as often as asked. */
  right(): Gesture {
    return { digits: this.#pin };
  }

  /** The old PIN and the other one twice. */
  forChange(): readonly Gesture[] {
    const digits = this.#next();
    return [this.right(), { digits }, { digits }];
  }

  /** The card has taken the other one. */
  changed(): void {
    this.#pin = this.#next();
  }

  #next(): string {
    return this.#pin === FIRST_PIN ? OTHER_PIN : FIRST_PIN;
  }
}
