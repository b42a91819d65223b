/** APPLICATION BLOCK, CARD BLOCK, and UPDATE with a MAC. sscard.md 6.5, 7, trap 13. */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import { parseCardImage } from '../../../hosts/peers/card/image.js';
import { BK, Desk, KEYS, LK, PSE, PUK, SSSE, socialCard, testCard, UK1, UKSSSE, vectorRandom } from './desk.js';

const WRONG_STK = { DES: 'FFFFFFFFFFFFFFFF', SM4: UK1 } as const;

describe.each(['DES', 'SM4'] as const)('APPLICATION BLOCK under %s', (algorithm) => {
  const { stk, applicationStk } = KEYS[algorithm];
  const inDf03 = () => {
    const desk = socialCard(algorithm);
    desk.ask('00A4000002DF03');
    return desk;
  };

  it('of a DF needs its LK and its maintenance key', () => {
    const desk = inDf03();
    expect(desk.withMac('841E0001', applicationStk)).toBe('6982');
    desk.authenticate('05', BK);
    expect(desk.withMac('841E0001', applicationStk)).toBe('6982');
    desk.authenticate('83', LK);
    expect(desk.withMac('841E0001', stk)).toBe('6988');
    expect(desk.withMac('841E0001', applicationStk)).toBe('9000');
  });
  it('answers 9303 to everything in that DF, at once and for ever', () => {
    const desk = inDf03();
    desk.say('00A4020002EF19');
    desk.authenticate('83', LK);
    desk.withMac('841E0001', applicationStk);
    for (const command of [
      '00B2010405',
      '0084000008',
      '0020000000',
      '00B201CC05',
      '00A4020002EF19',
      '84440000040000 0000',
    ]) {
      expect(desk.say(command)).toBe('9303');
    }
    expect(desk.say('00A4000002DF03')).toBe('9303');
    expect(desk.select('D15600000502')).toBe('9303');
    desk.again().select(SSSE);
    expect(desk.say('00A4000002DF03')).toBe('9303');
    const kept = new Desk(createCard(parseCardImage(JSON.stringify(desk.card.image())), vectorRandom), algorithm);
    kept.select(SSSE);
    expect(kept.say('00A4000002DF03')).toBe('9303');
  });
  it('leaves the rest of the card alone', () => {
    const desk = inDf03();
    desk.authenticate('83', LK);
    desk.withMac('841E0001', applicationStk);
    expect(desk.ask('00A4000002DF01')).toBe('6F088406D156000005009000');
    expect(desk.select(SSSE)).toContain('9000');
    expect(desk.say('00A4000002DF03')).toBe('9303');
    expect(desk.say('00B2022C03')).toBe('0201339000');
  });
  it('finds no key that may block a DF for which none was named, nor at the MF', () => {
    const desk = socialCard(algorithm);
    desk.ask('00A4000002DF01');
    desk.authenticate('83', UK1);
    desk.authenticate('05', BK);
    expect(desk.withMac('841E0001', applicationStk)).toBe('6985');
    desk.ask('00A4000000');
    expect(desk.withMac('841E0001', stk)).toBe('6985');
  });
  it('at the level of SSSE blocks it as a whole after BK [TP], and PSE stays', () => {
    const desk = socialCard(algorithm);
    expect(desk.withMac('841E0001', stk)).toBe('6982');
    desk.authenticate('05', BK);
    expect(desk.withMac('841E0001', stk)).toBe('9000');
    for (const command of [
      '00B2022C03',
      '0084000008',
      '0020000000',
      '00A4020002EF05',
      '00A4000002DF01',
      '00A4000002DDF1',
    ]) {
      expect(desk.say(command)).toBe('9303');
    }
    desk.again();
    expect(desk.select(SSSE)).toBe('9303');
    expect(desk.say('00A4000002DDF1')).toBe('9303');
    expect(desk.say('0084000008')).toContain('9000');
    expect(desk.select(PSE)).toContain('9000');
    expect(desk.select(SSSE)).toBe('9303');
    expect(desk.say('00A4000002DF0B')).toContain('61');
  });
  it('wants MAC, its length, and a challenge', () => {
    const desk = socialCard(algorithm);
    desk.authenticate('05', BK);
    expect(desk.say('841E000100')).toBe('6987');
    expect(desk.say('841E000105 0102030405')).toBe('6700');
    expect(desk.say('841E000104 01020304')).toBe('6984');
  });
  it('locks no key by wrong MACs (trap 13)', () => {
    const desk = inDf03();
    desk.authenticate('83', LK);
    for (let i = 0; i < 20; i++) expect(desk.withMac('841E0001', WRONG_STK[algorithm])).toBe('6988');
    expect(desk.failToAuthenticate('83')).toBe('63C2');
    expect(desk.authenticate('83', LK)).toBe('9000');
    expect(desk.withMac('841E0001', applicationStk)).toBe('9000');
  });
});

