/**
 * Card master key and environment master keys (policy, 安全体系技术实现), and every personalisation command [TP]: what it
 * makes, and what it refuses.
 */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import {
  applicationTemplate,
  blankDesk,
  CMK,
  cardImage,
  countingRandom,
  Desk,
  EMK,
  environmentTemplate,
  fileTemplate,
  keyRecord,
  makeEnvironment,
  PSE,
  PSE_EMK,
  PUK,
  SSSE,
  socialCard,
  tlv,
  UKSSSE,
  vectorRandom,
} from './desk.js';

const TRANSPARENT = fileTemplate('01', 'EF0C', tlv('80', '0010'), '000000020400', '0C');
const DF02 = applicationTemplate('DF02', 'D15600000501');

/** A card whose SSSE has its master key, which has spoken; nothing else. */
function newSsse(algorithm: 'DES' | 'SM4' = 'DES'): Desk {
  const desk = blankDesk(algorithm, countingRandom());
  makeEnvironment(desk, 'DDF1', SSSE, '01', EMK);
  expect(desk.authenticate('00', EMK)).toBe('9000');
  return desk;
}

describe('a blank card', () => {
  it('has nothing to select', () => {
    const desk = blankDesk('DES');
    expect(desk.ask('00A4000000')).toBe('6F0483023F009000');
    expect(desk.select(SSSE)).toBe('6A82');
    expect(desk.select(PSE)).toBe('6A82');
  });
  it('creates nothing before its master key has spoken', () => {
    const desk = blankDesk('DES');
    expect(desk.withMac('84E00000', CMK, environmentTemplate('DDF1', SSSE, '01', 'DES'))).toBe('6982');
    expect(desk.failToAuthenticate('00')).toBe('63C9');
    expect(desk.withMac('84E00000', CMK, environmentTemplate('DDF1', SSSE, '01', 'DES'))).toBe('6982');
  });
  it('locks its master key after ten wrong tries', () => {
    const desk = blankDesk('DES');
    for (let left = 9; left >= 0; left--) expect(desk.failToAuthenticate('00')).toBe(`63C${left}`);
    expect(desk.authenticate('00', CMK)).toBe('6983');
  });
  it('refuses DFs, EFs, keys and activation at the MF', () => {
    const desk = blankDesk('DES');
    desk.authenticate('00', CMK);
    expect(desk.withMac('84E00100', CMK, DF02)).toBe('6985');
    expect(desk.withMac('84E00200', CMK, TRANSPARENT)).toBe('6985');
    expect(desk.sealed('84D40000', CMK, keyRecord(desk, '08', '04', '03', UKSSSE))).toBe('6985');
    expect(desk.withMac('84440000', CMK)).toBe('6985');
  });
});

describe.each(['DES', 'SM4'] as const)('CREATE ENVIRONMENT under %s', (algorithm) => {
  it('makes both environments and selects the new one', () => {
    const desk = blankDesk(algorithm);
    makeEnvironment(desk, 'DDF1', SSSE, '01', EMK);
    desk.ask('00A4000000');
    makeEnvironment(desk, 'DDF2', PSE, '02', PSE_EMK);
    expect(desk.select(SSSE)).toContain(SSSE);
    expect(desk.select(PSE)).toContain(PSE);
  });
});

