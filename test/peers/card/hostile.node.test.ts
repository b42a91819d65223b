/** A card under hostile commands, templates and images: it always answers, always a status, and stays a card. */

import { describe, expect, it } from 'vitest';
import { createCard } from '../../../hosts/peers/card/card.js';
import { parseCardImage } from '../../../hosts/peers/card/image.js';
import { FormatError } from '../../../src/base/format-error.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { bytesGenerator, type Source, textGenerator } from '../../fuzz/generator.js';
import {
  BK,
  CMK,
  cardImage,
  countingRandom,
  Desk,
  EMK,
  environmentTemplate,
  fileTemplate,
  keyRecord,
  LK,
  PSE,
  PUK,
  RK1,
  SSSE,
  socialCard,
  tlv,
  UK1,
  UKSSSE,
} from './desk.js';

const SEED = 20260601;

const INSTRUCTIONS = [
  'A4',
  '84',
  '82',
  '88',
  'B2',
  'DC',
  'B0',
  'D6',
  '20',
  '5E',
  '24',
  '1E',
  '16',
  'C0',
  'E0',
  'D4',
  '44',
];
const CLASSES = ['00', '00', '00', '04', '80', '84', 'B0'];
const BODIES = [
  SSSE,
  PSE,
  'D156000005',
  'EF05',
  'DF01',
  'DF03',
  'DDF2',
  '3F00',
  '123456',
  '020134',
  '400357111A',
  '1122334455667788A1A2A3A4A5A6A7A8',
  '123456FF654321',
  fileTemplate('01', 'EF0C', tlv('80', '0010'), '000000020400', '0C'),
];
/** P1 and P2 that mean something somewhere, besides those that mean nothing. */
const PARAMETERS = [
  '00',
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '2C',
  '34',
  '40',
  '83',
  '84',
  '85',
  '0A',
  'AC',
  'CC',
  'FF',
];

/** Commands that a terminal sends, to stand on. */
const USUAL = [
  `00A404000F${SSSE}`,
  '00A4000002DF01',
  '00A4000002DF03',
  '00A4020002EF05',
  '00A4020002EF15',
  '00A4020002EF07',
  '00B2010540',
  '00B2022C03',
  '00B2400000',
  '00B2400206',
  '00DC022C03020134',
  '00DC000303333333',
  '00B0870010',
  '00D687000401020304',
  '0084000008',
  '00880000101122334455667788A1A2A3A4A5A6A7A8',
  '0082000410A1A2A3A4A5A6A7A8A1A2A3A4A5A6A7A8',
  '0020000003654321',
  '805E010007123456FF654321',
  '842400000401020304',
  '841E00010401020304',
  '00C0000008',
];

/** A usual command, or one put together: the data as long as P3 says, or none. */
function tpdu(source: Source): Uint8Array {
  if (source.below(2) === 0) return fromHex(source.pick(USUAL));
  const header = source.pick(CLASSES) + source.pick(INSTRUCTIONS) + source.pick(PARAMETERS) + source.pick(PARAMETERS);
  if (source.below(2) === 0) return fromHex(header + source.pick(['00', '04', '08', '10', '12', '40']));
  const body = fromHex(source.pick(BODIES));
  return Uint8Array.of(...fromHex(header), body.length, ...body);
}

function isStatus(answer: Uint8Array): boolean {
  const sw1 = answer[answer.length - 2];
  return (
    answer.length >= 2 &&
    answer.length <= 258 &&
    (sw1 === 0x61 || (sw1 >= 0x63 && sw1 <= 0x6f) || (sw1 >= 0x90 && sw1 <= 0x9f))
  );
}

/** Proofs that make more of the card reachable; what they answer does not matter here. */
function prove(desk: Desk, step: number): void {
  desk.select(step % 5 === 0 ? PSE : SSSE);
  if (step % 3 === 0) desk.say('0020000003123456');
  for (const [id, key] of [
    ['04', UKSSSE],
    ['05', BK],
    ['06', PUK],
    ['00', EMK],
  ] as const)
    desk.authenticate(id, key);
  if (step % 2 === 0) return;
  desk.ask(step % 4 === 1 ? '00A4000002DF01' : '00A4000002DF03');
  for (const [id, key] of [
    ['83', step % 4 === 1 ? UK1 : LK],
    ['84', RK1],
  ] as const)
    desk.authenticate(id, key);
}

