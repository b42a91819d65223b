import { expect, describe as group, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { describe, describeObjects } from '../../../src/pse/words/describe.js';
import type { Description } from '../../../src/pse/words/description.js';

const of = (tag: number, hex: string): Description => describe(tag, fromHex(hex));
const value = (tag: number, hex: string) => of(tag, hex).value?.en;
const bits = (tag: number, hex: string) => of(tag, hex).bits?.map((bit) => bit.at);
const bitWords = (tag: number, hex: string) => of(tag, hex).bits?.map((bit) => bit.words.en);
const parts = (tag: number, hex: string) => of(tag, hex).children?.map((part) => part.value?.en ?? toHex(part.bytes));

group('action codes of UnionPay (emv.md 2.11)', () => {
  it('TAC denial refuses only a service that is not allowed', () => {
    expect(bitWords(0xdf13, '0010000000')).toEqual(['requested service not allowed for the card product']);
  });

  it('TAC online and default are decoded as the reference does', () => {
    expect(bits(0xdf12, 'D84004F800')).toEqual([
      '1.8',
      '1.7',
      '1.5',
      '1.4',
      '2.7',
      '3.3',
      '4.8',
      '4.7',
      '4.6',
      '4.5',
      '4.4',
    ]);
    expect(bits(0xdf11, 'D84000A800')).toEqual(['1.8', '1.7', '1.5', '1.4', '2.7', '4.8', '4.6', '4.4']);
  });
});

group('bit strings', () => {
  it('name what is set, in both languages', () => {
    expect(of(0x95, '8000048000').bits).toEqual([
      { at: '1.8', words: { zh: '未进行脱机数据认证', en: 'offline data authentication not performed' } },
      { at: '3.3', words: { zh: '输入联机 PIN', en: 'online PIN entered' } },
      { at: '4.8', words: { zh: '交易超过最低限额', en: 'transaction exceeds the floor limit' } },
    ]);
    expect(bitWords(0x9b, 'E800')).toEqual([
      'offline data authentication performed',
      'cardholder verification performed',
      'card risk management performed',
      'terminal risk management performed',
    ]);
    expect(of(0x95, '0000000000').bits).toEqual([]);
  });

  it('call a bit that has no name reserved', () => {
    expect(bitWords(0x9b, '0081')).toEqual(['reserved 80h', 'reserved 01h']);
  });

  it('AIP 7D00 is SDA, DDA and CDA with risk management and issuer authentication (emv.md 2.2)', () => {
    expect(bits(0x82, '7D00')).toEqual(['1.7', '1.6', '1.5', '1.4', '1.3', '1.1']);
    expect(bitWords(0x82, '4100')).toEqual(['SDA supported', 'CDA supported']);
  });

  it('AUC AB00 of a social card is domestic, at ATMs and elsewhere (emv.md 2.5)', () => {
    expect(bitWords(0x9f07, 'AB00')).toEqual([
      'valid for domestic cash',
      'valid for domestic goods',
      'valid for domestic services',
      'valid at ATMs',
      'valid at terminals other than ATMs',
    ]);
  });

  it('9F33 E0F9C8 has the document check of PBOC at 2.1 (emv.md 2.11)', () => {
    const said = of(0x9f33, 'E0F9C8').bits ?? [];
    expect(said.map((bit) => bit.at)).toEqual([
      '1.8',
      '1.7',
      '1.6',
      '2.8',
      '2.7',
      '2.6',
      '2.5',
      '2.4',
      '2.1',
      '3.8',
      '3.7',
      '3.4',
    ]);
    expect(said[8].words.zh).toBe('持卡人证件验证');
  });

  it('9F40 FF80F0F001 ends with code table 1', () => {
    const said = bitWords(0x9f40, 'FF80F0F001') ?? [];
    expect(said).toHaveLength(18);
    expect(said[17]).toBe('code table 1');
  });

  it('ADA bits say what the card does (emv.md 2.9)', () => {
    expect(bitWords(0x9f52, '4008')).toEqual([
      'issuer authentication performed and failed: decline',
      'script failed earlier: online',
    ]);
  });
});

group('cardholder verification (emv.md 2.6)', () => {
  it('tells the typical PBOC list rule by rule', () => {
    expect(parts(0x8e, '0000000000000000 4203 1E03 1F00')).toEqual([
      '0.00',
      '0.00',
      'enciphered PIN verified online, if the terminal supports it, go on if it fails',
      'signature, if the terminal supports it, fail if it fails',
      'no CVM required, always, fail if it fails',
    ]);
  });

  it('knows the document check 20h, with and without going on', () => {
    expect(
      of(0x8e, '0000000000000000 6003 2003')
        .children?.slice(2)
        .map((rule) => rule.value?.zh),
    ).toEqual(['持卡人证件出示, 如果终端支持, 失败则继续', '持卡人证件出示, 如果终端支持, 失败则终止']);
  });

  it('tells amounts X and Y and the conditions about them', () => {
    expect(parts(0x8e, '000027100000C350 4106 4509')).toEqual([
      '100.00',
      '500.00',
      'plaintext PIN verified offline, if in the application currency and under X, go on if it fails',
      'enciphered PIN verified offline, and signature, if in the application currency and over Y, go on if it fails',
    ]);
  });

  it('tells unknown codes and a rule cut in two', () => {
    const list = of(0x8e, '0000000000000000 2F0A 1F');
    expect(list.children?.[2].value?.en).toBe('unknown method 2F, unknown condition 0A, fail if it fails');
    expect(list.problem?.en).toBe('the last rule is incomplete');
  });

  it('tells what came of it', () => {
    expect(value(0x9f34, '200302')).toBe('cardholder document check, if the terminal supports it, successful');
    expect(value(0x9f34, '420300')).toBe('enciphered PIN verified online, if the terminal supports it, result unknown');
    expect(value(0x9f34, '3F0001')).toBe('no CVM performed, failed');
    expect(of(0x9f34, '3F00').problem?.en).toBe('length 2, should be 3');
  });
});

group('cryptograms (emv.md 2.7)', () => {
  it('CID names cryptogram, advice and reason', () => {
    expect(value(0x9f27, '80')).toBe('ARQC, go online');
    expect(value(0x9f27, '40')).toBe('TC, approved');
    expect(value(0x9f27, '0A')).toBe('AAC, declined, advice required, PIN try limit exceeded');
  });

  it('reads a real IAD: BL2', () => {
    const iad = of(0x9f10, '07000103A04002010A010000001000D1F61152').children ?? [];
    expect(iad.map((part) => toHex(part.bytes))).toEqual(['00', '01', '03A04002', '01', '0A010000001000D1F61152']);
    expect(iad[2].bits?.map((bit) => [bit.at, bit.words.en])).toEqual([
      ['2.8-7', 'second GENERATE AC not requested'],
      ['2.6-5', 'first GENERATE AC: ARQC'],
      ['3.7', 'PIN try limit exceeded'],
      ['4.2', 'DDA performed'],
    ]);
    expect(iad[3].value?.en).toBe('01 3DES');
    expect(iad[4].children?.[0].value?.en).toBe('10.00');
    expect(toHex(iad[4].children?.[1].bytes ?? fromHex(''))).toBe('D1F61152');
  });

  it('reads the CVR of BL1', () => {
    const cvr = of(0x9f10, '07000103A4B90401').children?.[2];
    expect(cvr?.bits?.map((bit) => bit.at)).toEqual([
      '2.8-7',
      '2.6-5',
      '2.3',
      '3.8',
      '3.6',
      '3.5',
      '3.4',
      '3.1',
      '4.3',
    ]);
  });

  it('leaves the IAD of another scheme alone', () => {
    const other = of(0x9f10, '06010A03A0A000');
    expect(other.children).toBeUndefined();
    expect(other.problem?.en).toBe("not in PBOC's format");
  });
});

group('formats', () => {
  it('dates turn the century at 50', () => {
    expect(value(0x5f24, '491231')).toBe('2049-12-31');
    expect(value(0x5f25, '500101')).toBe('1950-01-01');
    expect(value(0x9f21, '143005')).toBe('14:30:05');
  });

  it('amounts have two places', () => {
    expect(value(0x9f02, '000000001234')).toBe('12.34');
    expect(value(0x9f02, '000000000005')).toBe('0.05');
    expect(value(0x9f1b, '00002710')).toBe('100.00');
  });

  it('codes have words, unknown ones stand as they are', () => {
    expect(value(0x5f2a, '0156')).toBe('156 renminbi');
    expect(of(0x9f1a, '0156').value?.zh).toBe('156 中国');
    expect(value(0x9f1a, '0999')).toBe('999');
    expect(value(0x9c, '31')).toBe('31 balance enquiry');
    expect(value(0x9f35, '22')).toBe('22 merchant, attended, offline with online capability');
    expect(value(0x8a, '5A33')).toBe('Z3 unable to go online, offline declined');
    expect(value(0x8a, '3531')).toBe('51 insufficient funds');
    expect(value(0x9f62, '00')).toBe('00 identity card');
    expect(value(0x5f2d, '7A68656E')).toBe('zh Chinese, en English');
  });

  it('numbers and characters', () => {
    expect(value(0x9f36, '0240')).toBe('576');
    expect(value(0x50, '50424F43204445424954')).toBe('PBOC DEBIT');
    expect(value(0x5f20, 'D5C5B2E2CAD400')).toBe('张测试');
    expect(value(0x50, '410A42')).toBe('A□B');
    expect(value(0x87, '81')).toBe('priority 1, needs the confirmation of the holder');
    expect(value(0x9f4d, '0B0A')).toBe('SFI 11, at most 10 records');
    expect(value(0x4f, 'A000000333010101')).toBe('UnionPay debit');
  });

  it('lists of tags and of records', () => {
    expect(value(0x9f38, '9F7A019F02065F2A02')).toBe('9F7A(1) 9F02(6) 5F2A(2)');
    expect(parts(0x8c, '9F02069C01')).toEqual(['6 bytes', '1 byte']);
    expect(value(0x9f4a, '82')).toBe('82');
    expect(value(0x94, '0801010010010201')).toBe('SFI 1: 1, SFI 2: 1-2');
    expect(of(0x94, '08010100').children?.[0].value?.zh).toBe('记录 1，其中 0 条参与脱机数据认证');
  });

  it('issuer data: ARPC, script results, script commands', () => {
    expect(parts(0x91, '21415243527CE78F3030')).toEqual(['21415243527CE78F', '00 approved']);
    expect(parts(0xdf31, '20000000011300000002 0000000003')).toEqual([
      'successful',
      'failed at command 3',
      'not performed',
    ]);
    expect(value(0x86, '841E000004A1B2C3D4')).toBe('Application block');
    expect(value(0x86, '04DA9F790A000000001000A1B2C3D4')).toBe('Put data Electronic Cash Balance');
    expect(value(0x86, '04DC011404A1B2C3D4')).toBe('Update record 1 of SFI 2');
  });
});

group('what is wrong is told', () => {
  it('wrong lengths, with what can be read all the same', () => {
    const short = of(0x95, '8000');
    expect(short.bits?.map((bit) => bit.at)).toEqual(['1.8']);
    expect(short.problem?.zh).toBe('长度 2，应为 5');
    expect(of(0x9f02, '').problem?.en).toBe('length 0, should be 6');
    expect(of(0x4f, 'A0').problem?.en).toBe('length 1, should be 5-16');
  });

  it('letters where digits should be, broken lists', () => {
    expect(of(0x9a, '2A0101').problem?.en).toBe('malformed (not a digit)');
    expect(of(0x8c, '9F02').problem?.en).toBe('malformed (length missing)');
    expect(of(0x94, '080201').problem?.en).toBe('malformed (entries of four bytes)');
  });

  it('unknown tags: opaque, or walked when they are constructed', () => {
    expect(of(0xdf7f, '0102')).toEqual({
      tag: 0xdf7f,
      name: { zh: '未知数据', en: 'Unknown data object' },
      bytes: fromHex('0102'),
    });
    expect(of(0xbf7f, '9C0100').children?.[0].value?.en).toBe('00 purchase');
  });

  it('templates: what stands before the break is kept', () => {
    const { children, problem } = describeObjects(fromHex('9C01005A086228'));
    expect(children.map((child) => child.tag)).toEqual([0x9c]);
    expect(problem?.en).toBe('malformed (value shorter than its length)');
  });

  it('templates in templates are followed for a while only', () => {
    let nested = '';
    for (let i = 0; i < 40; i++) nested = `70${(nested.length / 2).toString(16).padStart(2, '0')}${nested}`;
    let depth = 0;
    let at: Description | undefined = describeObjects(fromHex(nested)).children[0];
    let deepest: Description | undefined;
    for (; at !== undefined; at = at.children?.[0]) {
      depth++;
      deepest = at;
    }
    expect(depth).toBe(9);
    expect(deepest?.problem?.en).toBe('nested too deeply');
  });
});

group('what must not be seen is marked', () => {
  const exposure = (tag: number, hex: string) => of(tag, hex).exposure;

  it('numbers, tracks, secrets; nothing else', () => {
    expect(exposure(0x5a, '6228000100001FFF')).toBe('number');
    expect(exposure(0x9f61, '3131303130')).toBe('number');
    expect(exposure(0x57, '6228000100001D3012')).toBe('track');
    expect(exposure(0x9f1f, '3132')).toBe('track');
    expect(exposure(0x9f46, 'A6B5')).toBe('track');
    expect(exposure(0x9f2d, '0399')).toBe('track');
    expect(exposure(0x90, '8C51')).toBeUndefined();
    expect(exposure(0x9f6b, '6228000100001D3012')).toBe('track');
    expect(exposure(0x9f6b, '000000100000')).toBeUndefined();
    expect(exposure(0x99, '241234FFFFFFFFFF')).toBe('secret');
    expect(exposure(0x5f34, '01')).toBeUndefined();
    expect(exposure(0x5f20, '5A48414E47')).toBeUndefined();
  });

  it('a secret has no words, a new PIN inside a script neither', () => {
    expect(of(0x99, '241234FFFFFFFFFF').value).toBeUndefined();
    const change = of(0x86, '8424000014000102030405060708090A0B0C0D0E0FA1B2C3D4').children ?? [];
    expect(change.map((part) => [part.exposure, part.bytes.length])).toEqual([
      ['secret', 16],
      [undefined, 4],
    ]);
  });

  it('values are views, so that they can be found in what was described', () => {
    const whole = fromHex('700A5A086228000100001FFF');
    const pan = describeObjects(whole).children[0].children?.[0];
    expect((pan?.bytes.byteOffset ?? 0) - whole.byteOffset).toBe(4);
    expect(pan?.value?.en).toBe('6228000100001');
  });
});