describe('CREATE ENVIRONMENT', () => {
  const create = (template: string) => {
    const desk = blankDesk('DES');
    desk.authenticate('00', CMK);
    return desk.withMac('84E00000', CMK, template);
  };
  const inner = (parameters: string) => tlv('62', tlv('83', 'DDF1') + tlv('84', SSSE) + tlv('85', parameters));
  it('takes its template in any order', () => {
    const template = tlv('62', tlv('85', '830101810103800101') + tlv('84', PSE) + tlv('83', 'DDF2'));
    expect(create(template)).toBe('9000');
  });
  it('refuses a template that is none', () => {
    for (const template of [
      '',
      '6F00',
      '6200',
      '62',
      '6203830200',
      `${inner('800101810101830101')}00FF`,
      inner('800101810101'),
      inner('810101830101'),
      inner('800103810101830101'),
      inner('800101810102830101'),
      inner('800101810104830101'),
      inner('80010181010182011F830101'),
      inner('800101810101820100830101'),
      inner('80020101810101830101'),
      tlv('62', tlv('84', SSSE) + tlv('85', '800101810101830101')),
      tlv('62', tlv('83', 'DD') + tlv('84', SSSE) + tlv('85', '800101810101830101')),
      tlv('62', tlv('83', 'DDF1') + tlv('85', '800101810101830101')),
      tlv('62', tlv('83', 'DDF1') + tlv('84', '73783132') + tlv('85', '800101810101830101')),
      tlv('62', tlv('83', 'DDF1') + tlv('84', `${SSSE}3132`) + tlv('85', '800101810101830101')),
      tlv('62', tlv('83', 'DDF1') + tlv('84', SSSE)),
    ]) {
      expect(create(template)).toBe('6A80');
    }
  });
  it('refuses a second one of the kind, the identifier or the name', () => {
    const desk = blankDesk('DES');
    makeEnvironment(desk, 'DDF1', SSSE, '01', EMK);
    desk.ask('00A4000000');
    desk.authenticate('00', CMK);
    expect(desk.withMac('84E00000', CMK, environmentTemplate('DDF2', PSE, '01', 'DES'))).toBe('6A80');
    expect(desk.withMac('84E00000', CMK, environmentTemplate('DDF1', PSE, '02', 'DES'))).toBe('6A80');
    expect(desk.withMac('84E00000', CMK, environmentTemplate('DDF2', SSSE, '02', 'DES'))).toBe('6A80');
    expect(desk.withMac('84E00000', CMK, environmentTemplate('DDF2', PSE, '02', 'DES'))).toBe('9000');
  });
  it('belongs to the MF', () => {
    const desk = newSsse();
    expect(desk.withMac('84E00000', EMK, environmentTemplate('DDF2', PSE, '02', 'DES'))).toBe('6985');
    expect(socialCard().withMac('84E00000', CMK, environmentTemplate('DDF3', PSE, '02', 'DES'))).toBe('6985');
  });
  it('leaves nothing behind when it is refused', () => {
    const desk = blankDesk('DES');
    desk.authenticate('00', CMK);
    const before = JSON.stringify(desk.card.image());
    desk.withMac('84E00000', CMK, inner('800101810102830101'));
    desk.withMac('84E00000', EMK, environmentTemplate('DDF1', SSSE, '01', 'DES'));
    expect(JSON.stringify(desk.card.image())).toBe(before);
  });
});

