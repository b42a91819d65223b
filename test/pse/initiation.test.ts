import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/hex.js';
import { initiate } from '../../src/pse/initiation.js';
import { fillTerminalObjects } from '../../src/pse/terminal-objects.js';
import { type Exchange, scripted } from '../card/scripted-reader.js';
import { stateFor } from './setting.js';

const EMPTY_GPO = '80A8000002830000';
const OPTIONS = '800A7C0008010100100102019000';

/** What initiation said, and 82, 94 and the PDOL data afterwards; the script must be used up. */
async function initiated(pdol: string | undefined, ...script: readonly Exchange[]) {
  const { reader, session: card } = scripted(...script);
  const state = stateFor(card, pdol === undefined ? {} : { '9F38': pdol });
  await fillTerminalObjects(state);
  const result = await initiate(state);
  expect(reader.left).toBe(0);
  const shown = (tag: number): string | undefined => {
    const value = state.icc.get(tag);
    return value && toHex(value);
  };
  return { result, aip: shown(0x82), afl: shown(0x94), atc: shown(0x9f36), pdolData: toHex(state.pdolData) };
}

const accepted = { result: undefined, aip: '7C00', afl: '0801010010010201', atc: undefined, pdolData: '' };

describe('GET PROCESSING OPTIONS, the command (Book 3 6.5.8, 10.1)', () => {
  it('carries 8300 without a PDOL and with an empty one', async () => {
    expect(await initiated(undefined, [EMPTY_GPO, OPTIONS])).toEqual(accepted);
    expect(await initiated('', [EMPTY_GPO, OPTIONS])).toEqual(accepted);
  });

  it('carries what the PDOL asks for, in its order, and keeps it', async () => {
    const data = '00000000001234015600000000000156DEADBEEF';
    const gpo: Exchange = [
      '80A80000168314 00000000001234 0156 0000000000 0156 DEADBEEF 00'.replaceAll(' ', ''),
      OPTIONS,
    ];
    expect(await initiated('9F02079F1A0295055F2A029F3704', gpo)).toEqual({ ...accepted, pdolData: data });
  });

  it('says that there is no electronic cash and fills unknown tags with zeros', async () => {
    const gpo: Exchange = ['80A8000007830500000000 0000'.replaceAll(' ', ''), OPTIONS];
    expect(await initiated('9F7A01DF69 01 9F6603'.replaceAll(' ', ''), gpo)).toEqual({
      ...accepted,
      pdolData: '0000000000',
    });
  });

  it('writes lengths from 128 in two bytes, up to a full command', async () => {
    const long: Exchange = [`80A8000083838180${'00'.repeat(128)}00`, OPTIONS];
    expect((await initiated('DF0180', long)).result).toBeUndefined();
    const full: Exchange = [`80A80000FF8381FC${'00'.repeat(252)}00`, OPTIONS];
    expect((await initiated('DF01FC', full)).result).toBeUndefined();
  });

  it('is not sent for a PDOL that is malformed or asks for more than a command holds', async () => {
    for (const pdol of ['9F', '9F02', '0000', 'DF01FD', 'DF01FF9F0206']) {
      expect((await initiated(pdol)).result).toEqual({ ended: 'data-malformed' });
    }
  });
});

describe('GET PROCESSING OPTIONS, the answer', () => {
  const answered = async (answer: string) => (await initiated(undefined, [EMPTY_GPO, answer])).result;

  it('is read in format 2 with whatever else it holds', async () => {
    const format2 = '7713 8202 7C00 9F3602 0001 9408 0801010010010201 9000'.replaceAll(' ', '');
    expect(await initiated(undefined, [EMPTY_GPO, format2])).toEqual({ ...accepted, atc: '0001' });
  });

  it('may hold templates in format 2, which are passed over', async () => {
    const nested = '7716 8202 7C00 BF0C00 9408 0801010010010201 BF0C00 E100 9000'.replaceAll(' ', '');
    expect(await initiated(undefined, [EMPTY_GPO, nested])).toEqual(accepted);
  });

  it('6985 leads to another application, any other word ends', async () => {
    expect(await answered('6985')).toBe('next');
    for (const word of ['6A81', '6283', '6300', '6D00', '9100']) {
      expect(await answered(word)).toEqual({ ended: 'card-refused', sw: Number.parseInt(word, 16) });
    }
  });

  it('is missing something', async () => {
    for (const answer of ['80027C00', '7700', '77048202 7C00', '7706940408010100', '770682027C009400', '8000']) {
      expect(await answered(`${answer}9000`.replaceAll(' ', ''))).toEqual({ ended: 'data-missing' });
    }
  });

  it('is malformed', async () => {
    const malformed = [
      '',
      '7C0008010100',
      '80057C00080101',
      '80077C0008010100FF',
      '7709 82017C 9404 08010100',
      '770B 82037C0000 9404 08010100',
      '7709 82027C00 9403 080101',
      '7708 82027C00 9404 0801',
      '770E 82027C00 82027C00 9404 08010100',
      '70 0A 82027C00 9404 08010100',
      '770A 82027C00 9404 08010100 9F3602 0001',
    ];
    for (const answer of malformed) {
      expect(await answered(`${answer}9000`.replaceAll(' ', ''))).toEqual({ ended: 'data-malformed' });
    }
  });
});
