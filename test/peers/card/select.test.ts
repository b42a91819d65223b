/** SELECT by identifier, by name and by the beginning of a name; its FCI. sscard.md 3.3, 7. */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import {
  applicationTemplate,
  blankDesk,
  cardImage,
  Desk,
  EMK,
  makeEnvironment,
  PSE,
  SSSE,
  socialCard,
  testCard,
  tlv,
  vectorRandom,
} from './desk.js';

const FCI_SSSE = `6F1C840F${SSSE}A50988010F9F0C038601019000`;
const FCI_PSE = `6F1B840E${PSE}A50988010F9F0C038601019000`;
const FCI_DF01 = '6F088406D156000005009000';
const FCI_DF03 = '6F088406D156000005029000';
const FCI_MF = '6F0483023F009000';

describe('SELECT by identifier', () => {
  it('finds the MF by 3F00 and by nothing, from anywhere', () => {
    const desk = testCard('DES');
    for (const place of [SSSE, PSE]) {
      for (const command of ['00A40000023F00', '00A4000000']) {
        desk.select(place);
        expect(desk.ask(command)).toBe(FCI_MF);
      }
    }
  });
  it('finds environments from the MF', () => {
    const desk = testCard('DES');
    expect(desk.ask('00A4000002DDF1')).toBe(FCI_SSSE);
    desk.ask('00A4000000');
    expect(desk.ask('00A4000002DDF2')).toBe(FCI_PSE);
  });
  it('finds the environment, its DFs from one another, and nothing that is not there', () => {
    const desk = socialCard();
    expect(desk.ask('00A4000002DF01')).toBe(FCI_DF01);
    expect(desk.ask('00A4000002DF03')).toBe(FCI_DF03);
    expect(desk.ask('00A4000002DF03')).toBe(FCI_DF03);
    expect(desk.ask('00A4000002DF01')).toBe(FCI_DF01);
    expect(desk.ask('00A4000002DDF1')).toBe(FCI_SSSE);
    expect(desk.say('00A4000002DF02')).toBe('6A82');
    expect(desk.say('00A40000020000')).toBe('6A82');
  });
  it('finds an EF of the current DF alone and answers its status alone', () => {
    const desk = socialCard();
    for (const p1 of ['00', '02']) {
      expect(desk.say(`00A4${p1}0002EF05`)).toBe('9000');
      expect(desk.say(`00A4${p1}0002EF15`)).toBe('6A82');
      expect(desk.say(`00A4${p1}0002EF16`)).toBe('6A82');
    }
    desk.ask('00A4000002DF01');
    expect(desk.say('00A4020002EF15')).toBe('9000');
    expect(desk.say('00A4020002EF06')).toBe('6A82');
    expect(desk.say('00A4020002DF01')).toBe('6A82');
    expect(desk.say('00A40200023F00')).toBe('6A82');
  });
  it('of a DF leaves no current EF', () => {
    const desk = socialCard();
    desk.say('00A4020002EF05');
    desk.ask('00A4000002DF01');
    expect(desk.say('00B2010412')).toBe('6986');
  });
});

describe('the habit of selecting EFs', () => {
  it('by P1 02 alone', () => {
    const desk = testCard('DES', vectorRandom, { selectEfByP1: ['02'] });
    desk.select(SSSE);
    expect(desk.say('00A4020002EF05')).toBe('9000');
    expect(desk.say('00A4000002EF05')).toBe('6A82');
    expect(desk.ask('00A4000002DF01')).toBe(FCI_DF01);
  });
  it('by P1 00 alone', () => {
    const desk = testCard('DES', vectorRandom, { selectEfByP1: ['00'] });
    desk.select(SSSE);
    expect(desk.say('00A4020002EF05')).toBe('6A86');
    expect(desk.say('00A4000002EF05')).toBe('9000');
  });
});

