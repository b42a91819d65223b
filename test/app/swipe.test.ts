import { describe, expect, it } from 'vitest';
import { swipedCard } from '../../src/app/swipe.js';
import { asciiBytes } from '../../src/base/bytes.js';
import type { Swipe, Track } from '../../src/ports/stripe.js';

const track = (text: string): Track => (text === 'misread' || text === 'empty' ? text : asciiBytes(text));
const swipe = (one: string, two: string, three = 'empty'): Swipe => ({
  tracks: [track(one), track(two), track(three)],
});
const one = (code: string) => `B4111111111111111^CARDUSER/JOHN^1803${code}0000`;
const two = (code: string) => `6210947000000021=1808${code}`;

describe('a swiped card', () => {
  it.each([
    ['with-chip', 'empty', two('201')],
    ['with-chip', 'empty', two('220')],
    ['with-chip', 'empty', two('601')],
    ['with-chip', one('201'), 'empty'],
    ['with-chip', one('620'), 'misread'],
    ['with-chip', 'misread', two('201')],
    ['other', 'empty', two('101')],
    ['other', 'empty', two('501')],
    ['other', 'empty', two('799')],
    ['other', one('101'), 'misread'],
    ['other', 'empty', two('=2')],
    ['other', 'empty', '0004048712'],
    ['other', 'empty', '6210947000000022=1808201'],
    ['misread', 'misread', 'misread'],
    ['misread', 'empty', 'misread'],
  ])('is one %s: %s, %s', (card, first, second) => {
    expect(swipedCard(swipe(first, second))).toBe(card);
  });

  it('is believed by track 2, and by track 1 only where that says nothing', () => {
    expect(swipedCard(swipe(one('201'), two('101')))).toBe('other');
    expect(swipedCard(swipe(one('101'), two('201')))).toBe('with-chip');
    expect(swipedCard(swipe(one('201'), '0004048712'))).toBe('with-chip');
  });

  it('that has track 3 alone is another one', () => {
    expect(swipedCard(swipe('empty', 'empty', '0059123456789012345=1560'))).toBe('other');
    expect(swipedCard(swipe('empty', 'empty', 'misread'))).toBe('misread');
  });

  it('leaves nothing behind', () => {
    const one = asciiBytes('B4111111111111111^CARDUSER/JOHN^1803201');
    const two = asciiBytes('no track 2');
    const three = asciiBytes('0059123456789012345=1560');
    swipedCard({ tracks: [one, two, three] });
    for (const left of [one, two, three]) expect(left.every((byte) => byte === 0)).toBe(true);
  });
});
