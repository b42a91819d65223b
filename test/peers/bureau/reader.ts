/** A card out of the bureau in a reader: power on, literal TPDUs in, literal answers out. */

import { type Card, createCard } from '../../../hosts/peers/card/card.js';
import type { CardImage } from '../../../hosts/peers/card/image.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { authenticationData } from '../../../src/crypto/authentication-data.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';

export const SSSE = '7378312E73682EC9E7BBE1B1A3D5CF';
export const PSE = '315041592E5359532E4444463031';
/** Process factor and source of the vectors in sscard.md 16.7; the card's challenge is always R. */
export const R = '1122334455667788';
export const S = 'A1A2A3A4A5A6A7A8';

export class Reader {
  readonly card: Card;
  readonly algorithm: SocialAlgorithm;

  constructor(image: CardImage, algorithm: SocialAlgorithm) {
    this.card = createCard(image, (length) => fromHex(R + R).slice(0, length));
    this.algorithm = algorithm;
    this.card.reset();
  }

  /** One exchange; blanks are for the reader of the test. */
  say(command: string): string {
    return toHex(this.card.exchange(fromHex(command)));
  }

  /** One command with its answer fetched after 61xx. */
  ask(command: string): string {
    const answer = this.say(command);
    return answer.startsWith('61') ? this.say(`00C00000${answer.slice(2)}`) : answer;
  }

  select(name: string): string {
    return this.ask(`00A40400${toHex(Uint8Array.of(name.length / 2))}${name}`);
  }

  /** GET CHALLENGE and EXTERNAL AUTHENTICATION with a key in hexadecimal. */
  authenticate(id: string, key: string): string {
    this.say('0084000008');
    const proof = authenticationData(softwareCiphers, this.algorithm, fromHex(key), fromHex(R), fromHex(S));
    return this.say(`008200${id} 10 ${toHex(proof)} ${S}`);
  }

  /** Power off and on. @returns the ATR */
  restart(): string {
    this.card.powerOff();
    return toHex(this.card.reset());
  }
}
