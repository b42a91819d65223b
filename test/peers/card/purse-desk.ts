/** A card with a medical account in DF04, its keys those of sscard.md 16.7. */

import { createCard } from '../../../hosts/peers/card/card.js';
import type { CardImage } from '../../../hosts/peers/card/image.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';
import { cardKey } from '../../crypto/social-card.js';
import { applicationTemplate, cardImage, Desk, EMK, fileTemplate, keyRecord, SSSE, tlv, vectorRandom } from './desk.js';

export const DF04 = 'D15600000503';
export const DSK = '11111111111111112222222222222222';
const PIN = '123456';

/** The account as the internal file of 1Fh bytes holds it; amounts in fen. */
export interface Opening {
  readonly load?: string;
  readonly purchase?: string;
  readonly balance?: string;
  readonly totals?: string;
  readonly year?: string;
  readonly startingDay?: string;
}

/** The account before the transactions of sscard.md 16.7. */
const VECTORS_OPENING = {
  load: '0003',
  purchase: '0007',
  balance: '00002710',
  totals: '0000000000000000',
  year: '0000',
  startingDay: '0000',
};

export interface PurseOptions {
  readonly opening?: Opening;
  /** Bytes of a record of EF08 in hexadecimal: 1C, or 14 for an account alone. */
  readonly recordLength?: string;
  /** Bytes of the internal file. */
  readonly internalLength?: string;
  readonly withoutTacKey?: boolean;
}

/** Four random bytes are those of the vectors; eight are R. */
function random(length: number): Uint8Array {
  return length === 4 ? fromHex('C0FFEE01') : vectorRandom(length);
}

/** Made once for each set of options: laying a card out takes some hundred blocks. */
const images = new Map<string, CardImage>();

/** The card in use, powered, nothing selected. */
export function purseCard(algorithm: SocialAlgorithm, options: PurseOptions = {}): Desk {
  const name = `${algorithm} ${JSON.stringify(options)}`;
  const image = images.get(name) ?? laidOut(algorithm, options);
  images.set(name, image);
  return new Desk(createCard(image, random), algorithm);
}

function laidOut(algorithm: SocialAlgorithm, options: PurseOptions): CardImage {
  const desk = new Desk(createCard(cardImage(algorithm, false), random), algorithm);
  desk.select(SSSE);
  must(desk.authenticate('00', EMK));
  must(desk.withMac('84E00100', EMK, applicationTemplate('DF04', DF04)));
  loadKeys(desk, options.withoutTacKey === true);
  const log = tlv('81', `${options.recordLength ?? '1C'}03`);
  must(desk.withMac('84E00200', EMK, fileTemplate('06', 'EF08', log, '010000FF0000', '08')));
  const size = tlv('80', `00${options.internalLength ?? '1F'}`);
  must(desk.withMac('84E00200', EMK, fileTemplate('09', 'EF0F', size, 'FF0000FF0000')));
  const { load, purchase, balance, totals, year, startingDay } = { ...VECTORS_OPENING, ...options.opening };
  must(desk.say(`00D60000 14 ${load} ${purchase} ${balance} ${totals} ${year} ${startingDay}`));
  desk.select(SSSE);
  must(desk.withMac('84440000', EMK));
  return desk.card.image();
}

function loadKeys(desk: Desk, withoutTacKey: boolean): void {
  const keys = [
    ['08', '87', '03', DSK],
    ['09', '01', 'FF', toHex(cardKey(desk.algorithm, 'DLK'))],
    ['02', '01', 'FF', toHex(cardKey(desk.algorithm, 'DPK'))],
    ['0C', '00', 'FF', toHex(cardKey(desk.algorithm, 'DTK'))],
  ] as const;
  for (const [type, id, tries, value] of keys) {
    if (type === '0C' && withoutTacKey) continue;
    must(desk.sealed('84D40000', EMK, keyRecord(desk, type, id, tries, value)));
  }
}

function must(answer: string): void {
  if (answer !== '9000') throw new Error(`the card did not take a step: ${answer}`);
}

/** SSSE, PIN, DF04. */
export function enter(desk: Desk): Desk {
  desk.select(SSSE);
  desk.say(`00200000 03 ${PIN}`);
  desk.select(DF04);
  return desk;
}
