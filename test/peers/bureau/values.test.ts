import { describe, expect, it } from 'vitest';
import { an, binary, cn, group } from '../../../hosts/peers/bureau/layout.js';
import { encodeNewMeaning, encodeValue, type ItemValue } from '../../../hosts/peers/bureau/values.js';
import { toHex } from '../../../src/base/hex.js';

function hex(item: ReturnType<typeof an>, value: ItemValue | undefined): string {
  return toHex(encodeValue(item, value, 'x'));
}

const degree = group(0x40, '学位', 'degree', 12, 1, [
  an(0x57, '代码', 'code', 3),
  cn(0x58, '专业', 'field', 3),
  binary(0x59, '号', 'no', 0),
]);

describe('values of items (sscard.md 4.1)', () => {
  it('an: GBK, left aligned, padded with 00', () => {
    expect(hex(an(9, '姓名', 'name', 8), '张三')).toBe('D5C5C8FD00000000');
    expect(hex(an(9, '姓名', 'name', 4), '张三')).toBe('D5C5C8FD');
    expect(hex(an(3, '版本', 'version', 4), '2.00')).toBe('322E3030');
    expect(hex(an(9, '姓名', 'name', 3), undefined)).toBe('000000');
    expect(hex(an(9, '姓名', 'name', 3), '')).toBe('000000');
  });

  it('cn: BCD, left aligned, padded with F', () => {
    expect(hex(cn(5, '日期', 'date', 4), '20240115')).toBe('20240115');
    expect(hex(cn(0x2a, '学历', 'education', 1), '9')).toBe('9F');
    expect(hex(cn(0x55, '编号', 'number', 4), '123')).toBe('123FFFFF');
    expect(hex(cn(5, '日期', 'date', 4), undefined)).toBe('FFFFFFFF');
  });

  it('b: hexadecimal of exactly that length, 00 when not set', () => {
    expect(hex(binary(0, '序号', 'number', 2), '01aF')).toBe('01AF');
    expect(hex(binary(0, '序号', 'number', 2), undefined)).toBe('0000');
    expect(() => hex(binary(0, '序号', 'number', 2), '01')).toThrow('x: expected 2 bytes in hexadecimal');
  });

  it('B-TLV: every inner item, set or not', () => {
    expect(hex(degree, { '57': '408', '58': '0803' })).toBe('5703343038' + '58030803FF' + '5900');
    expect(hex(degree, undefined)).toBe('5703000000' + '5803FFFFFF' + '5900');
  });

  it('refuses what does not fit, with the path', () => {
    expect(() => hex(an(9, '姓名', 'name', 3), '张三')).toThrow('x: expected at most 3 bytes in GBK');
    expect(() => hex(an(9, '姓名', 'name', 9), '😀')).toThrow('x: a character that GBK lacks');
    expect(() => hex(cn(5, '日期', 'date', 4), '2024-01-15')).toThrow('x: expected digits');
    expect(() => hex(cn(5, '日期', 'date', 4), '202401150')).toThrow('x: expected at most 8 digits');
    expect(() => hex(degree, 'x')).toThrow('x: expected an object of inner items');
    expect(() => hex(degree, { '5A': '1' })).toThrow('x.5A: no such inner item');
    expect(() => hex(degree, { '58': 'A' })).toThrow('x.58: expected digits');
    expect(() => hex(cn(5, '日期', 'date', 4), {})).toThrow('x: expected a string');
  });
});

describe('1.0 items with 2.0 meaning (sscard.md 4.8)', () => {
  it('the 2.0 value, then E nibbles to the 1.0 length', () => {
    const region = toHex(
      encodeNewMeaning(cn(0x61, '月标准', 'benefit', 4), cn(0x61, '参保地', 'region', 3), '990100', 'x'),
    );
    expect(region).toBe('990100EE');
    const party = toHex(encodeNewMeaning(cn(0x38, '工资', 'wage', 4), an(0x38, '政治面貌', 'party', 2), '03', 'x'));
    expect(party).toBe('3033EEEE');
  });

  it('refuses a 2.0 value that fills the 1.0 item', () => {
    const kind = () => encodeNewMeaning(cn(0x4b, '日期', 'date', 4), an(0x4b, '类型', 'kind', 5), '10010', 'x');
    expect(kind).toThrow('x: the 2.0 value leaves no room for EE');
  });
});