describe('SELECT by name', () => {
  it('finds environments from the MF, from one another and from a DF', () => {
    const desk = testCard('DES');
    expect(desk.select(SSSE)).toBe(FCI_SSSE);
    expect(desk.select(PSE)).toBe(FCI_PSE);
    expect(desk.select(SSSE)).toBe(FCI_SSSE);
    desk.ask('00A4000002DF01');
    expect(desk.select(PSE)).toBe(FCI_PSE);
  });
  it('finds DFs of the current environment by AID', () => {
    const desk = socialCard();
    expect(desk.select('D15600000500')).toBe(FCI_DF01);
    expect(desk.select('D15600000502')).toBe(FCI_DF03);
    expect(desk.select('D15600000501')).toBe('6A82');
    expect(desk.select('D1560000050000')).toBe('6A82');
  });
  it('takes the beginning of a name for the name', () => {
    const desk = testCard('DES');
    expect(desk.select('7378312E73')).toBe(FCI_SSSE);
    expect(desk.select('D156000005')).toBe(FCI_DF01);
    expect(desk.select('315041592E')).toBe(FCI_PSE);
    expect(desk.select('7378322E73')).toBe('6A82');
  });
  it('goes to the next of that beginning with P2 02', () => {
    const desk = socialCard();
    expect(desk.ask('00A4040205D156000005')).toBe('6A82');
    expect(desk.ask('00A4040005D156000005')).toBe(FCI_DF01);
    expect(desk.ask('00A4040205D156000005')).toBe(FCI_DF03);
    expect(desk.ask('00A4040205D156000005')).toBe('6A82');
    expect(desk.say('00A4020002EF19')).toBe('9000');
    expect(desk.ask('00A4040005D156000005')).toBe(FCI_DF01);
  });
});

describe('FCI', () => {
  const card = (parameters: string) => {
    const desk = blankDesk('DES');
    desk.authenticate('00', '404142434445464748494A4B4C4D4E4F');
    const template = tlv('62', tlv('83', 'DDF1') + tlv('84', SSSE) + tlv('85', parameters));
    expect(desk.withMac('84E00000', '404142434445464748494A4B4C4D4E4F', template)).toBe('9000');
    return desk.select(SSSE);
  };
  it('shows DIR and algorithm as the environment was created', () => {
    expect(card('80010181010182011E830101')).toBe(`6F1C840F${SSSE}A50988011E9F0C038601019000`);
    expect(card('80010181010182010F830100')).toBe(`6F16840F${SSSE}A50388010F9000`);
    expect(card('800101810101830101')).toBe(`6F19840F${SSSE}A5069F0C038601019000`);
    expect(card('800101810101830100')).toBe(`6F11840F${SSSE}9000`);
    expect(card('80010181010382010F830101')).toBe(`6F1C840F${SSSE}A50988010F9F0C038601039000`);
  });
});

describe('SSSE that is the MF', () => {
  const card = () => new Desk(createCard(cardImage('DES', true, '3F00'), vectorRandom), 'DES');
  it('is the current DF after reset', () => {
    expect(card().say('00A4020002EF05')).toBe('9000');
  });
  it('is found by 3F00, by nothing, and by name', () => {
    for (const command of ['00A40000023F00', '00A4000000', `00A404000F${SSSE}`]) {
      const desk = card();
      desk.ask('00A4000002DF01');
      expect(desk.ask(command)).toBe(FCI_SSSE);
    }
  });
  it('leaves PSE to be found by name alone, and is found again from there', () => {
    const desk = card();
    expect(desk.say('00A4000002DDF2')).toBe('6A82');
    expect(desk.select(PSE)).toBe(FCI_PSE);
    expect(desk.ask('00A4000000')).toBe(FCI_SSSE);
  });
});

describe('a DF without AID', () => {
  it('is selected by identifier or label', () => {
    const desk = blankDesk('DES');
    makeEnvironment(desk, 'DDF1', SSSE, '01', EMK);
    desk.authenticate('00', EMK);
    expect(desk.withMac('84E00100', EMK, tlv('62', tlv('83', 'DF05') + tlv('50', 'C9FAC3FCD3EBBDA1BFB5')))).toBe(
      '9000',
    );
    expect(desk.withMac('84E00100', EMK, applicationTemplate('DF06', 'D15600000509', tlv('50', 'C9FA')))).toBe('9000');
    expect(desk.select('C9FAC3FCD3EBBDA1BFB5')).toBe('6F0C840AC9FAC3FCD3EBBDA1BFB59000');
    expect(desk.ask('00A4000002DF06')).toBe('6F088406D156000005099000');
  });
});
