/**
 * GET CHALLENGE, INTERNAL and EXTERNAL AUTHENTICATION: challenges, counters, versions. sscard.md 5.1, 6.3, 6.4, 7.
 */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { authenticationData } from '../../../src/crypto/authentication-data.js';
import { softwareCiphers } from '../../../src/crypto/software-ciphers.js';
import {
  BK,
  cardImage,
  countingRandom,
  Desk,
  EMK,
  KEYS,
  keyRecord,
  LK,
  PUK,
  RK1,
  S,
  SSSE,
  socialCard,
  UK1,
  UKSSSE,
  vectorRandom,
} from './desk.js';

/** Authentication data for a challenge that the test took itself, and S. */
function proof(desk: Desk, key: string, challenge: string): string {
  return toHex(authenticationData(softwareCiphers, desk.algorithm, fromHex(key), fromHex(challenge), fromHex(S))) + S;
}

describe('GET CHALLENGE', () => {
  it('gives 4, 8 or 16 bytes of the injected randomness', () => {
    const desk = socialCard();
    expect(desk.say('0084000004')).toBe('112233449000');
    expect(desk.say('0084000008')).toBe('11223344556677889000');
    expect(desk.say('0084000010')).toBe('112233445566778811223344556677889000');
  });
});

describe('INTERNAL AUTHENTICATION', () => {
  it('takes the version of IRK behind its data', () => {
    const desk = socialCard();
    expect(desk.ask('00880000 11 1122334455667788 A1A2A3A4A5A6A7A8 01')).toBe('D69F88AEB607A6CF9000');
    expect(desk.ask('00880000 11 1122334455667788 A1A2A3A4A5A6A7A8 02')).toBe('6A88');
  });
  it('works in every DF of SSSE and needs and uses no challenge', () => {
    const desk = socialCard();
    desk.ask('00A4000002DF01');
    expect(desk.ask('00880000 10 1122334455667788 A1A2A3A4A5A6A7A8')).toBe('D69F88AEB607A6CF9000');
    desk.say('0084000008');
    desk.ask('00880000 10 1122334455667788 A1A2A3A4A5A6A7A8');
    expect(desk.say(`00820004 10 ${proof(desk, UKSSSE, '1122334455667788')}`)).toBe('9000');
  });
});

describe('EXTERNAL AUTHENTICATION', () => {
  it('without a challenge is 6984 and costs no try', () => {
    const desk = socialCard();
    for (let i = 0; i < 5; i++) expect(desk.say(`00820004 10 ${S}${S}`)).toBe('6984');
    expect(desk.failToAuthenticate('04')).toBe('63C2');
  });
  it('uses its challenge up, rightly or wrongly', () => {
    const desk = socialCard();
    expect(desk.authenticate('04', UKSSSE)).toBe('9000');
    expect(desk.say(`00820004 10 ${proof(desk, UKSSSE, '1122334455667788')}`)).toBe('6984');
    expect(desk.failToAuthenticate('04')).toBe('63C2');
    expect(desk.say(`00820004 10 ${proof(desk, UKSSSE, '1122334455667788')}`)).toBe('6984');
  });
  it('counts the latest challenge alone (trap 4)', () => {
    const desk = socialCard('DES', countingRandom());
    const first = desk.say('0084000008').slice(0, 16);
    const second = desk.say('0084000008').slice(0, 16);
    expect(first).not.toBe(second);
    expect(desk.say(`00820004 10 ${proof(desk, UKSSSE, first)}`)).toBe('63C2');
    const third = desk.say('0084000008').slice(0, 16);
    expect(desk.say(`00820004 10 ${proof(desk, UKSSSE, third)}`)).toBe('9000');
  });
  it('takes 16 random bytes under SM4 and not under DES', () => {
    const random = '11223344556677881122334455667788';
    const strong = socialCard('SM4');
    strong.say('0084000010');
    expect(strong.say(`0082000A 10 ${proof(strong, KEYS.SM4.rkssse, random)}`)).toBe('9000');
    const weak = socialCard('DES');
    weak.say('0084000010');
    expect(weak.say(`0082000A 10 ${S}${S}`)).toBe('6984');
    expect(weak.say(`0082000A 10 ${S}${S}`)).toBe('6984');
  });
  it('keeps the challenge through a command that does not use it', () => {
    const desk = socialCard();
    desk.say('0084000008');
    desk.say('00A4020002EF05');
    desk.ask('00B2010400');
    desk.say('0084000007');
    desk.say(`00820099 10 ${S}${S}`);
    expect(desk.say(`00820004 10 ${proof(desk, UKSSSE, '1122334455667788')}`)).toBe('9000');
  });
  it('knows no key that is not there, no maintenance key and no IRK', () => {
    const desk = socialCard();
    for (const id of ['01', '02', '03', '07', '82', '83', 'FF']) expect(desk.failToAuthenticate(id)).toBe('6A88');
    desk.ask('00A4000002DF01');
    expect(desk.failToAuthenticate('82')).toBe('6A88');
    expect(desk.failToAuthenticate('84')).toBe('6A88');
    expect(desk.authenticate('00', KEYS.DES.irk)).toBe('63C2');
  });
  it('finds global keys from a DF, and local keys of that DF alone', () => {
    const desk = socialCard();
    desk.ask('00A4000002DF01');
    expect(desk.authenticate('04', UKSSSE)).toBe('9000');
    expect(desk.authenticate('83', UK1)).toBe('9000');
    desk.ask('00A4000002DF03');
    expect(desk.authenticate('83', UK1)).toBe('63C2');
    expect(desk.authenticate('83', LK)).toBe('9000');
    expect(desk.failToAuthenticate('88')).toBe('6A88');
  });
});

