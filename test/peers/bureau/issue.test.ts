/**
 * A card of the bureau as a terminal first sees it (sscard.md 1), APDU by APDU. The identity of v2-des.json is that of
 * sscard.md 16.1, so that the vectors of 16.7 are this card's answers.
 */

import { describe, expect, it } from 'vitest';
import { issueCard } from '../../../hosts/peers/bureau/issue.js';
import { parseCardProfile } from '../../../hosts/peers/bureau/profile.js';
import v2des from '../../../hosts/samples/cards/v2-des.json';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { Reader, SSSE } from './reader.js';

const seeded = new SeededRandom(1);
const random = (length: number) => seeded.bytes(length);
const image = issueCard(parseCardProfile(JSON.stringify(v2des)), random);

function card(): Reader {
  const desk = new Reader(image, 'DES');
  desk.select(SSSE);
  return desk;
}

/** The card's own keys by the roots of sscard.md 16.2 and the factors of 6.2; the first two are printed in 16.7. */
const RKSSSE = '72D8486CBC4C9E4B3DE237DC86DFB72E';

describe('a 2.0 card fresh from the bureau', () => {
  it('answers reset and selection', () => {
    const desk = card();
    expect(desk.restart()).toBe('3B6D000000995453549999990100000001');
    expect(desk.ask(`00A40400 0F ${SSSE}`)).toBe(`6F1C840F${SSSE}A50988010F9F0C038601019000`);
    expect(desk.ask('00A40400 06 D15600000503')).toBe('6F088406D156000005039000');
    expect(desk.ask('00A40000 02 DF05')).toBe('6F0C840AC9FAC3FCD3EBBDA1BFB59000');
  });

  it('gives EF05 in one read: 40h bytes', () => {
    const desk = card();
    expect(desk.say('00A40200 02 EF05')).toBe('9000');
    expect(desk.say('00B20105 40')).toBe(
      '0110990100D1560000050000000166534F34' +
        '020133' +
        '0304322E3030' +
        '040C915600000299010099010001' +
        '050420240115' +
        '060420340114' +
        '0709413030303030303131' +
        '9000',
    );
  });

  it('gives EF06 by tag, by number and in one read: 5Bh bytes', () => {
    const desk = card();
    const name = `091ED5C5B2E2CAD4${'00'.repeat(24)}`;
    expect(desk.say('00A40200 02 EF06')).toBe('9000');
    expect(desk.say('00B20900 20')).toBe(`${name}9000`);
    expect(desk.say('00B20204 20')).toBe(`${name}9000`);
    expect(desk.say('00B20105 5B')).toBe(
      `0812393930313030313939303031303130303132${name}4E14${'00'.repeat(20)}0A01310B01010C039901000D04199001019000`,
    );
  });

  it('lists its applications in DIR', () => {
    const desk = card();
    expect(desk.say('00B2017C 1A')).toBe('61184F06D15600000500500EB9ABB9B2D3A6D3C3D0C5CFA2C7F89000');
    expect(desk.say('00B2057C 00')).toBe('6C1A');
    expect(desk.say('00B2067C 00')).toBe('6A83');
  });

  it('computes and accepts the vectors of sscard.md 16.7', () => {
    const desk = card();
    expect(desk.ask('00880000 10 1122334455667788 A1A2A3A4A5A6A7A8')).toBe('D69F88AEB607A6CF9000');
    desk.say('0084000008');
    expect(desk.say('0082000A 10 B30C3A848C92A255 A1A2A3A4A5A6A7A8')).toBe('9000');
    desk.say('0084000004');
    expect(desk.say('0082000A 10 EABC769C52522C31 A1A2A3A4A5A6A7A8')).toBe('9000');
  });

  it('opens the photograph to RKSSSE only, and gives nobody what has no value', () => {
    const desk = card();
    expect(desk.say('00A40200 02 EF08')).toBe('9000');
    expect(desk.say('00B00000 10')).toBe('6982');
    expect(desk.authenticate('0A', RKSSSE)).toBe('9000');
    expect(desk.say('00B00000 10')).toBe(`${'00'.repeat(16)}9000`);
  });

  it('keeps an application to the holder', () => {
    const desk = card();
    expect(desk.say('00200000 00')).toBe('63C3');
    desk.say('00A40000 02 DF04');
    desk.say('00A40200 02 EF05');
    expect(desk.say('00B28100 0A')).toBe('6982');
    expect(desk.say('00200000 03 123456')).toBe('9000');
    expect(desk.say('00B28100 0A')).toBe('810833313030303030309000');
    expect(desk.say('00B28F00 03')).toBe('8F01319000');
  });

  it('takes nothing from the batch keys any more', () => {
    const desk = card();
    expect(desk.authenticate('00', rootOf('EMKSSSE'))).toBe('63C9');
    expect(desk.authenticate('00', rootOf('CMK'))).toBe('63C8');
    expect(desk.say('00DC0104 03 020131')).toBe('6986');
  });
});

/** Byte i = (sum of the ASCII codes + 7 i) mod 256, sscard.md 16.2. */
function rootOf(name: string): string {
  const sum = [...name].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return Array.from({ length: 16 }, (_, i) => ((sum + 7 * i) % 256).toString(16).padStart(2, '0')).join('');
}
