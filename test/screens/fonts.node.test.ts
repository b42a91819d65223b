/** The fonts have what the program says and what GB 2312 has, in the format that the SDK takes. */

import { describe, expect, it } from 'vitest';
import { charactersOf, gb2312 } from '../../tools/fonts/characters.js';
import { rasterise } from '../../tools/fonts/outline.js';
import { freshFonts } from './font-files.js';

describe('characters', () => {
  it('of GB 2312 are 7,445: 682 signs and 6,763 Chinese characters', () => {
    const all = gb2312();
    expect(all.length).toBe(7445);
    expect(all.filter((character) => character >= '\u4E00' && character <= '\u9FFF').length).toBe(6763);
  });

  it('of sources are those of texts, not of comments', () => {
    const found = charactersOf(["const a = '密码'; // 注释", 'words(`码`, "¥")']);
    expect(found.filter((character) => character > '~')).toEqual(['¥', '密', '码']);
    expect(found.length).toBe(95 + 3);
  });
});

describe('rasterise', () => {
  it('covers what lies inside, in part where an edge crosses a pixel', () => {
    const { left, top, width, height, coverage } = rasterise([
      { type: 'M', x: 1.5, y: -1 },
      { type: 'L', x: 3, y: -1 },
      { type: 'L', x: 3, y: 0.5 },
      { type: 'L', x: 1.5, y: 0.5 },
      { type: 'Z' },
    ]);
    expect({ left, top, width, height }).toEqual({ left: 1, top: -1, width: 2, height: 2 });
    expect([...coverage]).toEqual([128, 255, 64, 128]);
  });
});

describe('the faces', () => {
  const { large, small, names } = freshFonts();

  it('have their characters', () => {
    expect(gb2312().filter((character) => names.glyph(character) === undefined)).toEqual([]);
    for (const text of ['请插入社会保障卡', 'Insert your social security card', '¥12.34', '第1页，共2页'])
      for (const face of [large, small, names]) expect(face.measure(text), text).toBeGreaterThan(0);
    expect(small.measure('彧')).toBeUndefined();
  });

  it('set Chinese as wide as the em, and an apostrophe narrow', () => {
    expect([large.measure('卡'), small.measure('卡'), names.measure('卡')]).toEqual([20, 16, 16]);
    expect([names.measure('A'), small.measure('’')].every((width) => width !== undefined && width <= 8)).toBe(true);
  });

  it('have names in black and white, and 16 steps of grey at most', () => {
    expect(new Set(names.page.alpha)).toEqual(new Set([0, 255]));
    expect([...new Set(large.page.alpha)].filter((alpha) => alpha % 17 !== 0)).toEqual([]);
  });
});
