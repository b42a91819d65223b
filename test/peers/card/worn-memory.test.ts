/** 6581: a card whose memory takes no more writes (sscard.md 7.1). Nothing half-written stays, and nothing is answered. */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { socialCard } from './desk.js';

function worn(writesLeft: number) {
  const card = createCard({ ...socialCard().card.image(), writesLeft }, (length) => new Uint8Array(length));
  card.reset();
  const say = (hex: string) => toHex(card.exchange(fromHex(hex)));
  say('00A404000F7378312E73682EC9E7BBE1B1A3D5CF');
  return { card, say };
}

describe('a worn-out card', () => {
  it('can still be read, and asked about its PIN', () => {
    const { say } = worn(0);
    expect(say('0020000000')).toBe('63C3');
    expect(say('00A4020002EF05')).toBe('9000');
  });

  it('answers 6581 to a PIN whose try it cannot count, right or wrong', () => {
    const { say } = worn(0);
    expect(say('0020000003123456')).toBe('6581');
    expect(say('0020000003654321')).toBe('6581');
    expect(say('0020000000')).toBe('63C3');
  });

  it('lasts as many writes as it has left: a wrong PIN takes one, a right one two', () => {
    const { card, say } = worn(3);
    expect(say('0020000003654321')).toBe('63C2');
    expect(say('0020000003123456')).toBe('9000');
    expect(say('0020000003123456')).toBe('6581');
    expect(card.image().writesLeft).toBe(0);
  });
});
