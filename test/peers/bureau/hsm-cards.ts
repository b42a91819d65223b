/** The card of sscard.md 16.7 as a bureau is told of it, once of each algorithm. */

import type { BureauCard } from '../../../src/codec/bureau-message.js';

export const DES_CARD: BureauCard = Object.freeze({
  region: '990100',
  historical: '00995453549999990100000001',
  identifier: '990100D1560000050000000166534F34',
});

export const SM4_CARD: BureauCard = Object.freeze({ ...DES_CARD, identifier: '990100D15600000500000001DDADA6DB' });
