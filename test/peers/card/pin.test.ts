/** VERIFY, CHANGE PIN, PIN CHANGE/UNBLOCK. sscard.md 7, traps 13 and 14. */

import { describe, expect, it } from 'vitest';
import { BK, type Desk, KEYS, PUK, RK1, SSSE, socialCard } from './desk.js';

const QUERY = '0020000000';
const RIGHT = '0020000003 123456';
const WRONG = '0020000003 654321';
/** DF01 EF05, PIN or RK1DF01. */
const READ_AFTER_PIN = '00B2012C04';

function inDf01(): Desk {
  const desk = socialCard();
  desk.ask('00A4000002DF01');
  return desk;
}

describe('VERIFY', () => {
  it('takes the PIN, with any filler behind it', () => {
    expect(socialCard().say(RIGHT)).toBe('9000');
    expect(socialCard().say('0020000004 123456FF')).toBe('9000');
    expect(socialCard().say('0020000008 123456FFFFFFFFFF')).toBe('9000');
  });
  it('counts wrong ones down to 6983', () => {
    const desk = socialCard();
    expect(desk.say(WRONG)).toBe('63C2');
    expect(desk.say('0020000002 1234')).toBe('63C1');
    expect(desk.say('0020000004 12345600')).toBe('63C0');
    expect(desk.say(RIGHT)).toBe('6983');
    expect(desk.say(QUERY)).toBe('6983');
    desk.again().select(SSSE);
    expect(desk.say(RIGHT)).toBe('6983');
  });
  it('has all its tries again after the right one', () => {
    const desk = socialCard();
    desk.say(WRONG);
    desk.say(WRONG);
    expect(desk.say(RIGHT)).toBe('9000');
    expect(desk.say(WRONG)).toBe('63C2');
  });
  it('without data tells the tries and changes nothing', () => {
    const desk = socialCard();
    for (let i = 0; i < 4; i++) expect(desk.say(QUERY)).toBe('63C3');
    desk.say(WRONG);
    expect(desk.say(QUERY)).toBe('63C2');
    desk.say(RIGHT);
    expect(desk.say(QUERY)).toBe('63C3');
  });
  it('works in a DF; the PIN is of SSSE as a whole and holds until power-off', () => {
    const desk = inDf01();
    expect(desk.say(READ_AFTER_PIN)).toBe('6982');
    expect(desk.say(RIGHT)).toBe('9000');
    expect(desk.say(READ_AFTER_PIN)).toBe('200232309000');
    desk.ask('00A4000002DF03');
    desk.ask('00A4000000');
    desk.select(SSSE);
    desk.ask('00A4000002DF01');
    expect(desk.say(READ_AFTER_PIN)).toBe('200232309000');
    desk.again().select(SSSE);
    desk.ask('00A4000002DF01');
    expect(desk.say(READ_AFTER_PIN)).toBe('6982');
  });
  it('that fails takes back what the one before gave', () => {
    const desk = inDf01();
    desk.say(RIGHT);
    desk.say(WRONG);
    expect(desk.say(READ_AFTER_PIN)).toBe('6982');
  });
});

describe('CHANGE PIN', () => {
  it('puts a new PIN in the place of the old one', () => {
    const desk = socialCard();
    expect(desk.say('805E010007 123456 FF 654321')).toBe('9000');
    expect(desk.say(RIGHT)).toBe('63C2');
    expect(desk.say('0020000003 654321')).toBe('9000');
  });
  it('takes PINs of 4 to 16 digits, odd ones filled with F', () => {
    const desk = socialCard();
    expect(desk.say('805E010006 123456 FF 9876')).toBe('9000');
    expect(desk.say('805E010006 9876 FF 12345F')).toBe('9000');
    expect(desk.say('0020000003 12345F')).toBe('9000');
    expect(desk.say('805E01000C 12345F FF 1234567890123456')).toBe('9000');
    expect(desk.say('805E010011 1234567890123456 FF 6543210987654321')).toBe('9000');
    expect(desk.say('0020000008 6543210987654321')).toBe('9000');
  });
  it('counts a wrong old PIN', () => {
    const desk = socialCard();
    for (const sw of ['63C2', '63C1', '63C0', '6983']) expect(desk.say('805E010007 654321 FF 111111')).toBe(sw);
    expect(desk.say('805E010007 123456 FF 111111')).toBe('6983');
  });
  it('refuses a new PIN that is none, and costs no try', () => {
    const desk = socialCard();
    for (const fresh of ['12AB', 'F234', '123F', '1F34', '1234F5', '12 3456 7890 1234 5678']) {
      const data = `123456FF${fresh}`.replace(/ /g, '');
      const lc = (data.length / 2).toString(16).padStart(2, '0');
      expect(desk.say(`805E0100${lc}${data}`)).toBe('6A80');
    }
    expect(desk.say('805E010005 123456 FF 12')).toBe('6A80');
    expect(desk.say('805E010006 123456 654321')).toBe('6A80');
    expect(desk.say(QUERY)).toBe('63C3');
  });
  it('removes the PIN, which opens what it had closed, and sets a first one', () => {
    const desk = inDf01();
    expect(desk.say('805E010004 123456 FF')).toBe('9000');
    expect(desk.say(QUERY)).toBe('9000');
    expect(desk.say(RIGHT)).toBe('6985');
    expect(desk.say(READ_AFTER_PIN)).toBe('200232309000');
    expect(desk.say('805E010005 1234 FF 5678')).toBe('6985');
    expect(desk.say('805E010003 FF 5678')).toBe('9000');
    expect(desk.say(QUERY)).toBe('63C3');
    expect(desk.say(READ_AFTER_PIN)).toBe('6982');
    expect(desk.say('0020000002 5678')).toBe('9000');
  });
  it('does not set a first PIN over another', () => {
    const desk = socialCard();
    expect(desk.say('805E010003 FF 5678')).toBe('6985');
    expect(desk.say(QUERY)).toBe('63C3');
  });
  it('is no VERIFY', () => {
    const desk = inDf01();
    desk.say('805E010007 123456 FF 654321');
    expect(desk.say(READ_AFTER_PIN)).toBe('6982');
  });
});