describe.each(['DES', 'SM4'] as const)('CARD BLOCK under %s', (algorithm) => {
  const { stk, applicationStk } = KEYS[algorithm];

  it('needs BK and STK', () => {
    const desk = socialCard(algorithm);
    expect(desk.withMac('84160000', stk)).toBe('6982');
    desk.authenticate('06', PUK);
    expect(desk.withMac('84160000', stk)).toBe('6982');
    desk.authenticate('05', BK);
    for (let i = 0; i < 20; i++) expect(desk.withMac('84160000', WRONG_STK[algorithm])).toBe('6988');
    expect(desk.say('8416000000')).toBe('6987');
    expect(desk.say('8416000004 01020304')).toBe('6984');
    expect(desk.withMac('84160000', stk)).toBe('9000');
  });
  it('answers 6A81 to everything, for ever, after an ATR as ever', () => {
    const desk = socialCard(algorithm);
    desk.authenticate('05', BK);
    desk.withMac('84160000', stk);
    const commands = [
      '0084000008',
      '00A4000000',
      `00A404000F${SSSE}`,
      `00A404000E${PSE}`,
      '0020000000',
      '00C0000008',
      'FF00000000',
    ];
    for (const command of commands) expect(desk.say(command)).toBe('6A81');
    const atr = desk.card.reset();
    expect(atr).toHaveLength(17);
    for (const command of commands) expect(desk.say(command)).toBe('6A81');
    const kept = new Desk(createCard(parseCardImage(JSON.stringify(desk.card.image())), vectorRandom), algorithm);
    expect(kept.say('00A4000000')).toBe('6A81');
  });
  it('in a DF goes by the maintenance key of the DF', () => {
    const desk = socialCard(algorithm);
    desk.ask('00A4000002DF03');
    desk.authenticate('05', BK);
    expect(desk.withMac('84160000', stk)).toBe('6988');
    expect(desk.withMac('84160000', applicationStk)).toBe('9000');
  });
});

describe.each(['DES', 'SM4'] as const)('UPDATE with a MAC (CLA 04) under %s', (algorithm) => {
  const { stk, applicationStk } = KEYS[algorithm];
  const opened = () => {
    const desk = socialCard(algorithm);
    desk.authenticate('04', UKSSSE);
    desk.say('00A4020002EF05');
    return desk;
  };
  it('writes a record where key and MAC are right', () => {
    const desk = opened();
    expect(desk.withMac('04DC0204', stk, '020134')).toBe('9000');
    expect(desk.say('00B2020403')).toBe('0201349000');
  });
  it('writes bytes', () => {
    const desk = opened();
    desk.say('00A4020002EF07');
    expect(desk.withMac('04D60002', stk, 'ABCD')).toBe('9000');
    desk.authenticate('0A', KEYS[algorithm].rkssse);
    expect(desk.say('00B0000104')).toBe('00ABCD009000');
  });
  it('in a DF goes by the maintenance key of the DF', () => {
    const desk = socialCard(algorithm);
    desk.ask('00A4000002DF01');
    desk.authenticate('83', UK1);
    desk.say('00A4020002EF15');
    expect(desk.withMac('04DC0104', stk, '2A0131')).toBe('6988');
    expect(desk.withMac('04DC0104', applicationStk, '2A0131')).toBe('9000');
  });
  it('writes nothing otherwise', () => {
    const desk = opened();
    expect(desk.withMac('04DC0204', WRONG_STK[algorithm], '020134')).toBe('6988');
    expect(desk.say('04DC020400')).toBe('6987');
    expect(desk.say('04DC020403 020134')).toBe('6987');
    expect(desk.say('04DC020407 020134 01020304')).toBe('6984');
    expect(desk.withMac('04DC0204', stk)).toBe('6700');
    expect(desk.withMac('04DC0204', stk, '020234')).toBe('6A85');
    expect(desk.say('00B2020403')).toBe('0201339000');
  });
  it('does not take the place of the key that may write', () => {
    const desk = socialCard(algorithm);
    desk.say('00A4020002EF05');
    expect(desk.withMac('04DC0204', stk, '020134')).toBe('6982');
  });
});

describe('a card whose updates want a MAC', () => {
  const secured = () => {
    const desk = testCard('DES', vectorRandom, { securedUpdates: true });
    desk.select(SSSE);
    desk.authenticate('04', UKSSSE);
    desk.say('00A4020002EF05');
    return desk;
  };

  it('takes none without, once it is in use', () => {
    const desk = secured();
    expect(desk.say('00DC0204 03 020134')).toBe('6987');
    expect(desk.say('00A4020002EF07')).toBe('9000');
    expect(desk.say('00D60000 01 AA')).toBe('6987');
    expect(desk.say('00A4020002EF05')).toBe('9000');
    expect(desk.withMac('04DC0204', KEYS.DES.stk, '020134')).toBe('9000');
    expect(desk.say('00B2020403')).toBe('0201349000');
  });

  it('keeps the habit in its image, and an image without it is of a card without it', () => {
    const { card } = secured();
    expect(parseCardImage(JSON.stringify(card.image())).quirks.securedUpdates).toBe(true);
    expect('securedUpdates' in testCard('DES').card.image().quirks).toBe(false);
  });
});
