/**
 * The three fonts in flash, rasterised from open fonts. `large` and `small` are Noto Sans SC (SIL OFL 1.1); `names` is
 * UnifontEX (SIL OFL 1.1), whose outlines are the dots of a 16-dot bitmap font, sharp on paper, too. Our fonts bear names
 * of their own, as the licence wants it of modified versions.
 */

import { readFileSync } from 'node:fs';
import opentype, { type Font } from 'opentype.js';
import { TOP } from '../files.js';
import type { FontFace, Glyph } from './bmf.js';
import { gb2312, sorted, textCharacters } from './characters.js';
import { rasterise } from './outline.js';

const PACKAGES = `${TOP}node_modules/@fontsource/`;
const NOTO = `${PACKAGES}noto-sans-sc/`;
const UNIFONT = `${PACKAGES}unifontex/files/unifontex-latin-400-normal.woff`;

/** All faces, each by the name that a Surface knows it by. */
export function faces(): FontFace[] {
  const texts = textCharacters();
  const noto = notoSource();
  const unifont = loaded(UNIFONT);
  return [
    { name: 'large', size: 20, lineHeight: 26, base: 21, glyphs: glyphs(texts, 20, 21, noto) },
    { name: 'small', size: 16, lineHeight: 20, base: 16, glyphs: glyphs(texts, 16, 16, noto) },
    {
      name: 'names',
      size: 16,
      lineHeight: 20,
      base: 16,
      glyphs: glyphs(sorted([...texts, ...gb2312()]), 16, 16, () => unifont),
    },
  ];
}

/** Signs that both scripts have, wide in Chinese texts. */
const WIDE_SIGNS = '“”…—';
/** In Noto Sans SC an apostrophe is as wide as a Chinese character; in an English word it must not be. */
const APOSTROPHE = '’';

/** Which font file has a character. */
type Source = (character: string) => Font;

/** The package cuts the font into files by use; most characters lie in one of them. */
function notoSource(): Source {
  const fonts = new Map<string, Font>();
  const ranges = JSON.parse(readFileSync(`${NOTO}unicode.json`, 'utf8')) as Record<string, string>;
  const slices = Object.keys(ranges).map((part) => part.replace(/[[\]]/g, ''));
  const chinese = ['chinese-simplified', 'latin', ...slices];
  const latin = ['latin', ...chinese];
  const open = (part: string) => {
    const font = fonts.get(part) ?? loaded(`${NOTO}files/noto-sans-sc-${part}-500-normal.woff`);
    fonts.set(part, font);
    return font;
  };
  return (character) => {
    for (const part of WIDE_SIGNS.includes(character) || character >= '\u2E80' ? chinese : latin) {
      const range = ranges[part] ?? ranges[`[${part}]`];
      if (range !== undefined && !isIn(range, character.codePointAt(0) ?? 0)) continue;
      if (open(part).charToGlyphIndex(character) !== 0) return open(part);
    }
    throw new RangeError(`Noto Sans SC has no '${character}': change the text, or give it another font`);
  };
}

/** @param range as CSS has it, e.g. `U+20-7e,U+b7` */
function isIn(range: string, code: number): boolean {
  return range.split(',').some((piece) => {
    const [first, last = first] = piece.trim().slice(2).split('-');
    return code >= Number.parseInt(first, 16) && code <= Number.parseInt(last, 16);
  });
}

function loaded(path: string): Font {
  const bytes = readFileSync(path);
  return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
}

function glyphs(characters: readonly string[], size: number, base: number, source: Source): Glyph[] {
  return characters.map((character) => {
    const font = source(character);
    const glyph = font.charToGlyph(character);
    if (glyph.index === 0) throw new RangeError(`the font has no '${character}'`);
    const picture = rasterise(glyph.getPath(0, 0, size).commands);
    const narrow = character === APOSTROPHE;
    return {
      code: character.codePointAt(0) ?? 0,
      left: narrow ? 1 : picture.left,
      top: base + picture.top,
      advance: narrow ? picture.width + 2 : Math.round(((glyph.advanceWidth ?? 0) * size) / font.unitsPerEm),
      width: picture.width,
      height: picture.height,
      alpha: picture.coverage.map(sixteenths),
    };
  });
}

/** The SDK keeps 4 bits of alpha a pixel: rounded here, tests and device have the same pixels. */
function sixteenths(alpha: number): number {
  return Math.round(alpha / 17) * 17;
}
