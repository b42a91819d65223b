import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/hex.js';
import { readRecords } from '../../src/pse/records.js';
import { type Exchange, scripted } from '../card/scripted-reader.js';
import { tlv } from './hex-objects.js';
import { stateFor } from './setting.js';

const PAN = '5A086210999900000019';
const EXPIRY = '5F2403301231';
const CDOL1 = '8C159F02069F03069F1A0295055F2A029A039C019F3704';
const CDOL2 = '8D178A029F02069F03069F1A0295055F2A029A039C019F3704';
const MANDATORY = `${PAN}${EXPIRY}${CDOL1}${CDOL2}`;

const record = (...objects: readonly string[]): string => `${tlv('70', ...objects)}9000`;
const read = (number: string, p2: string): string => `00B2${number}${p2}00`;

/** What reading said, and the state afterwards; the script must be used up. */
async function reading(afl: string, ...script: readonly Exchange[]) {
  const { reader, session: card } = scripted(...script);
  const state = stateFor(card, { '84': 'A000000333010101', '50': '50424F43', '82': '7C00', '94': afl });
  const result = await readRecords(state);
  expect(reader.left).toBe(0);
  return { result, state };
}

const one = async (...objects: readonly string[]) =>
  (await reading('08010100', [read('01', '0C'), record(...objects)])).result;

describe('reading records (Book 3 10.2)', () => {
  it('reads each record of the AFL once, in its order', async () => {
    const { result, state } = await reading(
      '10010200 08030300 50FFFF00'.replaceAll(' ', ''),
      [read('01', '14'), record(PAN)],
      [read('02', '14'), record(EXPIRY, '5F340101')],
      [read('03', '0C'), record(CDOL1)],
      [read('FF', '54'), record(CDOL2)],
    );
    expect(result).toBeUndefined();
    expect([0x5a, 0x5f24, 0x5f34].map((tag) => toHex(state.icc.get(tag) ?? new Uint8Array(0)))).toEqual([
      '6210999900000019',
      '301231',
      '01',
    ]);
    expect(toHex(state.staticData)).toBe('');
    expect(state.staticDataIntact).toBe(true);
  });

  it('takes lengths of one, two and three bytes and filler between objects', async () => {
    const inner = `${MANDATORY}00009F1F820001550000DF0181020102`;
    const length = (inner.length / 2).toString(16).padStart(2, '0');
    for (const template of [`7081${length}`, `708200${length}`]) {
      const { result, state } = await reading('08010100', [read('01', '0C'), `${template}${inner}9000`]);
      expect(result).toBeUndefined();
      expect(toHex(state.icc.get(0x9f1f) ?? new Uint8Array(0))).toBe('55');
      expect(toHex(state.icc.get(0xdf01) ?? new Uint8Array(0))).toBe('0102');
    }
  });

  it('keeps unknown tags and passes over constructed ones', async () => {
    const { result, state } = await reading('08010100', [
      read('01', '0C'),
      record(MANDATORY, 'DF8129021234', tlv('BF0C', PAN), tlv('E1', 'FF')),
    ]);
    expect(result).toBeUndefined();
    expect(toHex(state.icc.get(0xdf8129) ?? new Uint8Array(0))).toBe('1234');
    expect(state.icc.get(0xbf0c)).toBeUndefined();
  });

  it('takes a record for what the FCI said before it, but AIP and AFL from GPO alone', async () => {
    const { result, state } = await reading('08010100', [read('01', '0C'), record(MANDATORY, '50024142', '8202FFFF')]);
    expect(result).toBeUndefined();
    expect(toHex(state.icc.get(0x50) ?? new Uint8Array(0))).toBe('4142');
    expect(toHex(state.icc.get(0x82) ?? new Uint8Array(0))).toBe('7C00');
  });

  it('ends at the first status word that is not 9000', async () => {
    for (const word of ['6A83', '6A82', '6985', '6281', '6283', '6982']) {
      const { result } = await reading('08010200', [read('01', '0C'), word]);
      expect(result).toEqual({ ended: 'card-refused', sw: Number.parseInt(word, 16) });
    }
  });

  it('reads nothing with an AFL in error', async () => {
    for (const afl of ['080101000801', '00010100', 'F8010100', '09010100', '08000100', '08020100', '08010102']) {
      expect((await reading(afl)).result).toEqual({ ended: 'data-malformed' });
    }
  });

  it('ends with a record of the files 1 to 10 that is not one well-formed template 70', async () => {
    const wrong = [
      '',
      MANDATORY,
      tlv('77', MANDATORY),
      `${tlv('70', MANDATORY)}9F0101`,
      '70025A08',
      '7003 5A0862',
      '70',
    ];
    for (const answer of wrong) {
      const { result } = await reading('50010100', [read('01', '54'), `${answer}9000`.replaceAll(' ', '')]);
      expect(result).toEqual({ ended: 'data-malformed' });
    }
  });

  it('does not look into files above 10', async () => {
    const { result, state } = await reading(
      '08010100 58010100 F0010100'.replaceAll(' ', ''),
      [read('01', '0C'), record(MANDATORY)],
      [read('01', '5C'), record(PAN, '9F0702FFFF')],
      [read('01', 'F4'), 'FFFF9000'],
    );
    expect(result).toBeUndefined();
    expect(state.icc.get(0x9f07)).toBeUndefined();
  });

  it('ends when a primitive object comes twice, in one record or in two', async () => {
    expect(await one(MANDATORY, '9F0802 0020', '9F0802 0020')).toEqual({ ended: 'data-repeated' });
    const { result } = await reading(
      '08010200',
      [read('01', '0C'), record(MANDATORY)],
      [read('02', '0C'), record(PAN)],
    );
    expect(result).toEqual({ ended: 'data-repeated' });
    expect(await one(MANDATORY, tlv('BF0C', ''), tlv('BF0C', ''))).toBeUndefined();
  });

  it('ends when a mandatory object is missing or empty', async () => {
    expect(await one(EXPIRY, CDOL1, CDOL2)).toEqual({ ended: 'data-missing' });
    expect(await one(PAN, CDOL1, CDOL2)).toEqual({ ended: 'data-missing' });
    expect(await one(PAN, EXPIRY, CDOL2)).toEqual({ ended: 'data-missing' });
    expect(await one(PAN, EXPIRY, CDOL1)).toEqual({ ended: 'data-missing' });
    expect(await one('5A00', EXPIRY, CDOL1, CDOL2)).toEqual({ ended: 'data-missing' });
    expect(await one('')).toEqual({ ended: 'data-missing' });
  });

  it('ends when an object breaks its format', async () => {
    const malformed = ['9F0701FF', '9F0E00', '8E0900000000000000001F', '5F2503209901', '5F28020A56'];
    for (const object of malformed) {
      expect(await one(MANDATORY, object)).toEqual({ ended: 'data-malformed' });
    }
    expect(await one('5A0262A0', EXPIRY, CDOL1, CDOL2)).toEqual({ ended: 'data-malformed' });
    expect(await one(PAN, '5F2403301331', CDOL1, CDOL2)).toEqual({ ended: 'data-malformed' });
    expect(await one(PAN, EXPIRY, '8C029F02', CDOL2)).toEqual({ ended: 'data-malformed' });
  });
});

