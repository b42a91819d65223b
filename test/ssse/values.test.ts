import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { fileNamed, layoutOf } from '../../src/ssse/layout.js';
import type { Item } from '../../src/ssse/model.js';
import { decodeCharacters, joinName, showValue } from '../../src/ssse/values.js';

/** The item of a 2.0 file; tag 0 with its place for a field of a cyclic record. */
function item(file: string, tag: number, place = 0): Item {
  const items = fileNamed(layoutOf('2.0'), file)?.items.filter((one) => one.tag === tag) ?? [];
  return items[place];
}

const zh = (of: Item, hex: string): string => showValue(of, fromHex(hex)).shown.zh;

describe('showValue', () => {
  it('reads characters without their padding', () => {
    const name = showValue(item('SSSEEF06', 0x09), fromHex(`D5C5B2E2CAD4${'00'.repeat(24)}`));
    expect(name.text).toBe('张测试');
    expect(name.set).toBe(true);
    expect(name.raw).toHaveLength(30);
    expect(name.shown.en).toBe('张测试');
  });

  it('reads digits without their filler', () => {
    expect(showValue(item('SSSEEF05', 0x04), fromHex('915600000299010099010001')).text).toBe(
      '915600000299010099010001',
    );
    expect(showValue(item('DF01EF15', 0x2a), fromHex('2F')).text).toBe('2');
  });

  it('shows the card identifier with its letters', () => {
    expect(zh(item('SSSEEF05', 0x01), '990100D1560000050000000166534F34')).toBe('990100D1560000050000000166534F34');
  });

  it('tells a value that was never set: 00 or FF throughout, or no bytes', () => {
    for (const [of, hex] of [
      [item('SSSEEF06', 0x0a), '00'],
      [item('SSSEEF05', 0x06), 'FFFFFFFF'],
      [item('SSSEEF05', 0x06), '00000000'],
      [item('SSSEEF06', 0x09), 'FF'.repeat(30)],
      [item('DF04EF06', 0x92), 'FFFFFFFF'],
      [item('SSSEEF06', 0x09), ''],
    ] as const) {
      const value = showValue(of, fromHex(hex));
      expect(value.set).toBe(false);
      expect(value.text).toBe('');
      expect(value.shown.zh).toBe('');
    }
  });

  it('takes zero for an amount', () => {
    expect(zh(item('DF04EF06', 0x92), '00000000')).toBe('0.00 元');
    expect(zh(item('DF04EF08', 0, 4), '00000000')).toBe('0.00 元');
  });

  it('writes dates and times with their dashes, and leaves wrong ones as they stand', () => {
    expect(zh(item('SSSEEF05', 0x05), '20120528')).toBe('2012-05-28');
    expect(zh(item('SSSEEF05', 0x05), '20000229')).toBe('2000-02-29');
    expect(zh(item('SSSEEF05', 0x05), '19000229')).toBe('19000229');
    expect(zh(item('SSSEEF05', 0x05), '20121301')).toBe('20121301');
    expect(zh(item('SSSEEF05', 0x05), '201205FF')).toBe('201205');
    expect(zh(item('SSSEEF05', 0x05), '2012A528')).toBe('2012A528');
    expect(zh(item('DF04EF08', 0, 3), '20120528093015')).toBe('2012-05-28 09:30:15');
    expect(zh(item('DF04EF08', 0, 3), '20120528243015')).toBe('20120528243015');
  });

  it('writes fen as yuan, digits or binary', () => {
    const paid = showValue(item('DF04EF06', 0x92), fromHex('00123405'));
    expect(paid.shown.en).toBe('1234.05 yuan');
    expect(paid.text).toBe('00123405');
    expect(zh(item('DF04EF06', 0x92), '123405FF')).toBe('1234.05 元');
    expect(zh(item('DF04EF08', 0, 4), '000004D2')).toBe('12.34 元');
    expect(zh(item('DF04EF08', 0, 4), 'FFFFFFFF')).toBe('42949672.95 元');
  });

  it('says codes in words, and an unlisted code as it stands', () => {
    expect(zh(item('SSSEEF06', 0x0a), '31')).toBe('1 男');
    expect(showValue(item('SSSEEF06', 0x0a), fromHex('32')).shown.en).toBe('2 female');
    expect(zh(item('SSSEEF06', 0x0b), '05')).toBe('05 维吾尔族');
    expect(zh(item('SSSEEF06', 0x0b), '56')).toBe('56 基诺族');
    expect(zh(item('SSSEEF06', 0x0b), '57')).toBe('57');
    expect(zh(item('DF01EF15', 0x2a), '21')).toBe('21 大学本科');
    expect(zh(item('DF04EF05', 0x8f), '32')).toBe('2 脱网');
    expect(zh(item('DF01EF0A', 0x37), toHex(new Uint8Array([0x55, 0x53, 0x41])))).toBe('USA');
  });

  it('takes a text for no code because an object has such a property', () => {
    const codes: Item = { ...item('SSSEEF06', 0x0a), length: 11 };
    expect(zh(codes, '636F6E7374727563746F72')).toBe('constructor');
  });

  it('takes codes that stand side by side apart', () => {
    const insurance = showValue(item('DF04EF05', 0x81), fromHex('3331303130303131'));
    expect(insurance.text).toBe('31010011');
    expect(insurance.parts?.map((part) => part.value.shown.en).join(', ')).toBe(
      '310 employee medical, 1 yes, 0 no, 0 no, 1 yes, 1 yes',
    );
    const short = showValue(item('DF04EF05', 0x81), fromHex('33313031'));
    expect(short.parts?.map((part) => `${part.value.text}${part.lengthDiffers ? '!' : ''}`).join()).toBe(
      '310,1,!,!,!,!',
    );
  });

  it('lets no control character of a card through', () => {
    expect(zh(item('DF01EF05', 0x21), '411B400A7F42')).toBe('A□@□□B');
  });

  it('takes a group apart', () => {
    const degree = item('DF01EF15', 0x40);
    const value = showValue(degree, fromHex(`5703323031580301020359 28 B2E2CAD4${'00'.repeat(36)}`));
    expect(value.raw).toHaveLength(0x34);
    expect(value.set).toBe(true);
    expect(value.parts?.map((part) => part.value.text).join()).toBe('201,010203,测试');
    expect(value.parts?.map((part) => part.item.name.en).join()).toBe('Degree,Subject,School');
  });

  it('keeps a strange inner tag, marks a wrong inner length, and knows an empty group', () => {
    const degree = item('DF01EF15', 0x40);
    const value = showValue(degree, fromHex('5702323059 00 A101FF'));
    expect(value.parts?.map((part) => [part.item.name.en, part.value.text, part.lengthDiffers].join(' ')).join()).toBe(
      'Degree 20 true,School  true,Unknown A1 FF false',
    );
    const empty = showValue(degree, fromHex(`5703000000 5803FFFFFF 5928${'00'.repeat(40)}`));
    expect(empty.set).toBe(false);
    expect(showValue(degree, fromHex('00'.repeat(0x34))).set).toBe(false);
  });

  it('refuses a group whose inner TLVs are broken', () => {
    for (const hex of ['57', '570432', '0001AA', '5703323031FF']) {
      let format = '';
      try {
        showValue(item('DF01EF15', 0x40), fromHex(hex));
      } catch (error) {
        if (error instanceof FormatError) format = error.format;
      }
      expect(format).toBe('item');
    }
  });
});