describe('the card master key', () => {
  it('loads the first master key of an environment, and nothing else there', () => {
    const desk = blankDesk('DES');
    desk.authenticate('00', CMK);
    desk.withMac('84E00000', CMK, environmentTemplate('DDF1', SSSE, '01', 'DES'));
    expect(desk.withMac('84E00100', CMK, DF02)).toBe('6982');
    expect(desk.withMac('84E00200', CMK, TRANSPARENT)).toBe('6982');
    expect(desk.withMac('84440000', CMK)).toBe('6982');
    expect(desk.sealed('84D40000', CMK, keyRecord(desk, '08', '04', '03', UKSSSE))).toBe('6982');
    expect(desk.sealed('84D40000', CMK, keyRecord(desk, '01', '00', '03', '1234FFFFFFFFFFFF'))).toBe('6982');
    expect(desk.sealed('84D40100', CMK, keyRecord(desk, '00', '00', '03', EMK))).toBe('6982');
    expect(desk.sealed('84D40000', CMK, keyRecord(desk, '00', '00', '03', EMK))).toBe('9000');
  });
  it('can come back to an environment that has no key yet', () => {
    const desk = blankDesk('DES');
    desk.authenticate('00', CMK);
    desk.withMac('84E00000', CMK, environmentTemplate('DDF1', SSSE, '01', 'DES'));
    desk.again().select(SSSE);
    expect(desk.sealed('84D40000', CMK, keyRecord(desk, '00', '00', '03', EMK))).toBe('6982');
    expect(desk.authenticate('00', CMK)).toBe('9000');
    expect(desk.sealed('84D40000', CMK, keyRecord(desk, '00', '00', '03', EMK))).toBe('9000');
  });
  it('has no power over the environment from then on, neither at once nor later', () => {
    const desk = blankDesk('DES');
    makeEnvironment(desk, 'DDF1', SSSE, '01', EMK);
    const tryAll = () => {
      for (const key of [CMK, EMK]) {
        expect(desk.withMac('84E00100', key, DF02)).toBe('6982');
        expect(desk.withMac('84E00200', key, TRANSPARENT)).toBe('6982');
        expect(desk.sealed('84D40000', key, keyRecord(desk, '08', '04', '03', UKSSSE))).toBe('6982');
        expect(desk.sealed('84D40000', key, keyRecord(desk, '00', '00', '03', CMK))).toBe('6982');
        expect(desk.sealed('84D40100', key, keyRecord(desk, '00', '00', '03', CMK))).toBe('6982');
        expect(desk.withMac('84440000', key)).toBe('6982');
      }
    };
    tryAll();
    expect(desk.authenticate('00', CMK)).toBe('63C2');
    tryAll();
    desk.ask('00A4000000');
    desk.authenticate('00', CMK);
    desk.select(SSSE);
    tryAll();
  });
  it('must speak again at the MF for the other environment', () => {
    const desk = blankDesk('DES');
    makeEnvironment(desk, 'DDF1', SSSE, '01', EMK);
    desk.ask('00A4000000');
    expect(desk.withMac('84E00000', CMK, environmentTemplate('DDF2', PSE, '02', 'DES'))).toBe('6982');
    makeEnvironment(desk, 'DDF2', PSE, '02', PSE_EMK);
  });
  it('replaces itself at the MF', () => {
    const desk = blankDesk('DES');
    desk.authenticate('00', CMK);
    expect(desk.sealed('84D40100', CMK, keyRecord(desk, '01', '00', '05', '1234FFFFFFFFFFFF'))).toBe('6A80');
    expect(desk.sealed('84D40100', CMK, `0000010305 00${UKSSSE}`)).toBe('6A80');
    expect(desk.sealed('84D40100', CMK, keyRecord(desk, '00', '00', '05', UKSSSE))).toBe('9000');
    expect(desk.sealed('84D40100', UKSSSE, keyRecord(desk, '00', '00', '05', CMK))).toBe('6982');
    expect(desk.authenticate('00', CMK)).toBe('63C4');
    expect(desk.authenticate('00', UKSSSE)).toBe('9000');
  });
});

describe('the master key of an environment', () => {
  it('replaces itself, and must then speak anew', () => {
    const desk = newSsse();
    expect(desk.sealed('84D40000', EMK, keyRecord(desk, '00', '00', '03', UKSSSE))).toBe('6A80');
    expect(desk.sealed('84D40100', EMK, keyRecord(desk, '00', '00', '0F', UKSSSE))).toBe('9000');
    expect(desk.withMac('84E00100', UKSSSE, DF02)).toBe('6982');
    expect(desk.authenticate('00', EMK)).toBe('63CE');
    expect(desk.authenticate('00', UKSSSE)).toBe('9000');
    expect(desk.withMac('84E00100', UKSSSE, DF02)).toBe('9000');
  });
  it('replaces itself from a DF, too, and after activation', () => {
    const desk = socialCard();
    desk.authenticate('00', EMK);
    desk.ask('00A4000002DF01');
    expect(desk.sealed('84D40100', EMK, keyRecord(desk, '00', '00', '03', UKSSSE))).toBe('9000');
    expect(desk.authenticate('00', UKSSSE)).toBe('9000');
  });
  it('is lost by a failed authentication and locks itself', () => {
    const desk = newSsse();
    desk.failToAuthenticate('00');
    expect(desk.withMac('84E00100', EMK, DF02)).toBe('6982');
    desk.failToAuthenticate('00');
    desk.failToAuthenticate('00');
    expect(desk.authenticate('00', EMK)).toBe('6983');
  });
  it('makes one MAC a challenge', () => {
    const desk = newSsse();
    expect(desk.say('84440000 04 00000000')).toBe('6984');
    expect(desk.withMac('84E00100', EMK, DF02)).toBe('9000');
    expect(desk.say('84440000 04 00000000')).toBe('6984');
  });
  it('is known by its MAC', () => {
    const desk = newSsse();
    expect(desk.withMac('84E00100', UKSSSE, DF02)).toBe('6988');
    expect(desk.say('84E0010000')).toBe('6987');
    expect(desk.say('84E0010003 010203')).toBe('6987');
    expect(desk.withMac('84440000', UKSSSE)).toBe('6988');
    expect(desk.withMac('84440000', EMK, '00')).toBe('6700');
  });
});

