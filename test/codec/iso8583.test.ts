import { describe, expect, it } from 'vitest';
import { concat } from '../../src/base/bytes.js';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeMessage, encodeMessage, type FieldValue, locateFields, readBitmap } from '../../src/codec/iso8583.js';
import vectors from '../vectors/bank.json';

const { mab, f64 } = vectors.unionpay_pos_keys[1];
const MESSAGE = fromHex(`${mab}${f64}`);

/** A message of one field, behind its type: the bitmap made by hand. */
function only(field: number, body: string): string {
  const bitmap = new Uint8Array(8);
  bitmap[(field - 1) >> 3] = 0x80 >> ((field - 1) & 7);
  return `0200 ${toHex(bitmap)} ${body}`;
}

function read(hex: string): FieldValue {
  return [...decodeMessage(fromHex(hex)).fields.values()][0];
}

function complaint(hex: string): string {
  try {
    decodeMessage(fromHex(hex));
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
  return 'read';
}

describe('the published message of emv.md 3.6', () => {
  it('has the fields that the page says', () => {
    const { mti, fields } = decodeMessage(MESSAGE);
    expect(mti).toBe('0200');
    expect([...fields].map(([field, value]) => [field, typeof value === 'string' ? value : toHex(value)])).toEqual([
      [3, '000000'],
      [4, '000000000051'],
      [11, '001834'],
      [22, '021'],
      [25, '00'],
      [26, '06'],
      [35, '6212990100000016D30122010000000F'],
      [41, '16688014'],
      [42, '000000000000001'],
      [49, '156'],
      [52, 'ACF46E73838A82F9'],
      [53, '2600000000000000'],
      [60, '22000001'],
      [64, '3746393945414338'],
    ]);
  });

  it('is written again byte for byte', () => {
    expect(toHex(encodeMessage(decodeMessage(MESSAGE)))).toBe(`${mab}${f64}`);
  });

  it('tells where each value lies', () => {
    const located = locateFields(MESSAGE);
    const raw = located.map(({ from, to }) => toHex(MESSAGE.subarray(from, to)));
    expect(raw.slice(3, 7)).toEqual(['0210', '00', '06', '6212990100000016D30122010000000F']);
    expect(located[13].from).toBe(MESSAGE.length - 8);
  });

  it('is refused wherever it is cut, and with a byte more', () => {
    for (let end = 0; end < MESSAGE.length; end++) {
      expect(() => decodeMessage(MESSAGE.subarray(0, end))).toThrow(FormatError);
    }
    expect(() => decodeMessage(concat(MESSAGE, Uint8Array.of(0)))).toThrow('behind the last field');
  });
});

describe('packing', () => {
  const CASES: readonly (readonly [name: string, hex: string, field: number, value: string])[] = [
    ['fixed digits, odd, on the right', only(23, '0001'), 23, '001'],
    ['field 22, on the left', only(22, '0510'), 22, '051'],
    ['digits with a length, odd, on the left', only(2, '19 62122601000000012340'), 2, '6212260100000001234'],
    ['digits with a length, even', only(2, '16 6212260100000012'), 2, '6212260100000012'],
    ['a track of an odd length', only(35, '05 123D40'), 35, '123D4'],
    ['a track with a length of three digits', only(36, '0003 99D0'), 36, '99D'],
    ['characters', only(41, '3136363838303134'), 41, '16688014'],
    ['characters with a length', only(44, '03 413120'), 44, 'A1 '],
    ['private digits, odd', only(60, '0011 000000010030'), 60, '00000001003'],
  ];

  it('goes both ways', () => {
    for (const [name, hex, field, value] of CASES) {
      expect([name, read(hex)]).toEqual([name, value]);
      const written = encodeMessage({ mti: '0200', fields: new Map([[field, value]]) });
      expect([name, toHex(written)]).toEqual([name, hex.replace(/ /g, '')]);
    }
  });

  it('keeps bytes and GBK text as bytes', () => {
    expect(read(only(55, '0003 9C0100'))).toEqual(fromHex('9C0100'));
    expect(read(only(63, '0004 B3C9B9A6'))).toEqual(fromHex('B3C9B9A6'));
    expect(read(only(64, '8081FEFF00010203'))).toEqual(fromHex('8081FEFF00010203'));
  });

  it('writes fields in the order of their numbers', () => {
    const fields = new Map([
      [41, '00000001'],
      [11, '000007'],
    ]);
    expect(toHex(encodeMessage({ mti: '0800', fields }))).toBe('080000200000008000000000073030303030303031');
  });

  it('takes a second bitmap where a field needs one', () => {
    const hex = '0200 8000000000000000 0000000006000000 02 4142 01 43';
    const { fields } = decodeMessage(fromHex(hex));
    expect([...fields]).toEqual([
      [102, 'AB'],
      [103, 'C'],
    ]);
    expect(toHex(encodeMessage({ mti: '0200', fields }))).toBe(hex.replace(/ /g, ''));
    expect(readBitmap(fromHex(hex))).toEqual([102, 103]);
  });

  it('takes a message without a field', () => {
    expect(decodeMessage(fromHex('0810 0000000000000000')).fields.size).toBe(0);
    expect(toHex(encodeMessage({ mti: '0810', fields: new Map() }))).toBe('08100000000000000000');
  });
});

describe('what is refused', () => {
  it('with the field and the rule, never the data', () => {
    expect(complaint('02')).toBe('iso8583: message type missing at 1');
    expect(complaint('2200 0000000000000000')).toBe('iso8583: no message type of 1987 at 0');
    expect(complaint('0900 0000000000000000')).toBe('iso8583: no message type of 1987 at 0');
    expect(complaint('02A0 0000000000000000')).toBe('iso8583: no message type of 1987 at 0');
    expect(complaint('0200 00000000')).toBe('iso8583: bitmap incomplete at 6');
    expect(complaint('0200 8000000000000000 00')).toBe('iso8583: bitmap incomplete at 11');
    expect(complaint(only(5, '00'))).toBe('iso8583: field 5 is not defined at 2');
    expect(complaint('0200 8000000000000000 8000000000000000')).toBe('iso8583: field 65 is not defined at 10');
    expect(complaint('0200 A000000000000000 0000000000000000 000000')).toBe(
      'iso8583: second bitmap announces nothing at 10',
    );
    expect(complaint(only(3, '0000'))).toBe('iso8583: field 3 cut off at 12');
    expect(complaint(only(3, '00000A'))).toBe('iso8583: field 3 not a digit at 10');
    expect(complaint(only(23, '1001'))).toBe('iso8583: field 23 filler is not 0 at 10');
    expect(complaint(only(22, '0511'))).toBe('iso8583: field 22 filler is not 0 at 10');
    expect(complaint(only(2, '1A 6212260100000012'))).toBe('iso8583: field 2 length is not BCD at 10');
    expect(complaint(only(2, '00'))).toBe('iso8583: field 2 is empty at 10');
    expect(complaint(only(2, '20 62122601000000123456'))).toBe('iso8583: field 2 longer than 19 at 10');
    expect(complaint(only(2, ''))).toBe('iso8583: field 2 length missing at 10');
    expect(complaint(only(55, '00'))).toBe('iso8583: field 55 length missing at 11');
    expect(complaint(only(55, '1003 9C0100'))).toBe('iso8583: field 55 longer than 255 at 10');
    expect(complaint(only(39, '3A30'))).toBe('iso8583: field 39 not an at 10');
    expect(complaint(only(41, '31363638383031FF'))).toBe('iso8583: field 41 not ans at 10');
    expect(complaint(only(35, '05 123D4F'))).toBe('iso8583: field 35 filler is not 0 at 11');
  });

  it('to write what could not be read', () => {
    const write =
      (field: number, value: FieldValue, mti = '0200') =>
      () =>
        encodeMessage({ mti, fields: new Map([[field, value]]) });
    expect(write(3, '00000')).toThrow('field 3 has a length');
    expect(write(3, '00000A')).toThrow('field 3 keeps to its alphabet');
    expect(write(2, '')).toThrow('field 2 has a length');
    expect(write(35, '123=4')).toThrow('field 35 keeps to its alphabet');
    expect(write(5, '0')).toThrow('field 5 is defined');
    expect(write(55, '9C0100')).toThrow('field 55 is bytes');
    expect(write(41, new Uint8Array(8))).toThrow('field 41 is text');
    expect(write(3, '000000', '200')).toThrow('a message type');
  });
});