describe('the counter of a key', () => {
  it('runs down to 6983, which no right answer undoes', () => {
    const desk = socialCard();
    for (const sw of ['63C2', '63C1', '63C0', '6983', '6983']) expect(desk.failToAuthenticate('04')).toBe(sw);
    expect(desk.authenticate('04', UKSSSE)).toBe('6983');
    expect(desk.again().select(SSSE)).toContain('9000');
    expect(desk.authenticate('04', UKSSSE)).toBe('6983');
  });
  it('is full again after a right answer', () => {
    const desk = socialCard();
    desk.failToAuthenticate('04');
    desk.failToAuthenticate('04');
    expect(desk.authenticate('04', UKSSSE)).toBe('9000');
    expect(desk.failToAuthenticate('04')).toBe('63C2');
  });
  it('survives power-off', () => {
    const desk = socialCard();
    desk.failToAuthenticate('04');
    desk.again().select(SSSE);
    expect(desk.failToAuthenticate('04')).toBe('63C1');
  });
  it('is one of its own for each key', () => {
    const desk = socialCard();
    desk.failToAuthenticate('04');
    expect(desk.failToAuthenticate('05')).toBe('63C2');
    desk.ask('00A4000002DF01');
    expect(desk.failToAuthenticate('83')).toBe('63C2');
    desk.ask('00A4000002DF03');
    expect(desk.failToAuthenticate('83')).toBe('63C2');
  });
  it('of a locked key asks for no challenge', () => {
    const desk = socialCard();
    for (let i = 0; i < 3; i++) desk.failToAuthenticate('04');
    expect(desk.say(`00820004 10 ${S}${S}`)).toBe('6983');
  });
});

describe('key versions', () => {
  /** UKSSSE in versions 01 and 03, 02 being nobody's. */
  const card = () => {
    const desk = new Desk(createCard(cardImage('DES', false), vectorRandom), 'DES');
    desk.select(SSSE);
    desk.authenticate('00', EMK);
    const record = keyRecord(desk, '08', '04', '03', BK);
    expect(desk.sealed('84D40000', EMK, `${record.slice(0, 4)}03${record.slice(6)}`)).toBe('9000');
    return desk;
  };
  const asked = (desk: Desk, key: string, version: string) => {
    const challenge = desk.say('0084000008').slice(0, 16);
    return desk.say(`00820004 11 ${proof(desk, key, challenge)}${version}`);
  };
  it('are told by the byte behind the data', () => {
    const desk = card();
    expect(asked(desk, UKSSSE, '01')).toBe('9000');
    expect(asked(desk, BK, '03')).toBe('9000');
    expect(asked(desk, UKSSSE, '03')).toBe('63C2');
    expect(asked(desk, UKSSSE, '02')).toBe('6A88');
  });
  it('without that byte are the lowest', () => {
    const desk = card();
    expect(desk.authenticate('04', UKSSSE)).toBe('9000');
    expect(desk.authenticate('04', BK)).toBe('63C2');
  });
});

describe('what an authentication opens', () => {
  const readEf06 = '00B2013403';
  const readProtected = '00B0880010';
  it('stays open for a global key until power-off, through DFs and the MF', () => {
    const desk = socialCard();
    desk.authenticate('0A', KEYS.DES.rkssse);
    desk.ask('00A4000002DF01');
    desk.ask('00A4000000');
    desk.select(SSSE);
    expect(desk.say(readEf06)).toBe('0A01319000');
    desk.again().select(SSSE);
    expect(desk.say(readEf06)).toBe('6982');
  });
  it('is closed again by a failure of the same key, not of another', () => {
    const desk = socialCard();
    desk.authenticate('0A', KEYS.DES.rkssse);
    desk.failToAuthenticate('04');
    expect(desk.say(readEf06)).toBe('0A01319000');
    desk.failToAuthenticate('0A');
    expect(desk.say(readEf06)).toBe('6982');
  });
  it('is lost for a local key when another DF is selected, and only then (sscard.md 5.1)', () => {
    const opened = () => {
      const desk = socialCard();
      desk.say('0020000003123456');
      desk.ask('00A4000002DF03');
      desk.authenticate('84', RK1);
      expect(desk.say(readProtected)).toBe(`${'00'.repeat(16)}9000`);
      return desk;
    };
    for (const stay of [
      '00A4020002EF19',
      '00A4020002EF08',
      '00A4000002DF03',
      '00A4040006D15600000502',
      '00A4020002EF99',
    ]) {
      const desk = opened();
      desk.ask(stay);
      expect(desk.say(readProtected)).toBe(`${'00'.repeat(16)}9000`);
    }
    for (const leave of ['00A4000002DF01', '00A4000002DDF1', '00A4000000', '00A4040006D15600000500']) {
      const desk = opened();
      desk.ask(leave);
      desk.ask('00A4000002DDF1');
      desk.ask('00A4000002DF03');
      expect(desk.say(readProtected)).toBe('6982');
    }
  });
  it('of a local key id says nothing for the same id in another DF', () => {
    const desk = socialCard();
    desk.ask('00A4000002DF01');
    desk.authenticate('83', UK1);
    desk.ask('00A4000002DF03');
    expect(desk.withMac('841E0001', KEYS.DES.applicationStk)).toBe('6982');
  });
  it('by PUK is no BK, and the other way round', () => {
    const desk = socialCard();
    desk.authenticate('06', PUK);
    expect(desk.withMac('84160000', KEYS.DES.stk)).toBe('6982');
    const other = socialCard();
    other.authenticate('05', BK);
    expect(other.withMac('84240000', KEYS.DES.stk)).toBe('6982');
  });
});
