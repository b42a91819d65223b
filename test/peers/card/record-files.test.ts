/** READ RECORD and UPDATE RECORD on variable, fixed and cyclic files. sscard.md 4.1, 7; ISO/IEC 7816-4 7.3. */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import {
  cardImage,
  Desk,
  EF05_RECORDS,
  EMK,
  fileTemplate,
  RK1,
  SSSE,
  socialCard,
  testCard,
  tlv,
  UK1,
  UKSSSE,
  vectorRandom,
} from './desk.js';

/** SSSE with EF05 current. */
function inEf05(): Desk {
  const desk = socialCard();
  desk.say('00A4020002EF05');
  return desk;
}

/** DF01 EF15 current: 2A0121, then tag 40 three times. UK1 has spoken. */
function inDegrees(): Desk {
  const desk = socialCard();
  desk.ask('00A4000002DF01');
  desk.authenticate('83', UK1);
  desk.say('00A4020002EF15');
  return desk;
}

/** DF03 with one of its files current; RK1 has spoken, which writes EF19. */
function inDf03(fid: string): Desk {
  const desk = socialCard();
  desk.ask('00A4000002DF03');
  desk.authenticate('84', RK1);
  desk.say(`00A4020002${fid}`);
  return desk;
}

describe('READ RECORD by number', () => {
  it('gives each record with tag and length', () => {
    const desk = inEf05();
    EF05_RECORDS.forEach((record, i) => {
      expect(desk.ask(`00B20${i + 1}0400`)).toBe(`${record}9000`);
    });
    expect(desk.ask('00B2080400')).toBe('6A83');
    expect(desk.ask('00B2FF0400')).toBe('6A83');
  });
  it('gives the current record for 00, which by number alone there is none', () => {
    const desk = inEf05();
    expect(desk.ask('00B2000400')).toBe('6A83');
    desk.ask('00B2030400');
    expect(desk.ask('00B2000400')).toBe('6A83');
    desk.ask('00B2020000');
    expect(desk.ask('00B2000400')).toBe('0201339000');
  });
  it('reaches a file by its SFI and makes it the current one', () => {
    const desk = socialCard();
    expect(desk.say('00B2022C03')).toBe('0201339000');
    expect(desk.say('00B2020403')).toBe('0201339000');
    expect(desk.say('00B2024403')).toBe('6A82');
  });
});

describe('READ RECORD by tag', () => {
  it('gives the record of that tag', () => {
    const desk = inEf05();
    for (const record of EF05_RECORDS) expect(desk.ask(`00B2${record.slice(0, 2)}0000`)).toBe(`${record}9000`);
    expect(desk.ask('00B2080000')).toBe('6A83');
  });
  it('tells the instances of a tag apart: first, next, next, last, previous', () => {
    const desk = inDegrees();
    expect(desk.ask('00B2400000')).toBe('400357111A9000');
    expect(desk.ask('00B2400200')).toBe('400357222A9000');
    expect(desk.ask('00B2400200')).toBe('400357333A9000');
    expect(desk.ask('00B2400200')).toBe('6A83');
    expect(desk.ask('00B2400300')).toBe('400357222A9000');
    expect(desk.ask('00B2400300')).toBe('400357111A9000');
    expect(desk.ask('00B2400300')).toBe('6A83');
    expect(desk.ask('00B2400100')).toBe('400357333A9000');
    expect(desk.ask('00B22A0100')).toBe('2A01219000');
  });
  it('takes 00 for any tag', () => {
    const desk = inDegrees();
    expect(desk.ask('00B2000000')).toBe('2A01219000');
    expect(desk.ask('00B2000200')).toBe('400357111A9000');
    expect(desk.ask('00B2000100')).toBe('400357333A9000');
    expect(desk.ask('00B2000200')).toBe('6A83');
    expect(desk.ask('00B2000300')).toBe('400357222A9000');
  });
  it('starts at the ends of a file that was just selected', () => {
    const desk = inDegrees();
    expect(desk.ask('00B2000300')).toBe('400357333A9000');
    desk.say('00A4020002EF15');
    expect(desk.ask('00B2000200')).toBe('2A01219000');
  });
  it('keeps the current record through a read by number and one that finds nothing', () => {
    const desk = inDegrees();
    desk.ask('00B2400000');
    desk.ask('00B2040400');
    desk.ask('00B2990000');
    expect(desk.ask('00B2400200')).toBe('400357222A9000');
  });
  it('loses the current record with the file, also by SFI', () => {
    const desk = inDegrees();
    desk.ask('00B2400100');
    expect(desk.ask('00B2002A00')).toBe('6982');
    expect(desk.ask('00B240AB00')).toBe('400357222A9000');
    desk.say('0020000003123456');
    expect(desk.ask('00B2002A00')).toBe('200232309000');
    expect(desk.ask('00B240AA00')).toBe('400357111A9000');
  });
});

