/** Classes, instructions, parameters and lengths, and the case 2 and case 4 commands over T=0. */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import { Bug } from '../../../src/base/assert.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { blankDesk, cardImage, HISTORICAL, SSSE, socialCard, testCard, vectorRandom } from './desk.js';

describe('reset', () => {
  it('answers the basic ATR with 13 historical bytes', () => {
    const card = createCard(cardImage('DES'), vectorRandom);
    expect(toHex(card.reset())).toBe(`3B6D0000${HISTORICAL}`);
    expect(toHex(card.reset())).toBe(`3B6D0000${HISTORICAL}`);
  });
  it('is what a card needs before it is spoken to, after powerOff too', () => {
    const card = createCard(cardImage('DES'), vectorRandom);
    expect(() => card.exchange(fromHex('0084000008'))).toThrow(Bug);
    card.reset();
    card.powerOff();
    expect(() => card.exchange(fromHex('0084000008'))).toThrow(Bug);
  });
  it('takes five header bytes at least', () => {
    expect(() => testCard('DES').say('00840000')).toThrow(Bug);
  });
});

describe('a wrong command', () => {
  const TABLE: readonly (readonly [string, string])[] = [
    // class
    ['20A40000023F00', '6E00'],
    ['FF84000008', '6E00'],
    ['0484000008', '6E00'],
    ['8082000010 A1A2A3A4A5A6A7A8A1A2A3A4A5A6A7A8', '6E00'],
    ['84DC010403 030100', '6E00'],
    ['005E010003 FF1234', '6E00'],
    ['0024000004 00000000', '6E00'],
    ['04B2010403', '6E00'],
    // instruction
    ['0012000000', '6D00'],
    ['00E2000003 010101', '6D00'],
    ['80CA000000', '6D00'],
    ['84C0000008', '6D00'],
    // P1 P2
    ['00A4010002EF05', '6A86'],
    ['00A4080002EF05', '6A86'],
    ['00A4000C02EF05', '6A86'],
    ['00A4020202EF05', '6A86'],
    [`00A404010F${SSSE}`, '6A86'],
    ['0084010008', '6A86'],
    ['0084000108', '6A86'],
    ['00880100 10 1122334455667788A1A2A3A4A5A6A7A8', '6A86'],
    ['00880001 10 1122334455667788A1A2A3A4A5A6A7A8', '6A86'],
    ['0082010410 1122334455667788A1A2A3A4A5A6A7A8', '6A86'],
    ['0020010000', '6A86'],
    ['0020000103123456', '6A86'],
    ['805E000003FF1234', '6A86'],
    ['805E010103FF1234', '6A86'],
    ['842401000400000000', '6A86'],
    ['842400020400000000', '6A86'],
    ['841E00000400000000', '6A86'],
    ['841E01010400000000', '6A86'],
    ['841600010400000000', '6A86'],
    ['84E003000400000000', '6A86'],
    ['84E000010400000000', '6A86'],
    ['84D402000400000000', '6A86'],
    ['844401000400000000', '6A86'],
    ['00C0010008', '6A86'],
    ['00B2010705', '6A86'],
    ['00B201FC05', '6A86'],
    ['00DC010503010101', '6A86'],
    ['00DC010603010101', '6A86'],
    ['00B0C00008', '6A86'],
    ['00B0800008', '6A86'],
    ['00D6A0000101', '6A86'],
    // P3
    ['00A4000001EF', '6700'],
    ['00A4000003EF0506', '6700'],
    ['00A4020000', '6700'],
    ['00A4040004 7378312E', '6700'],
    [`00A4040011${SSSE}0000`, '6700'],
    ['0084000007', '6700'],
    ['0084000000', '6700'],
    ['0088000000', '6700'],
    ['008800000F 1122334455667788A1A2A3A4A5A6A7', '6700'],
    ['0088000012 1122334455667788A1A2A3A4A5A6A7A80102', '6700'],
    ['0082000400', '6700'],
    ['0082000408 1122334455667788', '6700'],
    ['002000000112', '6700'],
    ['0020000009 123456FFFFFFFFFFFF', '6700'],
    ['805E010002FF12', '6700'],
    ['805E010012 123456789012FFFF FF 123456789012FFFFFF', '6700'],
    ['00DC010400', '6986'],
  ];
  it.each(TABLE)('%s answers %s', (command, sw) => {
    expect(socialCard().say(command)).toBe(sw);
  });

  it('with data behind a command that has none, or other data than P3 says, is 6700', () => {
    const desk = socialCard();
    expect(desk.say('0084000008 0102030405060708')).toBe('6700');
    expect(desk.say('00B2012C12 0102')).toBe('6700');
    expect(desk.say('0020000003 1234')).toBe('6700');
    expect(desk.say('0020000003')).toBe('6700');
  });

  it('leaves the selection as it was', () => {
    const desk = socialCard();
    desk.say('00A4020002EF05');
    desk.say('00A4010002EF06');
    desk.say('00A4020002EF99');
    expect(desk.say('00B2020403')).toBe('0201339000');
  });
});