describe('static data (Book 3 10.3)', () => {
  it('is what is inside template 70 of the marked records, in their order', async () => {
    const { state } = await reading(
      '10010302 08010101'.replaceAll(' ', ''),
      [read('01', '14'), record(PAN)],
      [read('02', '14'), record(EXPIRY, '0000')],
      [read('03', '14'), record(CDOL1)],
      [read('01', '0C'), record(CDOL2)],
    );
    expect(toHex(state.staticData)).toBe(`${PAN}${EXPIRY}0000${CDOL2}`);
    expect(state.staticDataIntact).toBe(true);
  });

  it('is the whole record with tag and length for files above 10', async () => {
    const { state } = await reading(
      '08010100 58010101'.replaceAll(' ', ''),
      [read('01', '0C'), record(MANDATORY)],
      [read('01', '5C'), '7003DF01009000'],
    );
    expect(toHex(state.staticData)).toBe('7003DF0100');
    expect(state.staticDataIntact).toBe(true);
  });

  it('is broken by a marked record of another template, and the application goes on', async () => {
    for (const answer of ['DF01009000', '70039000', '9000', '7003DF0100DF01009000']) {
      const { result, state } = await reading(
        '08010100 58010101 60010100'.replaceAll(' ', ''),
        [read('01', '0C'), record(MANDATORY)],
        [read('01', '5C'), answer],
        [read('01', '64'), 'DF01009000'],
      );
      expect(result).toBeUndefined();
      expect(state.staticDataIntact).toBe(false);
    }
  });
});