describe('CREATE DF', () => {
  it('selects the new DF, from a DF too', () => {
    const desk = newSsse();
    expect(desk.withMac('84E00100', EMK, DF02)).toBe('9000');
    expect(desk.withMac('84E00200', EMK, TRANSPARENT)).toBe('9000');
    expect(desk.withMac('84E00100', EMK, applicationTemplate('DF03', 'D15600000502', tlv('50', '4142')))).toBe('9000');
    expect(desk.say('00A4020002EF0C')).toBe('6A82');
    desk.ask('00A4000002DF02');
    expect(desk.say('00A4020002EF0C')).toBe('9000');
    expect(desk.select('D15600000502')).toBe('6F088406D156000005029000');
  });
  it('refuses what is there, and templates that are none', () => {
    const desk = newSsse();
    desk.withMac('84E00200', EMK, TRANSPARENT);
    desk.withMac('84E00100', EMK, DF02);
    for (const template of [
      DF02,
      applicationTemplate('DF02', 'D15600000509'),
      applicationTemplate('DF09', 'D15600000501'),
      applicationTemplate('DDF1', 'D15600000509'),
      applicationTemplate('3F00', 'D15600000509'),
      applicationTemplate('EF0C', 'D15600000509'),
      applicationTemplate('DF09', SSSE),
      applicationTemplate('DF09', 'D1560000'),
      applicationTemplate('DF09', 'D15600000509', tlv('86', '8301')),
      tlv('62', tlv('83', 'DF09')),
      tlv('62', tlv('84', 'D15600000509')),
      '6281',
    ]) {
      expect(desk.withMac('84E00100', EMK, template)).toBe('6A80');
    }
  });
});

