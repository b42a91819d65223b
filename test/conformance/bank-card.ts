/** Cards with a payment side alone: made as the bureau makes one, without the hundred commands that SSSE takes. */

import { ageBankCard } from '../../hosts/peers/bank/after-issue.js';
import { personaliseBank } from '../../hosts/peers/bank/personalise.js';
import type { BankProfile } from '../../hosts/peers/bank/profile.js';
import { makePaymentSystem } from '../../hosts/peers/bureau/card-maker.js';
import { Desk } from '../../hosts/peers/bureau/desk.js';
import { batchKey } from '../../hosts/peers/bureau/hsm.js';
import { createCard } from '../../hosts/peers/card/card.js';
import { type CardImage, manufactureCard } from '../../hosts/peers/card/image.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { fromHex } from '../../src/base/hex.js';

/** Each profile is personalised once; every use gets a card fresh from that image. */
const images = new Map<string, CardImage>();

export function bankCard(profile: BankProfile): CardImage {
  const name = JSON.stringify(profile);
  const known = images.get(name);
  if (known !== undefined) return known;
  const image = personalise(profile);
  images.set(name, image);
  return image;
}

function personalise(profile: BankProfile): CardImage {
  const dice = new SeededRandom(1);
  const random = (length: number) => dice.bytes(length);
  const blank = {
    historical: fromHex('00995453549999990100000001'),
    algorithm: 'DES',
    cardMasterKey: batchKey('CMK', 'DES').value,
  } as const;
  const card = createCard(manufactureCard(blank), random);
  const desk = new Desk(card, random);
  desk.restart();
  makePaymentSystem(desk, 'DES', profile.directory !== false);
  personaliseBank(desk, profile, batchKey('EMKPSE', 'DES'));
  ageBankCard(desk, profile);
  card.powerOff();
  return card.image();
}
