import { describe, expect, it } from 'vitest';
import { concat } from '../../src/base/bytes.js';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeGbk, encodeGbk } from '../../src/codec/gbk.js';

/** Texts and their bytes as an independent GBK codec (CPython's) writes them; the first is the SSSE's own name. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['sx1.sh.社会保障', '7378312E73682EC9E7BBE1B1A3D5CF'],
  ['张三', 'D5C5C8FD'],
  ['朱镕基', 'D6ECE946BBF9'],
  ['陶喆', 'CCD586B4'],
  ['阿卜杜拉·买买提', 'B0A2B2B7B6C5C0ADA1A4C2F2C2F2CCE1'],
  ['欧阳Ⅷ　ü', 'C5B7D1F4A2F8A1A1A8B9'],
];

describe('decodeGbk', () => {
  it('reads names', () => {
    for (const [text, bytes] of TEXTS) expect(decodeGbk(fromHex(bytes))).toBe(text);
  });

  it('reads ASCII, 00 and control characters as they are', () => {
    let ascii = '';
    for (let code = 0; code < 0x80; code++) ascii += String.fromCharCode(code);
    expect(decodeGbk(Uint8Array.from(ascii, (_, i) => i))).toBe(ascii);
    expect(decodeGbk(fromHex('D5C50000'))).toBe('张\0\0');
    expect(decodeGbk(new Uint8Array(0))).toBe('');
  });

  it('reads a name split inside a character once its halves are joined', () => {
    const name = fromHex('D6ECE946BBF9');
    const [field, extension] = [name.slice(0, 3), name.slice(3)];
    expect(decodeGbk(concat(field, extension))).toBe('朱镕基');
    expect(decodeGbk(field)).toBe('朱□<E9>');
    expect(decodeGbk(extension)).toBe('F基');
  });

  it('shows the bytes that have no character, and drops none', () => {
    for (const [bytes, text] of [
      ['A2AB', '□<A2AB>'],
      ['D5C5A2ABC8FD', '张□<A2AB>三'],
      ['A3A0', '□<A3A0>'],
      ['AAA1FEFE', '□<AAA1>□<FEFE>'],
      ['FF', '□<FF>'],
      ['8041', '□<80>A'],
      ['FFFFC8FD', '□<FF>□<FF>三'],
      ['D5C581', '张□<81>'],
      ['8130', '□<81>0'],
      ['817F', '□<81>\x7f'],
      ['81FF', '□<81>□<FF>'],
      ['8120C8FD', '□<81> 三'],
    ]) {
      expect(decodeGbk(fromHex(bytes))).toBe(text);
    }
  });

  it('shows the four bytes of a GB 18030 character together', () => {
    expect(decodeGbk(fromHex('D5C59532C434C8FD'))).toBe('张□<9532C434>三');
    expect(decodeGbk(fromHex('9532C4'))).toBe('□<95>2□<C4>');
    expect(decodeGbk(fromHex('9532C4B4'))).toBe('□<95>2拇');
    expect(decodeGbk(fromHex('95323434'))).toBe('□<95>244');
  });
});

describe('encodeGbk', () => {
  it('writes names', () => {
    for (const [text, bytes] of TEXTS) expect(toHex(encodeGbk(text))).toBe(bytes);
    expect(encodeGbk('')).toHaveLength(0);
  });

  it('writes the first and the last cells of the table', () => {
    expect(toHex(encodeGbk('丂'))).toBe('8140');
    expect(toHex(encodeGbk('亐'))).toBe('8180');
    expect(toHex(encodeGbk('﨩'))).toBe('FE4F');
    expect(toHex(encodeGbk('龻'))).toBe('FEA0');
  });

  it('writes the Euro where the standard has it', () => {
    expect(toHex(encodeGbk('€'))).toBe('A2E3');
  });

  it('refuses characters that GBK does not have', () => {
    expect(() => encodeGbk('张㛃')).toThrow('gbk: character not in GBK at 1');
    expect(() => encodeGbk('𠮷')).toThrow('gbk: character not in GBK at 0');
    expect(() => encodeGbk('ab\uFFFD')).toThrow('gbk: character not in GBK at 2');
    expect(() => encodeGbk('\u0080')).toThrow('gbk: character not in GBK at 0');
    expect(() => encodeGbk('\uE766')).toThrow('gbk: character not in GBK at 0');
  });
});