describe('at the bare MF', () => {
  const TABLE: readonly (readonly [string, string])[] = [
    ['00B2010403', '6986'],
    ['00B2012C12', '6A82'],
    ['00DC0104030101 01', '6986'],
    ['00B0000008', '6986'],
    ['00B0870008', '6A82'],
    ['00D600000101', '6986'],
    ['0020000000', '9000'],
    ['0020000003123456', '6A88'],
    ['805E010003FF1234', '6A88'],
    ['00880000 10 1122334455667788A1A2A3A4A5A6A7A8', '6A88'],
    ['0082000410 1122334455667788A1A2A3A4A5A6A7A8', '6A88'],
    ['842400000400000000', '6A88'],
    ['841E00010400000000', '6985'],
    ['841600000400000000', '6982'],
    ['00A40000020001', '6A82'],
    ['00A4000002EF05', '6A82'],
    ['00A4000002DF01', '6A82'],
  ];
  it.each(TABLE)('%s answers %s', (command, sw) => {
    expect(testCard('DES').say(command)).toBe(sw);
    expect(blankDesk('DES').say(command)).toBe(sw);
  });
});

describe('case 4', () => {
  const asked = '00880000 10 1122334455667788 A1A2A3A4A5A6A7A8';

  it('says 61xx and gives the answer once', () => {
    const desk = socialCard();
    expect(desk.say(asked)).toBe('6108');
    expect(desk.say('00C0000008')).toBe('D69F88AEB607A6CF9000');
    expect(desk.say('00C0000008')).toBe('6985');
  });

  it('goes on waiting through GET RESPONSE of another length', () => {
    const desk = socialCard();
    desk.say(asked);
    expect(desk.say('00C0000000')).toBe('6C08');
    expect(desk.say('00C0000004')).toBe('6C08');
    expect(desk.say('00C0000009')).toBe('6C08');
    expect(desk.say('00C0000008')).toBe('D69F88AEB607A6CF9000');
  });

  it('drops the answer at any other command, a refused one too', () => {
    for (const between of ['0084000008', '0020000000', 'FF00000000', '0012000000', '00A4020002EF99', '84C0000008']) {
      const desk = socialCard();
      desk.say(asked);
      desk.say(between);
      expect(desk.say('00C0000008')).toBe('6985');
    }
  });

  it('replaces the answer by the next one', () => {
    const desk = socialCard();
    desk.say(asked);
    expect(desk.say('00A4000002DF01')).toBe('610A');
    expect(desk.say('00C000000A')).toBe('6F088406D156000005009000');
  });

  it('has nothing to give after a reset', () => {
    const desk = socialCard();
    desk.say(asked);
    expect(desk.again().say('00C0000008')).toBe('6985');
  });

  it('has no answer to fetch where a command answers nothing', () => {
    const desk = socialCard();
    expect(desk.say('00A4020002EF05')).toBe('9000');
    expect(desk.say('00C0000002')).toBe('6985');
  });
});

describe('case 2', () => {
  it('says 6Cxx for any other length, without any effect', () => {
    const desk = socialCard();
    desk.say('00A4020002EF05');
    expect(desk.say('00B2000200')).toBe('6C12');
    expect(desk.say('00B2000211')).toBe('6C12');
    expect(desk.say('00B2000213')).toBe('6C12');
    expect(desk.say('00B2000212')).toBe('0110990100D1560000050000000166534F349000');
    expect(desk.say('00B2000200')).toBe('6C03');
    expect(desk.say('00B2000203')).toBe('0201339000');
  });

  it('writes 256 as 00', () => {
    const desk = socialCard();
    desk.ask('00A4000002DF01');
    desk.say('00A4020002EF16');
    const all = desk.say('00B0000000');
    expect(all).toHaveLength(2 * 258);
    expect(all.endsWith('9000')).toBe(true);
  });

  it('does not select the file of an SFI before the length is right', () => {
    const desk = socialCard();
    expect(desk.say('00B2012C00')).toBe('6C12');
    expect(desk.say('00B2010412')).toBe('6986');
    expect(desk.say('00B2012C12')).toBe('0110990100D1560000050000000166534F349000');
    expect(desk.say('00B2010412')).toBe('0110990100D1560000050000000166534F349000');
  });
});
