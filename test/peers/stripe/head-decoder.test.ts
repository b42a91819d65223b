/** The stripe, the hand and the decoder: what comes out of it is what was written, or E. */

import { describe, expect, it } from 'vitest';
import type { Hand } from '../../../hosts/peers/stripe/hand.js';
import { HeadDecoder } from '../../../hosts/peers/stripe/head-decoder.js';
import { dirty, type Stripe, scratched, worn, writeBits, writeStripe } from '../../../hosts/peers/stripe/stripe.js';

/** The card-present test card of Authorize.Net's documentation. */
const ONE = 'B4111111111111111^CARDUSER/JOHN^1803101000000000020000831000000';
const TWO = '4111111111111111=1803101000020000831';
const CARD = writeStripe([ONE, TWO, undefined]);
const READ = `%${ONE}?;${TWO}?\r`;
const FORWARD: Hand = { direction: 'forward', mmPerSecond: 400 };

/** Track 2 of a real card with the number 0004048712, from the tests of the public crate magstripe-rs. */
const REAL = '11010000010000100001001000000100100000101110010000010001111100010';

function told(stripe: Stripe, hand: Partial<Hand> = {}, sendsLrc = false): string {
  const decoder = new HeadDecoder({ ticks: () => 0 }, { sendsLrc });
  decoder.swipe(stripe, { ...FORWARD, ...hand });
  return decoder.sending.map(({ byte }) => String.fromCharCode(byte)).join('');
}

describe('the decoder', () => {
  it('reads the bits of a real card', () => {
    expect(told(writeBits([undefined, REAL, undefined]), {}, true)).toBe(';0004048712?8\r');
  });

  it('writes and reads the 5-bit characters of ISO/IEC 7811-6', () => {
    const digits = '00001 10000 01000 11001 00100 10101 01101 11100 00010 10011'.replaceAll(' ', '');
    // The sum of all digits and both sentinels is 1 ^ B ^ F = 5.
    expect(told(writeBits([undefined, `11010${digits}1111110101`, undefined]))).toBe(';0123456789?\r');
    expect(writeStripe([undefined, '0123456789', undefined])).toEqual(
      writeBits([undefined, `11010${digits}1111110101`, undefined]),
    );
  });

  it('reads in both directions, at any speed a hand has, and while it changes', () => {
    for (const direction of ['forward', 'backward'] as const)
      for (const mmPerSecond of [80, 400, 1_500])
        for (const factor of [0.4, 1, 2.5])
          expect(told(CARD, { direction, mmPerSecond, endMmPerSecond: mmPerSecond * factor })).toBe(READ);
  });

  it('reads three tracks, the longest that there are, and says nothing of blank ones', () => {
    const longest = ['B'.repeat(76), '1'.repeat(37), '9'.repeat(104)];
    expect(told(writeStripe(longest))).toBe(`%${longest[0]}?;${longest[1]}?+${longest[2]}?\r`);
    expect(told(writeStripe([undefined, undefined, undefined]))).toBe('');
    expect(told(writeBits([undefined, '0000000000', undefined]))).toBe('');
    expect(() => writeStripe([undefined, '1'.repeat(38), undefined])).toThrow('fits the track');
    expect(() => writeStripe([undefined, 'A', undefined])).toThrow('such characters');
  });

  it('says E for a track that is worn, and reads the others', () => {
    expect(told(worn(CARD, 1, 30, 31))).toBe(`%E?;${TWO}?\r`);
    expect(told(worn(CARD, 2, 30, 31), { direction: 'backward' })).toBe(`%${ONE}?;E?\r`);
    expect(told(scratched(CARD, 2, 40.05))).toBe(`%${ONE}?;E?\r`);
    expect(told(dirty(CARD, 20, 24))).toBe('%E?;E?\r');
  });

  it('never reads what was not written, whichever bit has worn off', () => {
    for (let mm = 3; mm < 83; mm += 0.7)
      for (const direction of ['forward', 'backward'] as const)
        expect(['%E?;E?\r', `%E?;${TWO}?\r`, `%${ONE}?;E?\r`, READ]).toContain(
          told(dirty(CARD, mm, mm + 0.2), { direction }),
        );
  });

  it('reads nothing of half a swipe, and takes a rest for the end of one', () => {
    for (const direction of ['forward', 'backward'] as const)
      for (const toMm of [30, 45, 60]) expect(told(CARD, { direction, toMm })).toBe('%E?;E?\r');
    expect(told(CARD, { fromMm: 40 })).toBe('%E?;E?\r');
    expect(told(CARD, { stops: [{ atMm: 40, ms: 300 }] })).toBe('%E?;E?\r%E?;E?\r');
    expect(told(CARD, { stops: [{ atMm: 40, ms: 60 }] })).toBe('%E?;E?\r');
    expect(told(CARD, { toMm: 7 })).toBe('');
  });

  it('takes no bits for a track whose parity, check or end is wrong', () => {
    for (let bit = 0; bit < REAL.length; bit++) {
      const flipped = `${REAL.slice(0, bit)}${REAL[bit] === '1' ? '0' : '1'}${REAL.slice(bit + 1)}`;
      expect(told(writeBits([undefined, flipped, undefined])), String(bit)).toBe(';E?\r');
    }
    // Its first 0 is a 1, whose parity is right, too: only the check sees it.
    const forged = REAL.replace('1101000001', '1101010000');
    expect(told(writeBits([undefined, forged, undefined]))).toBe(';E?\r');
  });
});
