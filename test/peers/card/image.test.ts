/** Card images as text: both ways, and what is refused. */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import { parseCardImage } from '../../../hosts/peers/card/image.js';
import { FormatError } from '../../../src/base/format-error.js';
import { blankDesk, cardImage, Desk, SSSE, vectorRandom } from './desk.js';

const TEXT = JSON.stringify(cardImage('DES'));

/** The text with one piece replaced; the piece must be there. */
function changed(from: string, to: string): string {
  expect(TEXT).toContain(from);
  return TEXT.replace(from, to);
}

describe('an image', () => {
  it('goes through text and back', () => {
    for (const image of [cardImage('DES'), cardImage('SM4'), cardImage('DES', false), blankDesk('SM4').card.image()]) {
      const parsed = parseCardImage(JSON.stringify(image));
      expect(parsed).toEqual(image);
      expect(createCard(parsed, vectorRandom).image()).toEqual(image);
    }
  });
  it('makes a card that works', () => {
    const desk = new Desk(createCard(parseCardImage(TEXT), vectorRandom), 'DES');
    desk.select(SSSE);
    expect(desk.say('00B2022C03')).toBe('0201339000');
  });
  it('may be written in small letters', () => {
    const desk = new Desk(createCard(parseCardImage(changed('D15600000500', 'd15600000500')), vectorRandom), 'DES');
    desk.select(SSSE);
    expect(desk.select('D15600000500')).toBe('6F088406D156000005009000');
  });
});

describe('a text that is no image', () => {
  const refusals: readonly (readonly [string, () => string])[] = [
    ['nothing', () => ''],
    ['no JSON', () => '{'],
    ['no object', () => '[]'],
    ['another format', () => changed('ssc-card-image/1', 'ssc-card-image/2')],
    ['a field too many', () => changed('"blocked":false', '"blocked":false,"colour":"red"')],
    ['a field too few', () => changed('"blocked":false,', '')],
    ['an ATR of another length', () => changed('"historical":"00', '"historical":"')],
    ['digits that are none', () => changed('"fid":"DDF1"', '"fid":"DDFG"')],
    ['an identifier twice', () => changed('"fid":"EF06"', '"fid":"EF05"')],
    ['an SFI twice', () => changed('"sfi":6', '"sfi":5')],
    ['an SFI of 31', () => changed('"sfi":6', '"sfi":31')],
    ['an environment of the kind twice', () => changed('"kind":"PSE"', '"kind":"SSSE"')],
    ['an unknown algorithm', () => changed('"algorithm":"DES"', '"algorithm":"SSF33"')],
    ['an unknown algorithm of a key', () => changed('"algorithm":"00"', '"algorithm":"02"')],
    ['a key type that is none', () => changed('"type":"08"', '"type":"05"')],
    ['a key shorter than its algorithm wants', () => changed('"value":"CF48323FCEC6BD40"', '"value":"CF48323FCEC6BD"')],
    ['a key longer than its algorithm wants', () => changed('CF48323FCEC6BD40', 'CF48323FCEC6BD40CF48323FCEC6BD40')],
    ['more tries left than there were', () => changed('"triesLeft":3', '"triesLeft":4')],
    ['16 tries', () => changed('"triesMax":3,"triesLeft":3', '"triesMax":16,"triesLeft":3')],
    ['no tries at all', () => changed('"triesMax":3,"triesLeft":3', '"triesMax":0,"triesLeft":0')],
    ['a key twice', () => changed('"id":"05"', '"id":"04"')],
    ['an access mode that is none', () => changed('"read":"020A00"', '"read":"050A00"')],
    ['a record that does not say its length', () => changed('"020133"', '"020233"')],
    ['a record of another length than its file', () => changed('"7903110001"', '"79031100"')],
    ['more records than fit', () => changed('"capacity":4,"records":["79', '"capacity":1,"records":["79')],
    ['a variable file with a record length', () => changed('"recordLength":0', '"recordLength":1')],
    ['a file of no structure', () => changed('"structure":"cyclic"', '"structure":"round"')],
    ['an empty transparent file', () => changed(`"content":"${'00'.repeat(16)}"`, '"content":""')],
    ['an odd number of digits', () => changed(`"content":"${'00'.repeat(16)}"`, '"content":"000"')],
    ['an EF that no P1 selects', () => changed('"selectEfByP1":["02","00"]', '"selectEfByP1":[]')],
    ['a quirk of another kind', () => changed('"readAll":true', '"readAll":1')],
    ['a name of 17 bytes', () => changed(`"name":"${SSSE}"`, `"name":"${SSSE}0000"`)],
    ['a number with a fraction', () => changed('"triesLeft":3', '"triesLeft":2.5')],
    ['null', () => changed('"environments":[', '"environments":[null,')],
  ];
  it.each(refusals)('is refused: %s', (_what, text) => {
    expect(() => parseCardImage(text())).toThrow(FormatError);
  });

  it('is described without what stood in it', () => {
    let message = '';
    try {
      parseCardImage(changed('"value":"CF48323FCEC6BD40"', '"value":"CF48323FCEC6BD"'));
    } catch (error) {
      message = error instanceof FormatError ? error.message : 'another error';
    }
    expect(message).toContain('card-image');
    expect(message).toContain('keys');
    expect(message).not.toContain('CF48');
  });
});