describe.each(['DES', 'SM4'] as const)('PIN CHANGE/UNBLOCK under %s', (algorithm) => {
  const stk = KEYS[algorithm].stk;
  const locked = () => {
    const desk = socialCard(algorithm);
    for (let i = 0; i < 3; i++) desk.say(WRONG);
    return desk;
  };
  it('needs PUK', () => {
    const desk = locked();
    expect(desk.withMac('84240000', stk)).toBe('6982');
    expect(desk.sealed('84240001', stk, '654321')).toBe('6982');
    desk.authenticate('05', BK);
    expect(desk.withMac('84240000', stk)).toBe('6982');
    desk.authenticate('06', PUK);
    expect(desk.withMac('84240000', stk)).toBe('9000');
    expect(desk.say(RIGHT)).toBe('9000');
  });
  it('reloads a PIN of 4 to 14 digits', () => {
    const desk = locked();
    desk.authenticate('06', PUK);
    for (const pin of ['9876', '98765F', '123456', '12345678901234']) {
      expect(desk.sealed('84240001', stk, pin)).toBe('9000');
      const lc = (pin.length / 2).toString(16).padStart(2, '0');
      expect(desk.say(`002000 00${lc}${pin}`)).toBe('9000');
    }
  });
  it('reloads one of 16', () => {
    const desk = locked();
    desk.authenticate('06', PUK);
    expect(desk.sealed('84240001', stk, '1234567890123456')).toBe('9000');
    expect(desk.say('0020000008 1234567890123456')).toBe('9000');
  });
  it('refuses what is no PIN without a try', () => {
    const desk = locked();
    desk.authenticate('06', PUK);
    for (const pin of ['12', '123F', 'ABCD', 'FFFF']) expect(desk.sealed('84240001', stk, pin)).toBe('6A80');
    for (let i = 0; i < 4; i++) expect(desk.sealed('84240001', stk, '12')).toBe('6A80');
    expect(desk.say(QUERY)).toBe('6983');
    expect(desk.failToAuthenticate('06')).toBe('63C2');
  });
  it('wants MAC, its length, and a challenge', () => {
    const desk = locked();
    desk.authenticate('06', PUK);
    expect(desk.say('8424000000')).toBe('6987');
    expect(desk.say('8424000100')).toBe('6987');
    expect(desk.say('8424000003 010203')).toBe('6987');
    expect(desk.say('8424000005 0102030405')).toBe('6700');
    expect(desk.say('8424000104 01020304')).toBe('6700');
    expect(desk.say('842400010D 01020304050607080910111213')).toBe('6700');
    expect(desk.say('8424000004 01020304')).toBe('6984');
    expect(desk.withMac('84240000', stk)).toBe('9000');
  });
  it('locks PUK by wrong MACs, and does not let PUK speak any more (trap 13)', () => {
    const desk = locked();
    desk.authenticate('06', PUK);
    for (let i = 0; i < 3; i++) expect(desk.withMac('84240000', UNRELATED[algorithm])).toBe('6988');
    expect(desk.withMac('84240000', stk)).toBe('6982');
    expect(desk.authenticate('06', PUK)).toBe('6983');
    expect(desk.say(RIGHT)).toBe('6983');
  });
  it('gives PUK its tries back when the MAC is right', () => {
    const desk = locked();
    desk.authenticate('06', PUK);
    for (let i = 0; i < 5; i++) {
      expect(desk.sealed('84240001', UNRELATED[algorithm], '654321')).toBe('6988');
      expect(desk.withMac('84240000', UNRELATED[algorithm])).toBe('6988');
      expect(desk.withMac('84240000', stk)).toBe('9000');
    }
  });
  it('uses its challenge up', () => {
    const desk = locked();
    desk.authenticate('06', PUK);
    desk.say('0084000008');
    const apdu = algorithm === 'DES' ? '8424000004 1EF489BC' : '8424000004 46D4C832';
    expect(desk.say(apdu)).toBe('9000');
    expect(desk.say(apdu)).toBe('6984');
  });
  it('in a DF goes by the maintenance key of the DF', () => {
    const desk = locked();
    desk.authenticate('06', PUK);
    desk.ask('00A4000002DF01');
    expect(desk.withMac('84240000', stk)).toBe('6988');
    expect(desk.withMac('84240000', KEYS[algorithm].applicationStk)).toBe('9000');
    expect(desk.say(RIGHT)).toBe('9000');
  });
  it('takes back a PIN that was proved', () => {
    const desk = socialCard(algorithm);
    desk.say(RIGHT);
    desk.authenticate('06', PUK);
    desk.sealed('84240001', stk, '654321');
    desk.ask('00A4000002DF01');
    expect(desk.say(READ_AFTER_PIN)).toBe('6982');
  });
});

/** Keys of the shape of STK that are not it. */
const UNRELATED = { DES: 'FFFFFFFFFFFFFFFF', SM4: RK1 } as const;
