/** The reader of bitmap fonts, on a font of two glyphs written by hand, and on every way to break it. */

import { describe, expect, it } from 'vitest';
import { BitmapFont, type FontPage } from '../../../hosts/peers/display/bitmap-font.js';
import { FormatError } from '../../../src/base/format-error.js';
import { fromHex } from '../../../src/base/hex.js';

/** Line height 20, base 16, a page of 8 × 4; `A` at 0,0 and 中 (4E2D) at 3,1, both 2 × 3. */
const HEAD = '424D4603';
const COMMON = `020F000000${'1400100008000400010000000000'.padEnd(30, '0')}`;
const A = '41000000' + '0000' + '0000' + '0200' + '0300' + '0100' + 'FEFF' + '0400' + '000F';
const ZHONG = '2D4E0000' + '0300' + '0100' + '0200' + '0300' + '0000' + '0200' + '0900' + '000F';
const chars = (...records: string[]) =>
  `04${(records.length * 20).toString(16).padStart(2, '0')}000000${records.join('')}`;
const PAGE: FontPage = { width: 8, height: 4, alpha: new Uint8Array(32) };
const font = (hex: string, page = PAGE) => new BitmapFont(fromHex(hex), page);

describe('BitmapFont', () => {
  it('finds glyphs, and measures text that it has', () => {
    const two = font(HEAD + COMMON + chars(A, ZHONG));
    expect(two.lineHeight).toBe(20);
    expect(two.glyph('中')).toEqual({ x: 3, y: 1, width: 2, height: 3, left: 0, top: 2, advance: 9 });
    expect(two.glyph('A')).toMatchObject({ left: 1, top: -2 });
    expect(two.measure('A中A')).toBe(17);
    expect(two.measure('')).toBe(0);
    expect(two.measure('AB')).toBeUndefined();
  });

  it.each([
    ['another format', `424D4602${COMMON}${chars(A)}`],
    ['no lines', HEAD + chars(A)],
    ['no characters', HEAD + COMMON],
    ['a torn record', `${HEAD}${COMMON}0413000000${A.slice(2)}`],
    ['a torn block', (HEAD + COMMON + chars(A)).slice(0, -2)],
    ['a torn head of a block', `${HEAD}${COMMON}0400`],
    ['characters out of order', HEAD + COMMON + chars(ZHONG, A)],
    ['a character twice', HEAD + COMMON + chars(A, A)],
    ['a glyph outside the page', HEAD + COMMON + chars(ZHONG.replace('2D4E00000300', '2D4E00000700'))],
  ])('refuses %s', (_, hex) => {
    expect(() => font(hex)).toThrow(FormatError);
  });

  it('refuses a page of another size', () => {
    expect(() => font(HEAD + COMMON + chars(A), { ...PAGE, width: 7 })).toThrow(FormatError);
    expect(() => font(HEAD + COMMON + chars(A), { ...PAGE, alpha: new Uint8Array(31) })).toThrow(FormatError);
  });
});
