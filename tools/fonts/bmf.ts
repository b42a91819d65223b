/** Writes bitmap fonts as the Moddable SDK takes them: BMFont binary version 3 and one page as PNG, its glyphs in alpha. */

import { PNG } from 'pngjs';

export interface Glyph {
  readonly code: number;
  /** Pixels from the pen to the left edge of the picture, and from the top of the line to its upper edge. */
  readonly left: number;
  readonly top: number;
  readonly advance: number;
  readonly width: number;
  readonly height: number;
  /** Of each pixel, 0 to 255. */
  readonly alpha: Uint8Array;
}

export interface FontFace {
  readonly name: string;
  /** Pixels of the em, of a line of text, and from its top to the baseline. */
  readonly size: number;
  readonly lineHeight: number;
  readonly base: number;
  /** By code point. */
  readonly glyphs: readonly Glyph[];
}

export interface FontFiles {
  readonly fnt: Uint8Array;
  /** PNG, 8 bits of grey, all black, and 8 of alpha. */
  readonly png: Uint8Array;
}

const PAGE_WIDTH = 1024;

/** @throws RangeError for a glyph that the format's 16 bits cannot place */
export function bmf(face: FontFace): FontFiles {
  const { places, height } = placed(face.glyphs);
  if (height > 0xffff) throw new RangeError(`${face.name}: a page of ${height} rows`);
  const page = new PNG({ width: PAGE_WIDTH, height });
  page.data.fill(0);
  face.glyphs.forEach(({ width, height: rows, alpha }, i) => {
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < width; x++)
        page.data[((places[i].y + y) * PAGE_WIDTH + places[i].x + x) * 4 + 3] = alpha[y * width + x];
  });
  return { fnt: descriptor(face, places, height), png: PNG.sync.write(page, { colorType: 4, deflateLevel: 9 }) };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** In rows from the left, as they come. */
function placed(glyphs: readonly Glyph[]): { places: Place[]; height: number } {
  let [x, y, rowHeight] = [0, 0, 0];
  const places = glyphs.map(({ width, height }) => {
    if (x + width > PAGE_WIDTH) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const place = { x, y };
    x += width;
    rowHeight = Math.max(rowHeight, height);
    return place;
  });
  return { places, height: y + rowHeight };
}

/** AngelCode's binary format: info, common, pages, chars (angelcode.com/products/bmfont/doc/file_format.html). */
function descriptor(face: FontFace, places: readonly Place[], pageHeight: number): Uint8Array {
  const info = [...u16(face.size), 0, 0, ...u16(100), 1, 0, 0, 0, 0, 0, 0, 0, ...zeroEnded(face.name)];
  const sizes = [face.lineHeight, face.base, PAGE_WIDTH, pageHeight, 1].flatMap(u16);
  const chars = face.glyphs.flatMap(({ code, left, top, advance, width, height }, i) => [
    ...u16(code & 0xffff),
    ...u16(code >>> 16),
    ...[places[i].x, places[i].y, width, height, left, top, advance].flatMap(u16),
    0,
    15,
  ]);
  return Uint8Array.from([
    ...[0x42, 0x4d, 0x46, 3],
    ...block(1, info),
    ...block(2, [...sizes, 0, 0, 0, 0, 0]),
    ...block(3, zeroEnded(`${face.name}.png`)),
    ...block(4, chars),
  ]);
}

function block(kind: number, bytes: readonly number[]): number[] {
  return [kind, ...u16(bytes.length & 0xffff), ...u16(bytes.length >>> 16), ...bytes];
}

/** Little endian, negative numbers as two's complement. */
function u16(value: number): number[] {
  return [value & 0xff, (value >> 8) & 0xff];
}

function zeroEnded(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0)).concat(0);
}