describe('READ RECORD of several', () => {
  const all = EF05_RECORDS.join('');
  it('gives all from P1 to the last: 40h bytes of EF05', () => {
    const desk = inEf05();
    expect(desk.say('00B2010540')).toBe(`${all}9000`);
    expect(desk.say('00B2010500')).toBe('6C40');
    expect(desk.ask('00B2060500')).toBe(`${EF05_RECORDS[5]}${EF05_RECORDS[6]}9000`);
    expect(desk.ask('00B2080500')).toBe('6A83');
  });
  it('gives them from the last down to P1', () => {
    const desk = inEf05();
    expect(desk.ask('00B2060600')).toBe(`${EF05_RECORDS[6]}${EF05_RECORDS[5]}9000`);
    expect(desk.ask('00B2010600')).toBe(`${[...EF05_RECORDS].reverse().join('')}9000`);
  });
  it('ends with the last record that fits whole into 256 bytes', () => {
    const desk = new Desk(createCard(cardImage('DES', false), vectorRandom), 'DES');
    desk.select(SSSE);
    desk.authenticate('00', EMK);
    desk.withMac('84E00200', EMK, fileTemplate('04', 'EF0C', tlv('80', '0400'), '000000000000'));
    const record = (tag: string) => `${tag}64${'A5'.repeat(100)}`;
    for (const [i, tag] of ['01', '02', '03'].entries()) desk.say(`00DC0${i + 1}0466${record(tag)}`);
    expect(desk.say('00B2010500')).toBe('6CCC');
    expect(desk.say('00B20105CC')).toBe(`${record('01')}${record('02')}9000`);
    expect(desk.ask('00B2030500')).toBe(`${record('03')}9000`);
    expect(desk.ask('00B2010600')).toBe(`${record('03')}${record('02')}9000`);
  });
});

describe('the habits of older cards (trap 2)', () => {
  it('no reading by tag', () => {
    const desk = testCard('DES', vectorRandom, { readByTag: false });
    desk.select(SSSE);
    desk.say('00A4020002EF05');
    expect(desk.ask('00B2020000')).toBe('6A86');
    expect(desk.ask('00B2020400')).toBe('0201339000');
    expect(desk.ask('00B2000000')).toBe(`${EF05_RECORDS[0]}9000`);
  });
  it('no reading of several', () => {
    const desk = testCard('DES', vectorRandom, { readAll: false });
    desk.select(SSSE);
    desk.say('00A4020002EF05');
    expect(desk.ask('00B2010540')).toBe('6A86');
    expect(desk.ask('00B2010640')).toBe('6A86');
    expect(desk.ask('00B2020000')).toBe('0201339000');
  });
});

describe('UPDATE RECORD of a variable file', () => {
  it('replaces by number and by tag', () => {
    const desk = inDegrees();
    expect(desk.say('00DC01040 32A0131')).toBe('9000');
    expect(desk.ask('00B2010400')).toBe('2A01319000');
    expect(desk.say('00DC2A00032A0141')).toBe('9000');
    expect(desk.ask('00B2010400')).toBe('2A01419000');
    expect(desk.say('00DC400105400357444A')).toBe('9000');
    expect(desk.ask('00B2040400')).toBe('400357444A9000');
  });
  it('is where the next instance is counted from', () => {
    const desk = inDegrees();
    desk.say('00DC400005400357AAAA');
    expect(desk.say('00DC400205400357BBBB')).toBe('9000');
    expect(desk.say('00DC400205400357CCCC')).toBe('9000');
    expect(desk.ask('00B2010500')).toBe('2A0121400357AAAA400357BBBB400357CCCC9000');
  });
  it('appends a record that is not there: number after the last, or a tag', () => {
    const desk = inDegrees();
    expect(desk.say('00DC05040341 0155')).toBe('9000');
    expect(desk.ask('00B2050400')).toBe('4101559000');
    expect(desk.say('00DC4300034301 66')).toBe('9000');
    expect(desk.ask('00B2060400')).toBe('4301669000');
    expect(desk.say('00DC0804034401 77')).toBe('6A83');
    expect(desk.say('00DC4403034401 77')).toBe('6A83');
  });
  it('may change a length as long as the file has room', () => {
    const desk = inDegrees();
    expect(desk.say('00DC0204024000')).toBe('9000');
    expect(desk.ask('00B2020400')).toBe('40009000');
    // 20h bytes, of which 15 are taken now: a record of 17 more fills the file, one of 18 is too long
    expect(desk.say(`00DC050412 4110${'55'.repeat(16)}`)).toBe('6A84');
    expect(desk.say(`00DC050411 410F${'55'.repeat(15)}`)).toBe('9000');
    expect(desk.say('00DC0604024200')).toBe('6A84');
    expect(desk.say('00DC0204034001FF')).toBe('6A84');
    expect(desk.say('00DC0204024000')).toBe('9000');
  });
  it('refuses what is no TLV, another tag than P1, and nothing', () => {
    const desk = inDegrees();
    expect(desk.say('00DC0104032A0221')).toBe('6A85');
    expect(desk.say('00DC0104032A0021')).toBe('6A85');
    expect(desk.say('00DC0104012A')).toBe('6A85');
    expect(desk.say('00DC2A0003400121')).toBe('6A80');
    expect(desk.say('00DC010400')).toBe('6700');
    expect(desk.ask('00B2010400')).toBe('2A01219000');
  });
  it('by SFI selects the file', () => {
    const desk = socialCard();
    desk.authenticate('04', UKSSSE);
    expect(desk.say('00DC022C03020134')).toBe('9000');
    expect(desk.ask('00B2020400')).toBe('0201349000');
  });
  it('needs its key', () => {
    const desk = inEf05();
    expect(desk.say('00DC020403020134')).toBe('6982');
    desk.authenticate('04', UKSSSE);
    expect(desk.say('00DC020403020134')).toBe('9000');
    expect(desk.again().select(SSSE)).toContain('9000');
    expect(desk.say('00B2022C03')).toBe('0201349000');
  });
});

