import { describe, expect, it } from 'vitest';
import { fromHex } from '../../src/base/hex.js';
import { fileNamed, layoutOf } from '../../src/ssse/layout.js';
import type { CardFile } from '../../src/ssse/model.js';
import { FileWriter } from '../../src/ssse/write-file.js';
import type { PlannedItem } from '../../src/ssse/write-plan.js';
import { type Exchange, scripted } from '../card/scripted-reader.js';
import { FakeKeys } from './fake-keys.js';

const ADDRESS: PlannedItem = record('21', 0x21, 2, '2102D2BB');
const REGION: PlannedItem = record('0E', 0x0e, 3, '0E03990102');
const DEGREE: PlannedItem = { ...record('40:2', 0x40, 3, '400101'), repeated: true };
const WHOLE: PlannedItem = record('', 0, 0, 'AB'.repeat(250));

function record(label: string, tag: number, number: number, data: string): PlannedItem {
  return { label, tag, number, repeated: false, data: fromHex(data) };
}

async function writing(name: string, items: readonly PlannedItem[], script: readonly Exchange[]) {
  const { reader, session } = scripted(...script);
  const keys = new FakeKeys();
  const writer = new FileWriter(session, keys, fileNamed(layoutOf('2.0'), name) as CardFile);
  const said: string[] = [];
  for (const item of items) {
    const refused = await writer.write(item);
    said.push(refused ? [refused.refused, ...(refused.sw ? [refused.sw.toString(16)] : [])].join(' ') : 'written');
  }
  expect(reader.left).toBe(0);
  return { said: said.join(', '), writer, keys };
}

const CHALLENGE: Exchange = ['0084000008', '11223344556677889000'];

describe('a record', () => {
  it('is written by its tag', async () => {
    const script: Exchange[] = [
      ['00DC210004 2102D2BB', '9000'],
      ['00DC0E0005 0E03990102', '9000'],
    ];
    expect((await writing('DF01EF05', [ADDRESS, REGION], script)).said).toBe('written, written');
  });

  it.each(['6A83', '6A86'])('is written by its number, and the next at once, when the card says %s', async (sw) => {
    const script: Exchange[] = [
      ['00DC210004 2102D2BB', sw],
      ['00B2020404', '2102C0CF9000'],
      ['00DC020404 2102D2BB', '9000'],
      ['00B2030405', '6982'],
      ['00DC030405 0E03990102', '9000'],
    ];
    expect((await writing('DF01EF05', [ADDRESS, REGION], script)).said).toBe('written, written');
  });

  it.each([
    ['another tag', '2202C0CF9000'],
    ['nothing that can be walked', '00009000'],
  ])('is not written over %s', async (_, found) => {
    const script: Exchange[] = [
      ['00DC210004 2102D2BB', '6A83'],
      ['00B2020404', found],
    ];
    expect((await writing('DF01EF05', [ADDRESS], script)).said).toBe('card-data-malformed');
  });

  it('that shares its tag is written by number', async () => {
    const script: Exchange[] = [
      ['00B2030403', '6A83'],
      ['00DC030403 400101', '9000'],
    ];
    expect((await writing('DF01EF15', [DEGREE], script)).said).toBe('written');
  });

  it.each([
    ['6982', 'write-denied'],
    ['6581', 'card-refused 6581'],
    ['6A84', 'card-refused 6a84'],
    ['6110', 'card-refused 6110'],
    ['9303', 'application-blocked'],
  ])('is refused by %s', async (sw, said) => {
    expect((await writing('DF01EF05', [ADDRESS], [['00DC210004 2102D2BB', sw]])).said).toBe(said);
  });
});

describe('a cyclic record', () => {
  it('is appended (SPEC-5: "previous")', async () => {
    const item = record('1', 0, 0, '000539');
    expect((await writing('DF04EF15', [item], [['00DC000303 000539', '9000']])).said).toBe('written');
  });
});

describe('a transparent file', () => {
  const head: Exchange = [`00D60000F0 ${'AB'.repeat(240)}`, '9000'];

  it('is written in pieces', async () => {
    const { said, writer } = await writing('SSSEEF08', [WHOLE], [head, [`00D600F00A ${'AB'.repeat(10)}`, '9000']]);
    expect([said, writer.begun]).toEqual(['written', false]);
  });

  it('that breaks off in the middle is known to have begun', async () => {
    const { said, writer } = await writing('SSSEEF08', [WHOLE], [head, [`00D600F00A ${'AB'.repeat(10)}`, '6B00']]);
    expect([said, writer.begun]).toEqual(['card-refused 6b00', true]);
  });
});

describe('a card that wants a MAC', () => {
  it('says so once and gets one with everything', async () => {
    const script: Exchange[] = [
      ['00DC210004 2102D2BB', '6987'],
      CHALLENGE,
      ['04DC210008 2102D2BB 4D414331', '9000'],
      CHALLENGE,
      ['04DC0E0009 0E03990102 4D414331', '9000'],
    ];
    const { said, keys } = await writing('DF01EF05', [ADDRESS, REGION], script);
    expect(said).toBe('written, written');
    expect(keys.asked).toEqual([
      'STKDF01 1122334455667788 04DC2100 2102D2BB',
      'STKDF01 1122334455667788 04DC0E00 0E03990102',
    ]);
  });

  it('may know numbers only', async () => {
    const script: Exchange[] = [
      ['00DC210004 2102D2BB', '6987'],
      CHALLENGE,
      ['04DC210008 2102D2BB 4D414331', '6A86'],
      ['00B2020404', '6982'],
      CHALLENGE,
      ['04DC020408 2102D2BB 4D414331', '9000'],
    ];
    expect((await writing('DF01EF05', [ADDRESS], script)).said).toBe('written');
  });

  it('may refuse it', async () => {
    const script: Exchange[] = [['00DC210004 2102D2BB', '6987'], CHALLENGE, ['04DC210008 2102D2BB 4D414331', '6988']];
    expect((await writing('DF01EF05', [ADDRESS], script)).said).toBe('message-refused');
  });
});