describe('CREATE EF', () => {
  it('makes each structure, empty, and selects it', () => {
    const desk = newSsse();
    for (const [structure, shape, command, answer] of [
      ['01', tlv('80', '0010'), '00B0000010', `${'00'.repeat(16)}9000`],
      ['02', tlv('81', '0502'), '00B2010400', '6A83'],
      ['04', tlv('80', '0010'), '00B2010400', '6A83'],
      ['06', tlv('81', '0502'), '00B2010400', '6A83'],
      ['09', tlv('80', '0010'), '00B0000010', '6981'],
    ]) {
      expect(desk.withMac('84E00200', EMK, fileTemplate(structure, `EF${structure}`, shape, '000000000000'))).toBe(
        '9000',
      );
      expect(desk.say(command)).toBe(answer);
    }
  });
  it('refuses what is there, and templates that are none', () => {
    const desk = newSsse();
    desk.withMac('84E00100', EMK, DF02);
    desk.select(SSSE);
    desk.withMac('84E00200', EMK, TRANSPARENT);
    const size = tlv('80', '0010');
    for (const template of [
      TRANSPARENT,
      fileTemplate('01', 'EF0C', size, '000000000000', '0D'),
      fileTemplate('01', 'EF0D', size, '000000000000', '0C'),
      fileTemplate('01', 'DF02', size, '000000000000'),
      fileTemplate('01', 'DDF1', size, '000000000000'),
      fileTemplate('01', '3F00', size, '000000000000'),
      fileTemplate('03', 'EF0D', size, '000000000000'),
      fileTemplate('01', 'EF0D', tlv('80', '0000'), '000000000000'),
      fileTemplate('01', 'EF0D', tlv('80', '10'), '000000000000'),
      fileTemplate('01', 'EF0D', tlv('81', '0502'), '000000000000'),
      fileTemplate('02', 'EF0D', size, '000000000000'),
      fileTemplate('02', 'EF0D', tlv('81', '0002'), '000000000000'),
      fileTemplate('06', 'EF0D', tlv('81', '0500'), '000000000000'),
      fileTemplate('06', 'EF0D', tlv('81', '05'), '000000000000'),
      fileTemplate('01', 'EF0D', size, '000000'),
      fileTemplate('01', 'EF0D', size, '050000000000'),
      fileTemplate('01', 'EF0D', size, '000000FE0000'),
      fileTemplate('01', 'EF0D', size, '000000000000', '1F'),
      fileTemplate('01', 'EF0D', size, '000000000000', '00'),
      tlv('62', tlv('82', '01') + tlv('83', 'EF0D') + size),
      tlv('62', tlv('83', 'EF0D') + size + tlv('86', '000000000000')),
    ]) {
      expect(desk.withMac('84E00200', EMK, template)).toBe('6A80');
    }
  });
  it('ends where the memory ends', () => {
    const desk = newSsse();
    expect(desk.withMac('84E00200', EMK, fileTemplate('01', 'EF01', tlv('80', 'FFF0'), '000000000000'))).toBe('9000');
    expect(desk.withMac('84E00200', EMK, fileTemplate('06', 'EF02', tlv('81', '1102'), '000000000000'))).toBe('6A84');
    expect(desk.withMac('84E00200', EMK, fileTemplate('04', 'EF02', tlv('80', '0011'), '000000000000'))).toBe('6A84');
    expect(desk.withMac('84E00200', EMK, fileTemplate('06', 'EF02', tlv('81', '0802'), '000000000000'))).toBe('9000');
    expect(desk.withMac('84E00200', EMK, fileTemplate('01', 'EF03', tlv('80', '0001'), '000000000000'))).toBe('6A84');
  });
});

describe('LOAD KEY', () => {
  it('refuses what is there, what does not belong there, and records that are none', () => {
    const desk = newSsse();
    expect(desk.sealed('84D40000', EMK, keyRecord(desk, '08', '04', '03', UKSSSE))).toBe('9000');
    for (const record of [
      keyRecord(desk, '08', '04', '03', UKSSSE),
      keyRecord(desk, '07', '04', '03', UKSSSE),
      keyRecord(desk, '08', '84', '03', UKSSSE),
      keyRecord(desk, '08', '00', '03', UKSSSE),
      keyRecord(desk, '02', '01', '03', UKSSSE),
      keyRecord(desk, '0C', '00', '03', UKSSSE),
      keyRecord(desk, '01', '01', '03', '1234FFFFFFFFFFFF'),
      keyRecord(desk, '01', '00', '03', '12FFFFFFFFFFFFFF'),
      keyRecord(desk, '01', '00', '03', '1234'),
      keyRecord(desk, '03', '07', '03', UKSSSE),
      keyRecord(desk, '08', '07', '00', UKSSSE),
      keyRecord(desk, '08', '07', '10', UKSSSE),
      `080701030300${UKSSSE}`,
      `080701000300${UKSSSE.slice(2)}`,
      `080701010300${UKSSSE}`,
      `080701020300${UKSSSE}`,
      `080701000301${UKSSSE}`,
      '080701000300',
      '08',
    ]) {
      expect(desk.sealed('84D40000', EMK, record)).toBe('6A80');
    }
  });
  it('in a DF wants ids with b8 for authentication, and takes purse keys', () => {
    const desk = newSsse();
    desk.withMac('84E00100', EMK, DF02);
    for (const record of [
      keyRecord(desk, '08', '04', '03', UKSSSE),
      keyRecord(desk, '07', '00', '03', UKSSSE),
      keyRecord(desk, '00', '00', '03', UKSSSE),
      keyRecord(desk, '01', '00', '03', '1234FFFFFFFFFFFF'),
    ]) {
      expect(desk.sealed('84D40000', EMK, record)).toBe('6A80');
    }
    for (const [type, id] of [
      ['08', '82'],
      ['06', '83'],
      ['07', '84'],
      ['02', '01'],
      ['02', '02'],
      ['09', '01'],
      ['0C', '00'],
    ]) {
      expect(desk.sealed('84D40000', EMK, keyRecord(desk, type, id, '03', UKSSSE))).toBe('9000');
    }
    expect(desk.sealed('84D40000', EMK, keyRecord(desk, '09', '01', '03', UKSSSE))).toBe('6A80');
  });
  it('takes only keys of the environment’s algorithm', () => {
    const desk = newSsse('SM4');
    expect(desk.sealed('84D40000', EMK, `080701000300${UKSSSE}`)).toBe('6A80');
    expect(desk.sealed('84D40000', EMK, `080701010300${UKSSSE.slice(16)}`)).toBe('6A80');
    expect(desk.sealed('84D40000', EMK, `080701030300${UKSSSE}`)).toBe('9000');
  });
  it('takes no key in the clear', () => {
    const desk = newSsse();
    expect(desk.withMac('84D40000', EMK, keyRecord(desk, '08', '04', '03', UKSSSE))).toBe('6A80');
  });
  it('loads a PIN that is not set', () => {
    const desk = newSsse();
    expect(desk.say('805E010003FF1234')).toBe('6A88');
    expect(desk.sealed('84D40000', EMK, keyRecord(desk, '01', '00', '05', 'FFFFFFFFFFFFFFFF'))).toBe('9000');
    expect(desk.say('0020000000')).toBe('9000');
    expect(desk.say('805E010003FF1234')).toBe('9000');
    expect(desk.say('0020000000')).toBe('63C5');
  });
});