describe('joinName', () => {
  /** `A阿卜杜热合曼·买买提艾力·吐尔逊江` in GBK: 35 bytes, the 30th and 31st are one character. */
  const LONG = '41B0A2B2B7B6C5C8C8BACFC2FCA1A4C2F2C2F2CCE1B0ACC1A6A1A4CDC2B6FBD1B7BDAD';

  it('joins the bytes before it decodes them', () => {
    const bytes = fromHex(LONG);
    const extension = new Uint8Array(20);
    extension.set(bytes.subarray(30));
    expect(joinName(bytes.subarray(0, 30), extension)).toBe('A阿卜杜热合曼·买买提艾力·吐尔逊江');
  });

  it('leaves the padding of 09 away, with or without an extension', () => {
    const short = fromHex(`D5C5B2E2CAD4${'00'.repeat(24)}`);
    expect(joinName(short, undefined)).toBe('张测试');
    expect(joinName(short, new Uint8Array(20))).toBe('张测试');
    expect(joinName(short, new Uint8Array(20).fill(0xff))).toBe('张测试');
    expect(joinName(short, fromHex(`B2E2${'00'.repeat(18)}`))).toBe('张测试测');
  });

  it('is empty where nothing was written', () => {
    expect(joinName(new Uint8Array(30), new Uint8Array(20))).toBe('');
    expect(joinName(new Uint8Array(30).fill(0xff), undefined)).toBe('');
    expect(joinName(new Uint8Array(0), undefined)).toBe('');
  });
});

describe('decodeCharacters', () => {
  it('reads a number shorter than its field', () => {
    expect(decodeCharacters(fromHex(`43484E3331${'00'.repeat(13)}`))).toBe('CHN31');
    expect(decodeCharacters(new Uint8Array(18))).toBe('');
  });
});
