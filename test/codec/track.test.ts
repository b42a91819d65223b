/** Tracks of published test cards: Authorize.Net's card-present card, and the payment cards of the MSR606 tool's README. */

import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../../src/base/bytes.js';
import { FormatError } from '../../src/base/format-error.js';
import {
  areTrackCharacters,
  type CardTrack,
  lrcOf,
  parseTrack1,
  parseTrack2,
  TRACK_FORMS,
} from '../../src/codec/track.js';

const ONE = 'B4111111111111111^CARDUSER/JOHN^1803101000000000020000831000000';
const TWO = '4111111111111111=1803101000020000831';

const text = (bytes: Uint8Array | undefined) => bytes && String.fromCharCode(...bytes);
const fields = ({ pan, name, expiry, serviceCode, discretionary }: CardTrack) =>
  [pan, name, expiry, serviceCode, discretionary].map(text);
const one = (track: string) => fields(parseTrack1(asciiBytes(track)));
const two = (track: string) => fields(parseTrack2(asciiBytes(track)));

describe('track 1', () => {
  it('has account, name, expiry, service code and what the issuer likes', () => {
    expect(one(ONE)).toEqual(['4111111111111111', 'CARDUSER/JOHN', '1803', '101', '000000000020000831000000']);
    expect(one('B6210947000000021^A/^1808101')).toEqual(['6210947000000021', 'A/', '1808', '101', '']);
  });

  it('may lack expiry and service code', () => {
    expect(one('B4111111111111111^DOE/JOHN^^101X-1')).toEqual([
      '4111111111111111',
      'DOE/JOHN',
      undefined,
      '101',
      'X-1',
    ]);
    expect(one('B4111111111111111^DOE/JOHN^^^')).toEqual(['4111111111111111', 'DOE/JOHN', undefined, undefined, '']);
  });

  it.each([
    '',
    'A4111111111111111^DOE/JOHN^1803101',
    'B4111111111111112^DOE/JOHN^1803101',
    'B411111111111111A^DOE/JOHN^1803101',
    'B4111111111111111',
    'B4111111111111111^DOE/JOHN',
    'B4111111111111111^D^1803101',
    `B4111111111111111^${'D'.repeat(27)}^1803101`,
    'B4111111111111111^DOE/JOHN^180',
    'B4111111111111111^DOE/JOHN^1803',
    'B4111111111111111^DOE/JOHN^1813101',
    'B4111111111111111^DOE/JOHN^1800101',
    'B4111111111111111^DOE/JOHN^18031 1',
    'B4111111111111111^Doe/John^1803101',
    'B4111111111111111^DOE;JOHN^1803101',
    `B4111111111111111^DOE/JOHN^1803101${'0'.repeat(43)}`,
  ])('is not %j', (track) => {
    expect(() => parseTrack1(asciiBytes(track))).toThrow(FormatError);
  });
});

describe('track 2', () => {
  it.each([
    ['6210947000000021=1808101', '6210947000000021'],
    ['67030010054610102=1808101', '67030010054610102'],
    ['36070500001376=1808101', '36070500001376'],
    ['374245455400001=1808101', '374245455400001'],
    ['6799990200000001114=1808101', '6799990200000001114'],
    ['3569990010082211=1808101', '3569990010082211'],
  ])('of %s', (track, pan) => {
    expect(two(track)).toEqual([pan, undefined, '1808', '101', '']);
  });

  it('has what the issuer likes, and may lack expiry and service code', () => {
    expect(two(TWO)).toEqual(['4111111111111111', undefined, '1803', '101', '000020000831']);
    expect(two('4111111111111111==101')).toEqual(['4111111111111111', undefined, undefined, '101', '']);
    expect(two('4111111111111111=1808=')).toEqual(['4111111111111111', undefined, '1808', undefined, '']);
    expect(two('4111111111111111===7')).toEqual(['4111111111111111', undefined, undefined, undefined, '7']);
  });

  it.each([
    '',
    '=1808101',
    '4111111111111111',
    '4111111111111110=1808101',
    '1234567=1808101',
    '41111111111111111111=1808101',
    '4111111111111111=18081',
    '4111111111111111=1808101=5',
    '4111111111111111D1808101',
    '4111111111111111=18081010000000000000000',
    '0004048712',
  ])('is not %j', (track) => {
    expect(() => parseTrack2(asciiBytes(track))).toThrow(FormatError);
  });

  it('is refused without a digit of it in the words', () => {
    for (const track of ['4111111111111110=1808101', '4111111111111111=1813101', '4111111111111111=1808101=5'])
      expect(() => parseTrack2(asciiBytes(track))).toThrow(/^track 2: [a-z ]+ at \d{1,2}$/);
  });
});

describe('fields', () => {
  it('are gone when the track is scrubbed', () => {
    const track = asciiBytes(ONE);
    const parsed = parseTrack1(track);
    track.fill(0);
    for (const field of [parsed.pan, parsed.name, parsed.expiry, parsed.serviceCode, parsed.discretionary])
      expect(field?.every((byte) => byte === 0)).toBe(true);
  });
});

describe('the check', () => {
  it('is that of a real card', () => {
    // From the tests of the public crate magstripe-rs; its bits are in the peer's test.
    expect(String.fromCharCode(lrcOf(TRACK_FORMS[1], asciiBytes('0004048712')))).toBe('8');
  });

  it('makes the sum of each bit even, the sentinels in, by hand', () => {
    // ; ^ 1 ^ 2 ^ ? = B ^ 1 ^ 2 ^ F = 7
    expect(String.fromCharCode(lrcOf(TRACK_FORMS[1], asciiBytes('12')))).toBe('7');
    // % is 05, A is 21, B is 22, ? is 1F in six bits: 05 ^ 21 ^ 22 ^ 1F = 19, which is 9.
    expect(String.fromCharCode(lrcOf(TRACK_FORMS[0], asciiBytes('AB')))).toBe('9');
    // Track 3 begins with ; on the stripe, whatever a decoder writes for it.
    expect(String.fromCharCode(lrcOf(TRACK_FORMS[2], asciiBytes('12')))).toBe('7');
  });
});

describe('characters', () => {
  it('are those of the track and no others', () => {
    const all = (form: number) =>
      Array.from({ length: 256 }, (_, byte) => byte)
        .filter((byte) => areTrackCharacters(TRACK_FORMS[form], Uint8Array.of(byte)))
        .map((byte) => String.fromCharCode(byte))
        .join('');
    expect(all(0)).toBe(' #$()-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^');
    expect(all(1)).toBe('0123456789=');
    expect(all(2)).toBe('0123456789=');
  });

  it('are no more than fit', () => {
    for (const [form, most] of [76, 37, 104].entries()) {
      expect(areTrackCharacters(TRACK_FORMS[form], new Uint8Array(most).fill(0x30))).toBe(true);
      expect(areTrackCharacters(TRACK_FORMS[form], new Uint8Array(most + 1).fill(0x30))).toBe(false);
    }
  });
});