describe('a card under hostile commands', () => {
  it('answers each with data and a status, and its image stays one', () => {
    const next = bytesGenerator(SEED, tpdu);
    const seen = new Set<string>();
    let desk = socialCard('DES', countingRandom());
    for (let i = 0; i < 200_000; i++) {
      if (i % 200 === 0) {
        if (i % 10_000 === 0)
          desk = new Desk(
            createCard(cardImage(i % 20_000 === 0 ? 'DES' : 'SM4', i % 30_000 !== 0), countingRandom()),
            i % 20_000 === 0 ? 'DES' : 'SM4',
          );
        prove(desk.again(), i / 200);
      }
      const command = next();
      if (command.length < 5) continue;
      const answer = desk.card.exchange(command);
      if (!isStatus(answer)) throw new Error(`seed ${SEED}, command ${i}: ${toHex(command)} -> ${toHex(answer)}`);
      const sw = toHex(answer.slice(-2));
      seen.add(sw.startsWith('61') || sw.startsWith('6C') ? sw.slice(0, 2) : sw);
      if (i % 5_000 === 4_999) parseCardImage(JSON.stringify(desk.card.image()));
    }
    const reached = [
      '9000',
      '61',
      '6C',
      '63C2',
      '6700',
      '6981',
      '6982',
      '6983',
      '6984',
      '6985',
      '6986',
      '6987',
      '6988',
    ];
    for (const sw of [...reached, '6A80', '6A82', '6A83', '6A85', '6A86', '6A88', '6B00', '6D00', '6E00']) {
      expect([...seen]).toContain(sw);
    }
  });
});

describe('a card under hostile templates with a right MAC', () => {
  it('takes them or says 6A80, 6A84', () => {
    const templates = [
      environmentTemplate('DDF1', SSSE, '01', 'DES'),
      tlv('62', tlv('83', 'DF09') + tlv('84', 'D15600000509') + tlv('50', '4142') + tlv('86', '83')),
      fileTemplate('01', 'EF0C', tlv('80', '0010'), '000000020400', '0C'),
      fileTemplate('06', 'EF0D', tlv('81', '0502'), '048300FF0000', '0D'),
    ];
    const next = bytesGenerator(SEED, (source) => fromHex(source.pick(templates)));
    const desk = new Desk(createCard(cardImage('DES', false), countingRandom()), 'DES');
    const seen = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      if (i % 500 === 0) {
        desk.again().select(SSSE);
        desk.authenticate('00', EMK);
      }
      const data = toHex(next().subarray(0, 250));
      seen.add(desk.withMac(i % 2 === 0 ? '84E00100' : '84E00200', EMK, data));
    }
    for (const sw of seen) expect(['9000', '6A80', '6A84']).toContain(sw);
    expect(seen.has('9000') && seen.has('6A80')).toBe(true);
    parseCardImage(JSON.stringify(desk.card.image()));
  });

  it('takes environments or says 6A80', () => {
    const template = fromHex(environmentTemplate('DDF1', SSSE, '01', 'DES'));
    const next = bytesGenerator(SEED, () => template);
    const blank = { ...cardImage('DES'), environments: [] };
    const seen = new Set<string>();
    for (let i = 0; i < 5_000; i++) {
      const desk = new Desk(createCard(blank, countingRandom()), 'DES');
      desk.authenticate('00', CMK);
      seen.add(desk.withMac('84E00000', CMK, toHex(next().subarray(0, 250))));
    }
    expect([...seen].sort()).toEqual(['6A80', '9000']);
  });

  it('takes key records or says 6A80, 6A88', () => {
    const desk = new Desk(createCard(cardImage('DES', false), countingRandom()), 'DES');
    const records = [
      keyRecord(desk, '08', '09', '03', UKSSSE),
      keyRecord(desk, '01', '00', '03', '123456FFFFFFFFFF'),
      keyRecord(desk, '08', '02', '03', 'CF48323FCEC6BD40'),
    ];
    const next = bytesGenerator(SEED, (source) => fromHex(source.pick(records)));
    const seen = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      if (i % 500 === 0) {
        desk.again().select(SSSE);
        desk.authenticate('00', EMK);
      }
      const record = toHex(next().subarray(0, 200));
      // a record that would replace the master key would end the experiment
      if (!record.startsWith('00')) seen.add(desk.sealed(i % 2 === 0 ? '84D40000' : '84D40100', EMK, record));
    }
    expect([...seen].sort()).toEqual(['6A80', '6A88', '9000']);
    parseCardImage(JSON.stringify(desk.card.image()));
  });
});

describe('a hostile image', () => {
  it('is refused by FormatError, or is a card that answers', () => {
    const images = [cardImage('DES'), cardImage('SM4')].map((image) =>
      JSON.stringify(image).replace(/"content":"(00){200,}"/g, '"content":"0011"'),
    );
    const next = textGenerator(SEED, (source) => source.pick(images), '"{}[],:0123456789ABCDEFtruefalse');
    let accepted = 0;
    for (let i = 0; i < 6_000; i++) {
      const image = attemptToParse(next());
      if (image === undefined) continue;
      accepted++;
      const desk = new Desk(createCard(image, countingRandom()), 'DES');
      for (const command of [`00A404000F${SSSE}`, '00B2012C00', '00B2013500', '00B0870000', '0020000003123456'])
        desk.ask(command);
      for (const id of ['00', '04', '05', '06', '0A']) desk.failToAuthenticate(id);
      desk.ask('00880000101122334455667788A1A2A3A4A5A6A7A8');
      expect(() => desk.card.image()).not.toThrow();
    }
    expect(accepted).toBeGreaterThan(500);
  });
});

function attemptToParse(text: string): ReturnType<typeof parseCardImage> | undefined {
  try {
    return parseCardImage(text);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
