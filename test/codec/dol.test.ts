import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { type DataFormat, decodeDol, dolLength, encodeDol, fillDol } from '../../src/codec/dol.js';

const CDOL1 = '9F02069F03069F1A0295055F2A029A039C019F3704';

describe('data object lists', () => {
  it('reads tags of one, two and three bytes with their lengths', () => {
    expect(decodeDol(fromHex('9505 9F3704 DF812906'))).toEqual([
      { tag: 0x95, length: 5 },
      { tag: 0x9f37, length: 4 },
      { tag: 0xdf8129, length: 6 },
    ]);
  });

  it('reads an empty list and a length of zero', () => {
    expect(decodeDol(fromHex(''))).toEqual([]);
    expect(decodeDol(fromHex('9F3700'))).toEqual([{ tag: 0x9f37, length: 0 }]);
  });

  it('writes what it read', () => {
    expect(toHex(encodeDol(decodeDol(fromHex(CDOL1))))).toBe(CDOL1);
  });

  it('adds up the length of the data', () => {
    expect(dolLength(decodeDol(fromHex(CDOL1)))).toBe(29);
  });

  it('refuses what is cut off or no tag', () => {
    for (const list of ['9F', '9F37', '95059F', '9FB2', 'DF818283 01', '00', '9505 00', '9F8037 04']) {
      expect(() => decodeDol(fromHex(list))).toThrow(FormatError);
    }
  });
});

describe('filling a list (Book 3 5.4)', () => {
  const filled = (length: string, value: string | undefined, format: DataFormat): string =>
    toHex(
      fillDol(
        decodeDol(fromHex(`9A${length}`)),
        () => (value === undefined ? undefined : fromHex(value)),
        () => format,
      ),
    );

  it('takes a value of the length asked for as it is', () => {
    for (const format of ['n', 'cn', 'other'] as const) expect(filled('03', '150708', format)).toBe('150708');
  });

  it('cuts numeric values on the left, all others on the right', () => {
    expect(filled('02', '150708', 'n')).toBe('0708');
    expect(filled('02', '150708', 'cn')).toBe('1507');
    expect(filled('02', '150708', 'other')).toBe('1507');
  });

  it('fills numeric values with leading zeros, compressed ones with trailing FF, others with trailing zeros', () => {
    expect(filled('05', '150708', 'n')).toBe('0000150708');
    expect(filled('05', '150708', 'cn')).toBe('150708FFFF');
    expect(filled('05', '150708', 'other')).toBe('1507080000');
  });

  it('gives zeros for what is not known and nothing for length zero', () => {
    expect(filled('04', undefined, 'cn')).toBe('00000000');
    expect(filled('00', '150708', 'other')).toBe('');
  });

  it('gives zeros for a constructed tag even when it is known', () => {
    const list = decodeDol(fromHex('BF0C02 9A01'));
    const data = fillDol(
      list,
      () => fromHex('77'),
      () => 'other',
    );
    expect(toHex(data)).toBe('000077');
  });

  it('joins the values in the order of the list, repeated tags repeated', () => {
    const values: Record<number, string> = { 154: '150708', 156: '00' };
    const list = decodeDol(fromHex('9C01 9A03 9C01'));
    const data = fillDol(
      list,
      (tag) => fromHex(values[tag]),
      () => 'n',
    );
    expect(toHex(data)).toBe('0015070800');
  });
});
