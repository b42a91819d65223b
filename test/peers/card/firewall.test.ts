/**
 * The firewall between SSSE and PSE (policy: 从安全、文件系统、命令等各方面进行独立管理,互不影响): neither shows, keeps or
 * uses anything of the other.
 */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import {
  BANK_AID,
  cardImage,
  countingRandom,
  Desk,
  EMK,
  fileTemplate,
  KEYS,
  PSE,
  PSE_EMK,
  PSE_KEY,
  S,
  SSSE,
  socialCard,
  testCard,
  tlv,
  UKSSSE,
  vectorRandom,
} from './desk.js';

/** PSE EF15 is SFI 15, one record 010177, and reads after PSE's key 04. */
const READ_PSE = '00B201AC03';
/** SSSE EF06, after RKSSSE. */
const READ_SSSE = '00B2013403';

describe('file system', () => {
  it('of one is not found by identifier from the other', () => {
    const desk = testCard('DES');
    desk.select(PSE);
    for (const fid of ['DDF1', 'DF01', 'DF03', 'EF05', 'EF06', 'EF07']) {
      expect(desk.say(`00A4000002${fid}`)).toBe('6A82');
      expect(desk.say(`00A4020002${fid}`)).toBe('6A82');
    }
    desk.select(SSSE);
    for (const fid of ['DDF2', 'DF0B', 'EF15']) {
      expect(desk.say(`00A4000002${fid}`)).toBe('6A82');
      expect(desk.say(`00A4020002${fid}`)).toBe('6A82');
    }
    desk.ask('00A4000002DF01');
    expect(desk.say('00A4000002DDF2')).toBe('6A82');
    expect(desk.say('00A4000002DF0B')).toBe('6A82');
  });
  it('of one is not found by short identifier from the other', () => {
    const desk = testCard('DES');
    desk.select(PSE);
    for (const p2 of ['2C', '34', '3C']) expect(desk.say(`00B201${p2}03`)).toBe('6A82');
    expect(desk.say('00B0870001')).toBe('6A82');
    desk.select(SSSE);
    expect(desk.say(READ_PSE)).toBe('6A82');
  });
  it('has social applications that are selected by name in SSSE alone, and payment ones from anywhere', () => {
    const desk = testCard('DES');
    for (const aid of ['D15600000500', 'D156000005']) expect(desk.select(aid)).toBe('6A82');
    expect(desk.select(BANK_AID)).toContain('9000');
    for (const aid of ['D15600000500', 'D156000005']) expect(desk.select(aid)).toBe('6A82');
    desk.select(SSSE);
    expect(desk.select('D15600000500')).toContain('9000');
    expect(desk.select(BANK_AID)).toContain('9000');
    expect(desk.say('00A4000002DF01')).toBe('6A82');
    desk.select(PSE);
    expect(desk.select(BANK_AID)).toContain('9000');
    expect(desk.select('D15600000500')).toBe('6A82');
    expect(desk.select('D156000005')).toBe('6A82');
  });
  it('drops the current file at the border', () => {
    const desk = socialCard();
    desk.say('00A4020002EF05');
    desk.select(PSE);
    expect(desk.say('00B2020403')).toBe('6986');
    desk.select(SSSE);
    expect(desk.say('00B2020403')).toBe('6986');
  });
  it('says the same of what is next door and of what does not exist', () => {
    const desk = testCard('DES');
    desk.select(PSE);
    for (const [there, nowhere] of [
      ['00A4000002DF01', '00A4000002DF99'],
      ['00A4000002DDF1', '00A4000002DDF9'],
      ['00A4020002EF05', '00A4020002EF98'],
      ['00A4040006D15600000500', '00A4040006D15600000599'],
      ['00B2012C12', '00B201F412'],
      ['0082000510A1A2A3A4A5A6A7A8A1A2A3A4A5A6A7A8', '0082007F10A1A2A3A4A5A6A7A8A1A2A3A4A5A6A7A8'],
      ['0082008310A1A2A3A4A5A6A7A8A1A2A3A4A5A6A7A8', '008200FF10A1A2A3A4A5A6A7A8A1A2A3A4A5A6A7A8'],
    ]) {
      expect(desk.say(there)).toBe(desk.say(nowhere));
    }
  });
});

describe('commands', () => {
  it('of SSSE are unknown in PSE, or another thing there that the level of PSE does not do', () => {
    const desk = testCard('DES');
    desk.select(PSE);
    expect(desk.say('0020000000')).toBe('6A86');
    expect(desk.say('0020000003123456')).toBe('6A86');
    expect(desk.say('00880000101122334455667788A1A2A3A4A5A6A7A8')).toBe('6985');
    expect(desk.say('805E010003FF1234')).toBe('6D00');
    expect(desk.say('B026000104')).toBe('6E00');
    for (const block of ['842400000400000000', '841E00010400000000', '841600000400000000']) {
      expect(desk.say(block)).toBe('6985');
    }
  });
  it('of PSE are unknown in SSSE', () => {
    const desk = socialCard();
    for (const command of ['80A80000028300', '80AE400000', '80CA9F3605']) expect(desk.say(command)).toBe('6D00');
    expect(desk.say('04DA9F580500A1A2A3A4')).toBe('6D00');
    expect(desk.say('84E2000004A1A2A3A4')).toBe('6D00');
  });
});

