/** READ BINARY and UPDATE BINARY. sscard.md 4.2, 4.3, 7; ISO/IEC 7816-4 7.2. */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import { cardImage, Desk, EMK, KEYS, SSSE, socialCard, UK1, UKSSSE, vectorRandom } from './desk.js';

/** DF01 EF16, 128h bytes, free to read; UK1 has spoken. */
function inEf16(): Desk {
  const desk = socialCard();
  desk.ask('00A4000002DF01');
  desk.authenticate('83', UK1);
  desk.say('00A4020002EF16');
  return desk;
}

describe('READ BINARY', () => {
  it('gives as many bytes as it is asked for', () => {
    const desk = inEf16();
    desk.say('00D6000004DEADBEEF');
    expect(desk.say('00B0000004')).toBe('DEADBEEF9000');
    expect(desk.say('00B0000102')).toBe('ADBE9000');
    expect(desk.say('00B0000301')).toBe('EF9000');
  });
  it('gives 256 for 00, or says how many there are', () => {
    const desk = inEf16();
    expect(desk.say('00B0000000')).toBe(`${'00'.repeat(256)}9000`);
    expect(desk.say('00B0010000')).toBe('6C28');
    expect(desk.say('00B0010028')).toBe(`${'00'.repeat(0x28)}9000`);
    expect(desk.say('00B0010029')).toBe('6C28');
    expect(desk.say('00B0002900')).toBe('6CFF');
  });
  it('ends where the file ends', () => {
    const desk = inEf16();
    expect(desk.say('00B0012701')).toBe('009000');
    expect(desk.say('00B0012702')).toBe('6C01');
    expect(desk.say('00B0012801')).toBe('6B00');
    expect(desk.say('00B07FFF01')).toBe('6B00');
  });
  it('reaches a file by SFI, and makes it the current one', () => {
    const desk = socialCard();
    desk.ask('00A4000002DF01');
    expect(desk.say('00B0960004')).toBe('000000009000');
    expect(desk.say('00B0000004')).toBe('000000009000');
    expect(desk.say('00B096FF29')).toBe(`${'00'.repeat(0x29)}9000`);
    expect(desk.say('00B0970004')).toBe('6A82');
    expect(desk.say('00B09F0004')).toBe('6A86');
  });
  it('needs its key', () => {
    const desk = socialCard();
    desk.say('00A4020002EF07');
    expect(desk.say('00B0000004')).toBe('6982');
    expect(desk.authenticate('0A', KEYS.DES.rkssse)).toBe('9000');
    expect(desk.say('00B0000004')).toBe('000000009000');
  });
});

describe('UPDATE BINARY', () => {
  it('writes from an offset and lasts', () => {
    const desk = inEf16();
    expect(desk.say('00D6000102AABB')).toBe('9000');
    expect(desk.say('00D6012602CCDD')).toBe('9000');
    desk.again().select(SSSE);
    desk.ask('00A4000002DF01');
    expect(desk.say('00B0960004')).toBe('00AABB009000');
    expect(desk.say('00B0012503')).toBe('00CCDD9000');
  });
  it('writes nothing where not everything fits', () => {
    const desk = inEf16();
    expect(desk.say('00D6012702CCDD')).toBe('6A84');
    expect(desk.say('00D6012801CC')).toBe('6B00');
    expect(desk.say('00B0012701')).toBe('009000');
    expect(desk.say('00D6000000')).toBe('6700');
  });
  it('reaches a file by SFI', () => {
    const desk = socialCard();
    desk.authenticate('04', UKSSSE);
    expect(desk.say('00D6870401 5A'.replace(' ', ''))).toBe('9000');
    desk.authenticate('0A', KEYS.DES.rkssse);
    expect(desk.say('00B0870304')).toBe('005A00009000');
  });
  it('needs its key', () => {
    const desk = socialCard();
    desk.say('00A4020002EF07');
    expect(desk.say('00D6000001AA')).toBe('6982');
  });
});

describe('binary commands', () => {
  it('on a file with records are 6981', () => {
    const desk = socialCard();
    desk.say('00A4020002EF05');
    expect(desk.say('00B0000004')).toBe('6981');
    expect(desk.say('00B0850004')).toBe('6981');
    expect(desk.say('00D6000001AA')).toBe('6981');
  });
  it('reach an internal file while it is laid out, to write, and never again', () => {
    const desk = new Desk(createCard(cardImage('DES', false), vectorRandom), 'DES');
    desk.select(SSSE);
    expect(desk.authenticate('00', EMK)).toBe('9000');
    desk.ask('00A4000002DF03');
    desk.say('00A4020002EF0F');
    expect(desk.say('00D6001002 0101')).toBe('9000');
    expect(desk.say('00B0000004')).toBe('6981');
    expect(desk.withMac('84440000', EMK)).toBe('9000');
    expect(desk.say('00D6001002 0101')).toBe('6981');
    expect(desk.say('00B0000004')).toBe('6981');
    const [, social] = desk.card.image().environments;
    const internal = social.applications[1].files.find((file) => file.structure === 'internal');
    expect(internal).toEqual({
      fid: 'EF0F',
      sfi: 0,
      read: 'FF0000',
      write: 'FF0000',
      structure: 'internal',
      content: `${'00'.repeat(16)}01010000`,
    });
  });
});
