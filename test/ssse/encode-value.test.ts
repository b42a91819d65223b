import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/hex.js';
import { encodeFields, encodeFile, encodeNewMeaning, encodeValue } from '../../src/ssse/encode-value.js';
import { an, b, cn, date, group, region } from '../../src/ssse/items.js';
import type { Item } from '../../src/ssse/model.js';

const said = (encoded: Uint8Array | string): string => (typeof encoded === 'string' ? encoded : toHex(encoded));
const value = (item: Item, text: string): string => said(encodeValue(item, text));

const NAME = an(0x09, 8, '姓名', 'Name');
const PHONE = cn(0x10, 4, '电话', 'Phone');
const DAY = date(0x11, '日期', 'Day');
const PLACE = region(0x12, '地', 'Place');
const MOMENT = cn(0, 7, '时间', 'Moment', { meaning: 'date-time' });
const AMOUNT = cn(0x92, 4, '金额', 'Amount', { meaning: 'fen' });
const NUMBER = b(0, 2, '序号', 'Number');
const PICTURE = b(0, 8, '图', 'Picture');
const IDENTIFIER = cn(0x01, 4, '识别码', 'Identifier', { meaning: 'hex' });
const DEGREE = group(0x40, 9, 3, '学位', 'Degree', [an(0x57, 2, '代码', 'Code'), cn(0x58, 3, '专业', 'Subject')]);

describe('a value', () => {
  it.each([
    [NAME, '张三', 'D5C5C8FD00000000'],
    [NAME, 'A', '4100000000000000'],
    [NAME, '', '0000000000000000'],
    [NAME, '张三李四', 'D5C5C8FDC0EECBC4'],
    [PHONE, '12345', '12345FFF'],
    [PHONE, '12345678', '12345678'],
    [PHONE, '', 'FFFFFFFF'],
    [DAY, '20240229', '20240229'],
    [DAY, '', 'FFFFFFFF'],
    [PLACE, '990100', '990100'],
    [MOMENT, '20240229235959', '20240229235959'],
    [AMOUNT, '1234', '00001234'],
    [AMOUNT, '0', '00000000'],
    [NUMBER, '3', '0003'],
    [NUMBER, '65535', 'FFFF'],
    [NUMBER, '', '0000'],
    [PICTURE, 'ffd8ffe0001a2b3c', 'FFD8FFE0001A2B3C'],
    [IDENTIFIER, 'D156FFFF', 'D156FFFF'],
    [DEGREE, '40^080300', '570234305803080300'],
    [DEGREE, '40^080300^', '570234305803080300'],
    [DEGREE, '^', '57020000' + '5803FFFFFF'],
    [DEGREE, '', '57020000' + '5803FFFFFF'],
  ] as const)('by its type (sscard.md 4.1): %#', (item, text, bytes) => {
    expect(value(item, text)).toBe(bytes);
  });

  it.each([
    [NAME, '张三李四五', 'too-long'],
    [NAME, '\u{20bb7}', 'characters'],
    [NAME, 'a\nb', 'characters'],
    [NAME, '\u007f', 'characters'],
    [PHONE, '1234a', 'digits'],
    [PHONE, '-1', 'digits'],
    [PHONE, '123456789', 'too-long'],
    [DAY, '2024022', 'digit-count'],
    [DAY, '20230229', 'date'],
    [DAY, '20241301', 'date'],
    [PLACE, '9901', 'digit-count'],
    [MOMENT, '20240229240000', 'date'],
    [MOMENT, '20240230000000', 'date'],
    [MOMENT, '20240229', 'digit-count'],
    [AMOUNT, '123456789', 'too-long'],
    [AMOUNT, '12.34', 'digits'],
    [NUMBER, '65536', 'too-long'],
    [NUMBER, '0x10', 'number'],
    [PICTURE, 'FFD8', 'hexadecimal'],
    [IDENTIFIER, 'D156FFF', 'hexadecimal'],
    [IDENTIFIER, 'D156FFFG', 'hexadecimal'],
    [DEGREE, '40', 'parts'],
    [DEGREE, '40^080300^x', 'parts'],
    [DEGREE, '400^080300', 'too-long'],
    [DEGREE, '40^08030x', 'digits'],
  ] as const)('breaks a rule: %# %s', (item, text, rule) => {
    expect(value(item, text)).toBe(rule);
  });
});

describe('the record of a cyclic file', () => {
  it('has its fields one behind the other, without tags', () => {
    expect(said(encodeFields([NUMBER, an(0, 1, '类别', 'Kind')], '5^9^'))).toBe('000539');
    expect(said(encodeFields([NUMBER, an(0, 1, '类别', 'Kind')], '5'))).toBe('parts');
    expect(said(encodeFields([NUMBER, an(0, 1, '类别', 'Kind')], '5^99'))).toBe('too-long');
  });
});

describe('a transparent file', () => {
  it('is written whole, 00 behind what is given', () => {
    expect(said(encodeFile('FFD8', 4))).toBe('FFD80000');
    expect(said(encodeFile('', 2))).toBe('0000');
    expect(said(encodeFile('FFD8FF', 2))).toBe('too-long');
    expect(said(encodeFile('FFD', 2))).toBe('hexadecimal');
    expect(said(encodeFile('GG', 2))).toBe('hexadecimal');
  });
});

describe('a 2.0 value in a 1.0 field', () => {
  it.each([
    [an(0x38, 2, '政治面貌', 'Affiliation'), 4, '13', '3133EEEE'],
    [an(0x37, 3, '国籍', 'Nationality'), 4, 'CHN', '43484EEE'],
    [region(0x4d, '登记地', 'Registered in'), 4, '990100', '990100EE'],
    [an(0x4b, 5, '登记', 'Registered'), 4, '10010', '10010EEE'],
    [an(0x4f, 6, '失业', 'Unemployed'), 4, '100301', '100301EE'],
    [an(0x55, 16, '编号', 'Number'), 10, '9901000019000018', '9901000019000018EEEE'],
    [an(0x90, 1, '准许', 'Permitted'), 4, '1', '31EEEEEE'],
    [region(0x84, '参保地', 'Insured in'), 4, '', 'FFFFFFEE'],
  ] as const)('ends with EE (V2 annex C; sscard.md 4.8): %#', (item, length, text, bytes) => {
    expect(said(encodeNewMeaning(item, length, text))).toBe(bytes);
  });

  it.each([
    [an(0x4b, 5, '登记', 'Registered'), 4, '1001A', 'too-long'],
    [an(0x4b, 5, '登记', 'Registered'), 4, '1001', 'digit-count'],
    [an(0x55, 16, '编号', 'Number'), 8, '9901000019000018', 'too-long'],
    [region(0x4d, '登记地', 'Registered in'), 4, '9901', 'digit-count'],
  ] as const)('must leave room for it: %#', (item, length, text, rule) => {
    expect(said(encodeNewMeaning(item, length, text))).toBe(rule);
  });
});