describe('a fixed file', () => {
  it('reads by number and by the tag its records begin with', () => {
    const desk = inDf03('EF19');
    expect(desk.ask('00B2010400')).toBe('79031100019000');
    expect(desk.ask('00B2790000')).toBe('79031100019000');
    expect(desk.ask('00B2790200')).toBe('79033100029000');
    expect(desk.ask('00B2030400')).toBe('6A83');
    expect(desk.ask('00B2010500')).toBe('790311000179033100029000');
  });
  it('takes records of its length alone, up to its count', () => {
    const desk = inDf03('EF19');
    expect(desk.say('00DC0104057903330003')).toBe('9000');
    expect(desk.ask('00B2010400')).toBe('79033300039000');
    expect(desk.say('00DC01040479033300')).toBe('6700');
    expect(desk.say('00DC010406790333000300')).toBe('6700');
    expect(desk.say('00DC0304057903330003')).toBe('9000');
    expect(desk.say('00DC0404057903330004')).toBe('9000');
    expect(desk.say('00DC0504057903330005')).toBe('6A84');
  });
});

describe('a cyclic file', () => {
  it('has the newest record first', () => {
    const desk = inDf03('EF07');
    expect(desk.ask('00B2010400')).toBe('2222229000');
    expect(desk.ask('00B2020400')).toBe('1111119000');
    expect(desk.ask('00B2000000')).toBe('2222229000');
    expect(desk.ask('00B2000200')).toBe('1111119000');
    expect(desk.ask('00B2000100')).toBe('1111119000');
    expect(desk.ask('00B2010500')).toBe('2222221111119000');
  });
  it('appends with «previous» and drops the oldest when it is full', () => {
    const desk = inDf03('EF07');
    for (const record of ['333333', '444444', '555555']) expect(desk.say(`00DC000303${record}`)).toBe('9000');
    expect(desk.ask('00B2010500')).toBe('5555554444443333332222229000');
    expect(desk.ask('00B2050400')).toBe('6A83');
  });
  it('makes the new record the current one', () => {
    const desk = inDf03('EF07');
    desk.say('00DC000303333333');
    expect(desk.ask('00B2000400')).toBe('3333339000');
    expect(desk.ask('00B2000200')).toBe('2222229000');
  });
  it('knows no tags, no other way of writing and no other length', () => {
    const desk = inDf03('EF07');
    expect(desk.ask('00B2220000')).toBe('6A83');
    for (const p1p2 of ['0104', '0000', '0001', '0002', '0103']) expect(desk.say(`00DC${p1p2}03333333`)).toBe('6A86');
    expect(desk.say('00DC0003023333')).toBe('6700');
    expect(desk.say('00DC00030433333333')).toBe('6700');
  });
});

describe('record commands', () => {
  it('on a transparent file are 6981', () => {
    const desk = socialCard();
    desk.say('00A4020002EF07');
    expect(desk.say('00B2010403')).toBe('6981');
    expect(desk.say('00B2013C03')).toBe('6981');
    expect(desk.say('00DC010403010101')).toBe('6981');
  });
  it('on an empty file find nothing', () => {
    const desk = new Desk(createCard(cardImage('DES', false), vectorRandom), 'DES');
    desk.select(SSSE);
    desk.authenticate('00', EMK);
    desk.withMac('84E00200', EMK, fileTemplate('04', 'EF0C', tlv('80', '0400'), '000000000000'));
    for (const p2 of ['00', '01', '02', '03', '04', '05', '06']) expect(desk.say(`00B201${p2}00`)).toBe('6A83');
    for (const p2 of ['00', '01', '02', '03', '04']) expect(desk.say(`00B200${p2}00`)).toBe('6A83');
  });
});