describe('CHANGE KEY', () => {
  it('puts a key in the place of another, with a full counter', () => {
    const desk = socialCard();
    desk.failToAuthenticate('04');
    desk.authenticate('00', EMK);
    expect(desk.sealed('84D40100', EMK, keyRecord(desk, '08', '04', '03', PUK))).toBe('9000');
    expect(desk.authenticate('04', UKSSSE)).toBe('63C2');
    expect(desk.authenticate('04', PUK)).toBe('9000');
  });
  it('changes the PIN and keys of DFs', () => {
    const desk = socialCard();
    desk.authenticate('00', EMK);
    expect(desk.sealed('84D40100', EMK, keyRecord(desk, '01', '00', '03', '5555FFFFFFFFFFFF'))).toBe('9000');
    expect(desk.say('00200000025555')).toBe('9000');
    desk.ask('00A4000002DF01');
    expect(desk.sealed('84D40100', EMK, keyRecord(desk, '08', '83', '03', PUK))).toBe('9000');
    expect(desk.authenticate('83', PUK)).toBe('9000');
  });
  it('changes nothing that is not there', () => {
    const desk = socialCard();
    desk.authenticate('00', EMK);
    expect(desk.sealed('84D40100', EMK, keyRecord(desk, '08', '09', '03', PUK))).toBe('6A88');
    expect(desk.sealed('84D40100', EMK, `080402000300${PUK}`)).toBe('6A88');
  });
});

describe('ACTIVATE', () => {
  it('takes from the master key the power to write files, and no other', () => {
    const desk = new Desk(createCard(cardImage('DES', false), vectorRandom), 'DES');
    desk.select(SSSE);
    expect(desk.say('00DC022C03020134')).toBe('6982');
    desk.authenticate('00', EMK);
    expect(desk.say('00DC022C03020134')).toBe('9000');
    expect(desk.say('00D687000101')).toBe('9000');
    expect(desk.say('00B0870001')).toBe('6982');
    expect(desk.withMac('84440000', EMK)).toBe('9000');
    expect(desk.say('00DC022C03020135')).toBe('6982');
    expect(desk.say('00D687000101')).toBe('6982');
    expect(desk.withMac('84440000', EMK)).toBe('6985');
    expect(desk.withMac('84E00200', EMK, TRANSPARENT)).toBe('9000');
    expect(desk.withMac('84E00100', EMK, DF02)).toBe('9000');
    expect(desk.sealed('84D40000', EMK, keyRecord(desk, '08', '83', '03', PUK))).toBe('9000');
  });
});
