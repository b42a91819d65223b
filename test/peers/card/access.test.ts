/** Access conditions: every mode against every proof, for reading and for writing. sscard.md 5.1. */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import type { CardImage } from '../../../hosts/peers/card/image.js';
import { cardImage, Desk, EMK, fileTemplate, KEYS, RK1, SSSE, tlv, UK1, UKSSSE, vectorRandom } from './desk.js';

/** A condition → who may: nobody, PIN, global key 04, local key 83, both PIN and 04, both PIN and 83. */
const TABLE: readonly (readonly [string, string, readonly [boolean, boolean, boolean, boolean, boolean, boolean]])[] = [
  ['free', '000000', [true, true, true, true, true, true]],
  ['PIN', '010000', [false, true, false, false, true, true]],
  ['global key', '020400', [false, false, true, false, true, false]],
  ['local key', '028300', [false, false, false, true, false, true]],
  ['either of two keys', '020483', [false, false, true, true, true, true]],
  ['second key alone', '020083', [false, false, false, true, false, true]],
  ['PIN or global key', '030400', [false, true, true, false, true, true]],
  ['PIN or local key', '038300', [false, true, false, true, true, true]],
  ['PIN and global key', '040400', [false, false, false, false, true, false]],
  ['PIN and local key', '048300', [false, false, false, false, false, true]],
  ['PIN and either of two keys', '040483', [false, false, false, false, true, true]],
  ['a key and none named', '020000', [false, false, false, false, false, false]],
  ['PIN and none named', '040000', [false, false, false, false, false, false]],
  ['never', 'FF0000', [false, false, false, false, false, false]],
];

const PROOFS: readonly (readonly ('pin' | 'global' | 'local')[])[] = [
  [],
  ['pin'],
  ['global'],
  ['local'],
  ['pin', 'global'],
  ['pin', 'local'],
];

/** For each row of the table a file to read, EF40…, and one to write, EF60…; each holds 010155. Made once. */
let laidOut: CardImage | undefined;

function allConditions(): CardImage {
  if (laidOut !== undefined) return laidOut;
  const desk = new Desk(createCard(cardImage('DES', false), vectorRandom), 'DES');
  desk.select(SSSE);
  desk.authenticate('00', EMK);
  desk.ask('00A4000002DF01');
  TABLE.forEach(([, condition], i) => {
    for (const [fid, rights] of [
      [readable(i), `${condition}FF0000`],
      [writable(i), `000000${condition}`],
    ]) {
      expect(desk.withMac('84E00200', EMK, fileTemplate('04', fid, tlv('80', '0003'), rights))).toBe('9000');
      expect(desk.say('00DC010403010155')).toBe('9000');
    }
  });
  expect(desk.withMac('84440000', EMK)).toBe('9000');
  laidOut = desk.card.image();
  return laidOut;
}

function readable(row: number): string {
  return (0xef40 + row).toString(16);
}

function writable(row: number): string {
  return (0xef60 + row).toString(16);
}

/** That card in DF01, with these proofs given. */
function card(proofs: readonly ('pin' | 'global' | 'local')[]): Desk {
  const desk = new Desk(createCard(allConditions(), vectorRandom), 'DES');
  desk.select(SSSE);
  desk.ask('00A4000002DF01');
  if (proofs.includes('pin')) expect(desk.say('0020000003123456')).toBe('9000');
  if (proofs.includes('global')) expect(desk.authenticate('04', UKSSSE)).toBe('9000');
  if (proofs.includes('local')) expect(desk.authenticate('83', UK1)).toBe('9000');
  return desk;
}

describe.each(PROOFS.map((proofs, i) => ({ proofs, i, proved: proofs.join(' and ') || 'nothing' })))(
  'whoever has proved $proved',
  ({ proofs, i }) => {
    it('reads what the conditions allow', () => {
      const desk = card(proofs);
      TABLE.forEach(([, , allowed], row) => {
        expect(desk.say(`00A4020002${readable(row)}`)).toBe('9000');
        expect(desk.say('00B2010403')).toBe(allowed[i] ? '0101559000' : '6982');
      });
    });
    it('writes what the conditions allow', () => {
      const desk = card(proofs);
      TABLE.forEach(([, , allowed], row) => {
        expect(desk.say(`00A4020002${writable(row)}`)).toBe('9000');
        expect(desk.say('00DC010403010166')).toBe(allowed[i] ? '9000' : '6982');
        expect(desk.say('00B2010403')).toBe(allowed[i] ? '0101669000' : '0101559000');
      });
    });
  },
);

describe('a right by PIN', () => {
  it('binds nobody on a card without PIN', () => {
    const desk = card([]);
    expect(desk.say('805E010004 123456 FF')).toBe('9000');
    desk.again().select(SSSE);
    desk.ask('00A4000002DF01');
    TABLE.forEach(([name], row) => {
      desk.say(`00A4020002${readable(row)}`);
      const open = name === 'free' || name.startsWith('PIN or') || name === 'PIN';
      expect(desk.say('00B2010403')).toBe(open ? '0101559000' : '6982');
    });
  });
});

describe('a key id with b8', () => {
  it('in a file of SSSE itself is nobody’s', () => {
    const desk = new Desk(createCard(cardImage('DES', false), vectorRandom), 'DES');
    desk.select(SSSE);
    desk.authenticate('00', EMK);
    desk.withMac('84E00200', EMK, fileTemplate('04', 'EF0C', tlv('80', '0040'), '028300028300', '0C'));
    desk.withMac('84440000', EMK);
    desk.again().select(SSSE);
    desk.ask('00A4000002DF01');
    desk.authenticate('83', UK1);
    desk.select(SSSE);
    expect(desk.say('00B2016403')).toBe('6982');
  });
});

describe('the files of the test card, as sscard.md 5.1 has them', () => {
  const fresh = () => {
    const desk = new Desk(createCard(cardImage('SM4'), vectorRandom), 'SM4');
    desk.select(SSSE);
    return desk;
  };
  it('EF05 free; EF06 and EF07 by RKSSSE', () => {
    const desk = fresh();
    expect(desk.say('00B2022C03')).toBe('0201339000');
    expect(desk.say('00B2013403')).toBe('6982');
    expect(desk.say('00B0870001')).toBe('6982');
    desk.authenticate('0A', KEYS.SM4.rkssse);
    expect(desk.say('00B2013403')).toBe('0A01319000');
    expect(desk.say('00B0870001')).toBe('009000');
  });
  it('DF01 EF05 by PIN or RK1DF01', () => {
    const holder = fresh();
    holder.say('0020000003123456');
    holder.ask('00A4000002DF01');
    expect(holder.say('00B2012C04')).toBe('200232309000');
    const operator = fresh();
    operator.ask('00A4000002DF01');
    operator.authenticate('88', RK1);
    expect(operator.say('00B2012C04')).toBe('200232309000');
  });
});
