import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeRecords } from '../../src/codec/record.js';
import { decodeCyclicRecord, decodeFile } from '../../src/ssse/file-values.js';
import { fileNamed, layoutOf } from '../../src/ssse/layout.js';
import type { CardFile, Generation } from '../../src/ssse/model.js';
import type { ItemValue } from '../../src/ssse/values.js';

function file(generation: Generation, name: string): CardFile {
  const found = fileNamed(layoutOf(generation), name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

const decode = (generation: Generation, name: string, hex: string): ItemValue[] =>
  decodeFile(file(generation, name), decodeRecords(fromHex(hex)), generation);

const lines = (values: readonly ItemValue[]): string =>
  values
    .map(({ item, instance, value, lengthDiffers }) => {
      const number = instance === undefined ? '' : `:${instance}`;
      return `${item.name.en}${number}=${value.shown.en || value.text}${lengthDiffers ? '!' : ''}`;
    })
    .join('; ');

describe('decodeFile', () => {
  it('reads EF05 of the test card', () => {
    const hex =
      '0110990100D1560000050000000166534F34 020133 0304322E3030 040C915600000299010099010001 ' +
      '050420200101 060420300101 0709413030303030303131';
    expect(lines(decode('2.0', 'SSSEEF05', hex))).toBe(
      'Card identifier=990100D1560000050000000166534F34; Card class=3 adult; Version=2.00; ' +
        'Initialising body=915600000299010099010001; Issued=2020-01-01; Valid until=2030-01-01; Card number=A00000011',
    );
  });

  it('puts the values in the order of the items, whatever the order of the records', () => {
    expect(lines(decode('2.0', 'DF01EF08', '2B0132'))).toBe('Marital status=2 married');
    expect(lines(decode('2.0', 'DF01EF05', '0E03990100 20023130'))).toBe(
      'Register kind=10 non-agricultural; Registered in=990100',
    );
  });

  it('numbers repeated tags and keeps unknown ones as hexadecimal', () => {
    const degree = (code: string) => `4034 5703${code} 5803FFFFFF 5928${'00'.repeat(40)}`;
    const values = decode('2.0', 'DF01EF15', `${degree('323031')} C802ABCD 2A0121 ${degree('333031')}`);
    expect(lines(values)).toBe('Education=21 bachelor; Degree:1=201^^; Degree:2=301^^; Unknown C8=ABCD');
    expect(values[3].item.tag).toBe(0xc8);
  });

  it('marks records that are longer or shorter than their items, and reads what is there', () => {
    expect(lines(decode('2.0', 'DF01EF09', '2E04B2E2CAD4 32023131'))).toBe('Employer=测试!; Identity=11 civil servant');
    expect(lines(decode('2.0', 'DF03EF15', '7A0499010099 7B022012'))).toBe(
      'Insured in=99010099!; Benefits since=2012!',
    );
  });

  it('shows the name once, as one', () => {
    const name = '41B0A2B2B7B6C5C8C8BACFC2FCA1A4C2F2C2F2CCE1B0ACC1A6A1A4CDC2B6FBD1B7BDAD';
    const hex = `091E${name.slice(0, 60)} 4E14${name.slice(60)}${'00'.repeat(15)} 0A0131`;
    const values = decode('2.0', 'SSSEEF06', hex);
    expect(lines(values)).toBe('Name=A阿卜杜热合曼·买买提艾力·吐尔逊江; Sex=1 male');
    expect(toHex(values[0].value.raw)).toBe(name);
  });

  it('reads the certificates of the fixed-length file', () => {
    const certificate = '1803313130 1903990100 1A0420100101 1B0420121231 1C0400123400 1D03303336 1E0420130105';
    const unused = `1803000000 1903FFFFFF 1A04FFFFFFFF 1B04FFFFFFFF 1C04FFFFFFFF 1D03000000 1E04FFFFFFFF`;
    const values = decode('2.0', 'DF03EF19', `7927${certificate} 7927${unused}`);
    expect(values.map(({ instance, value }) => `${instance} ${value.set}`).join()).toBe('1 true,2 false');
    expect(lines(values[0].value.parts ?? [])).toBe(
      'Insurance=110 enterprise pension; Insured in=990100; From=2010-01-01; To=2012-12-31; ' +
        'Paid by holder=1234.00 yuan; Months paid=036; Made out=2013-01-05',
    );
  });

  it('passes a broken group on as a FormatError', () => {
    expect(() => decode('2.0', 'DF01EF15', '40020357')).toThrow(FormatError);
  });
});

describe('a 1.0 card with 2.0 data', () => {
  it('reads a marked value by its 2.0 item', () => {
    expect(lines(decode('1.0', 'DF01EF09', '32033131EE'))).toBe('Identity=11 civil servant');
    expect(lines(decode('1.0', 'DF04EF05', `843E990100${'EE'.repeat(59)}`))).toBe('Insured in=990100');
    expect(lines(decode('1.0', 'DF04EF05', `813E3331303130303030${'EE'.repeat(54)}`))).toBe(
      'Insurance and flags=31010000',
    );
    expect(lines(decode('1.0', 'DF01EF0A', '3704434E4EEE'))).toBe('Nationality=CNN');
  });

  it('reads digits that only nibbles have room for', () => {
    expect(lines(decode('1.0', 'DF02EF06', '4B0410010EEE'))).toBe('Employment=10010');
    expect(lines(decode('1.0', 'DF02EF06', '4F04101020EE'))).toBe('Unemployment=101020');
    expect(lines(decode('1.0', 'DF02EF09', '550A1234567890123456EEEE'))).toBe('Certificate no.=1234567890123456');
    expect(lines(decode('1.0', 'DF04EF06', '90041EEEEEEE'))).toBe('Offline permitted=1 permitted');
    expect(lines(decode('1.0', 'DF04EF06', '900431EEEEEE'))).toBe('Offline permitted=1 permitted');
  });

  it('lets companions follow their partner', () => {
    expect(lines(decode('1.0', 'DF01EF0A', '38043031EEEE 390420120528'))).toBe(
      'Affiliation=01 CPC member; Joined=2012-05-28',
    );
    expect(lines(decode('1.0', 'DF01EF0A', '380400450000 390420120528'))).toBe(
      'Wages of last year=4500.00 yuan; Updated=2012-05-28',
    );
    expect(lines(decode('1.0', 'DF03EF07', '7104990100EE 7003313130'))).toBe(
      'Insurance=110 enterprise pension; Insured in=990100',
    );
    expect(lines(decode('1.0', 'DF03EF07', '710400010000 7003313130'))).toBe('Months=110; Saved 1=100.00 yuan');
  });

  it('leaves unmarked values, other tags and other generations alone', () => {
    expect(lines(decode('1.0', 'DF01EF09', '3203313130 3002B2EE'))).toBe(
      'Organisation code=差!; Form of ownership=110',
    );
    expect(lines(decode('2.0', 'DF03EF05', '6104990100EE'))).toBe('Insured in=990100EE!');
  });

  it('takes a value of filler only for not set', () => {
    const [value] = decode('1.0', 'DF04EF06', '9304EEEEEEEE');
    expect(value.item.name.en).toBe('Offline count');
    expect(value.value.set).toBe(false);
    expect(value.lengthDiffers).toBe(false);
  });
});

describe('decodeCyclicRecord', () => {
  const RECORD = '0007 32 990100000001 20120528093015 000004D2 0000012C 00001F40';

  it('reads a purse record, whole or without the amounts that only some cards keep', () => {
    expect(lines(decodeCyclicRecord(file('2.0', 'DF04EF08'), fromHex(RECORD)))).toBe(
      'Sequence=7; Kind=2 settlement; Terminal=990100000001; Time=2012-05-28 09:30:15; ' +
        'From account=12.34 yuan; Paid by holder=3.00 yuan; From pool=80.00 yuan',
    );
    const short = decodeCyclicRecord(file('2.0', 'DF04EF08'), fromHex(RECORD).subarray(0, 20));
    expect(short).toHaveLength(5);
  });

  it('reads an employment record', () => {
    const hex = `31303130303030 20050701 FFFFFFFF B2E2CAD4B5A5CEBB${'00'.repeat(62)}`;
    expect(lines(decodeCyclicRecord(file('2.0', 'DF02EF07'), fromHex(hex)))).toBe(
      'Occupation=1010000; From=2005-07-01; To=; Employer=测试单位',
    );
  });

  it('has nothing to say of a record that was never written', () => {
    expect(decodeCyclicRecord(file('2.0', 'DF04EF15'), fromHex('000000'))).toHaveLength(0);
    expect(decodeCyclicRecord(file('2.0', 'DF04EF15'), fromHex('FFFFFF'))).toHaveLength(0);
  });

  it('refuses any other length', () => {
    for (const length of [0, 19, 21, 27, 29]) {
      expect(() => decodeCyclicRecord(file('2.0', 'DF04EF08'), new Uint8Array(length))).toThrow(FormatError);
    }
    expect(() => decodeCyclicRecord(file('2.0', 'DF04EF15'), fromHex('000131FF'))).toThrow(FormatError);
  });
});