describe('security', () => {
  it('of a key ends at the border, though the id is the same', () => {
    const desk = socialCard();
    expect(desk.authenticate('04', UKSSSE)).toBe('9000');
    desk.select(PSE);
    expect(desk.say(READ_PSE)).toBe('6982');
    expect(desk.authenticate('04', PSE_KEY)).toBe('9000');
    expect(desk.say(READ_PSE)).toBe('0101779000');
    desk.select(SSSE);
    expect(desk.say('00DC022C03020134')).toBe('6982');
    desk.select(PSE);
    expect(desk.say(READ_PSE)).toBe('6982');
  });
  it('of RKSSSE and PIN is gone after a visit to PSE', () => {
    const desk = socialCard();
    desk.authenticate('0A', KEYS.DES.rkssse);
    desk.say('0020000003123456');
    expect(desk.say(READ_SSSE)).toBe('0A01319000');
    desk.select(PSE);
    desk.select(SSSE);
    expect(desk.say(READ_SSSE)).toBe('6982');
    desk.ask('00A4000002DF01');
    expect(desk.say('00B2012C04')).toBe('6982');
  });
  it('has counters of its own, key by key', () => {
    const desk = socialCard();
    for (let i = 0; i < 3; i++) desk.failToAuthenticate('04');
    expect(desk.authenticate('04', UKSSSE)).toBe('6983');
    desk.select(PSE);
    expect(desk.failToAuthenticate('04')).toBe('63C2');
    expect(desk.authenticate('04', PSE_KEY)).toBe('9000');
    desk.select(SSSE);
    expect(desk.authenticate('04', UKSSSE)).toBe('6983');
  });
  it('has a PIN of its own: wrong tries in SSSE leave that of PSE as it was', () => {
    const desk = socialCard();
    expect(desk.say('00200000028888')).toBe('63C2');
    const [payment, social] = desk.card.image().environments;
    expect(payment.keys.find((key) => key.type === '01')?.triesLeft).toBe(3);
    expect(social.keys.find((key) => key.type === '01')?.triesLeft).toBe(2);
  });
  it('takes no challenge over the border', () => {
    const desk = socialCard('DES', countingRandom());
    desk.say('0084000008');
    desk.select(PSE);
    expect(desk.say(`0082000410${S}${S}`)).toBe('6984');
    desk.say('0084000008');
    desk.ask('00A4000000');
    expect(desk.say(`0082000010${S}${S}`)).toBe('6984');
    desk.say('0084000008');
    desk.ask('00A4000002DDF1');
    expect(desk.say(`0082000410${S}${S}`)).toBe('6984');
  });
  it('takes no answer over the border', () => {
    const desk = socialCard();
    expect(desk.say('00880000101122334455667788A1A2A3A4A5A6A7A8')).toBe('6108');
    expect(desk.say(`00A404000E${PSE}`)).toBe('611D');
    expect(desk.say('00C0000008')).toBe('6C1D');
    expect(desk.say('00C000001D')).toContain(PSE);
    expect(desk.say('00C0000008')).toBe('6985');
  });
});

describe('master keys', () => {
  const create = (desk: Desk, key: string) =>
    desk.withMac('84E00200', key, fileTemplate('01', 'EF0C', tlv('80', '0010'), '000000000000'));

  it('of one environment are nothing in the other', () => {
    const desk = testCard('DES');
    desk.select(SSSE);
    expect(desk.authenticate('00', PSE_EMK)).toBe('63C2');
    expect(desk.authenticate('00', EMK)).toBe('9000');
    desk.select(PSE);
    expect(create(desk, EMK)).toBe('6982');
    expect(create(desk, PSE_EMK)).toBe('6982');
    expect(desk.authenticate('00', EMK)).toBe('63C2');
    expect(desk.authenticate('00', PSE_EMK)).toBe('9000');
    expect(create(desk, PSE_EMK)).toBe('9000');
    desk.select(SSSE);
    expect(create(desk, EMK)).toBe('6982');
  });
  it('are forgotten at the border, on the way back too', () => {
    const desk = socialCard();
    desk.authenticate('00', EMK);
    desk.select(PSE);
    desk.select(SSSE);
    expect(create(desk, EMK)).toBe('6982');
  });
});

describe('activation', () => {
  it('of SSSE leaves PSE in personalisation', () => {
    const desk = new Desk(createCard(cardImage('DES'), vectorRandom), 'DES');
    const [payment, social] = desk.card.image().environments;
    expect([payment.kind, payment.activated]).toEqual(['PSE', false]);
    expect([social.kind, social.activated]).toEqual(['SSSE', true]);
    desk.select(PSE);
    desk.authenticate('00', PSE_EMK);
    expect(desk.say('00DC01AC03010199')).toBe('9000');
    desk.select(SSSE);
    desk.authenticate('00', EMK);
    expect(desk.say('00DC022C03020134')).toBe('6982');
  });
});
