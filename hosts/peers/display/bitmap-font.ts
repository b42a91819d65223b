/**
 * Reads bitmap fonts as the device has them: BMFont binary version 3 and a page of alpha. What Poco takes on trust is
 * checked here, so that a bad font is found before it is flashed.
 */

import { FormatError } from '../../../src/base/format-error.js';

const FORMAT = 'bitmap font';
const HEADER = [0x42, 0x4d, 0x46, 3];
const COMMON = 2;
const CHARS = 4;
const CHAR_LENGTH = 20;

/** The decoded page: a byte of alpha a pixel. */
export interface FontPage {
  readonly width: number;
  readonly height: number;
  readonly alpha: Uint8Array;
}

/** Where a character stands on the page, and where its picture goes from the pen and from the top of the line, pixels. */
export interface Glyph {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly advance: number;
}

export class BitmapFont {
  readonly page: FontPage;
  /** Pixels from one line to the next. */
  readonly lineHeight: number;
  readonly #chars: DataView;

  /** @throws FormatError unless the descriptor is whole, sorted, and all glyphs lie on the page */
  constructor(fnt: Uint8Array, page: FontPage) {
    const blocks = blocksOf(fnt);
    const [common, chars] = [blocks.get(COMMON), blocks.get(CHARS)];
    if (common === undefined || common.byteLength !== 15) throw new FormatError(FORMAT, 'no block of 15 about lines');
    if (chars === undefined || chars.byteLength % CHAR_LENGTH !== 0) throw new FormatError(FORMAT, 'no characters');
    const [width, height] = [common.getUint16(4, true), common.getUint16(6, true)];
    if (width !== page.width || height !== page.height || page.alpha.length !== width * height)
      throw new FormatError(FORMAT, 'the page is of another size');
    this.page = page;
    this.lineHeight = common.getUint16(0, true);
    this.#chars = chars;
    this.#check();
  }

  /** The glyph of the first character of `text`, or undefined. A binary search, as Poco makes it. */
  glyph(text: string): Glyph | undefined {
    const code = text.codePointAt(0) ?? 0;
    let low = 0;
    let high = this.#chars.byteLength / CHAR_LENGTH - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#code(middle);
      if (found === code) return this.#at(middle);
      if (found < code) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** How many pixels the text is wide; undefined where the font lacks one of its characters. */
  measure(text: string): number | undefined {
    let width = 0;
    for (const character of text) {
      const glyph = this.glyph(character);
      if (glyph === undefined) return undefined;
      width += glyph.advance;
    }
    return width;
  }

  #code(index: number): number {
    return this.#chars.getUint32(index * CHAR_LENGTH, true);
  }

  #at(index: number): Glyph {
    const unsigned = (field: number) => this.#chars.getUint16(index * CHAR_LENGTH + field, true);
    const signed = (field: number) => this.#chars.getInt16(index * CHAR_LENGTH + field, true);
    const [x, y, width, height] = [unsigned(4), unsigned(6), unsigned(8), unsigned(10)];
    return { x, y, width, height, left: signed(12), top: signed(14), advance: signed(16) };
  }

  #check(): void {
    for (let i = 0; i < this.#chars.byteLength / CHAR_LENGTH; i++) {
      const { x, y, width, height, advance } = this.#at(i);
      if (i > 0 && this.#code(i) <= this.#code(i - 1)) throw new FormatError(FORMAT, 'characters are not sorted', i);
      if (x + width > this.page.width || y + height > this.page.height || advance < 0)
        throw new FormatError(FORMAT, 'a glyph lies outside the page', i);
    }
  }
}

/** The blocks by their kind. */
function blocksOf(fnt: Uint8Array): Map<number, DataView> {
  if (HEADER.some((byte, i) => fnt[i] !== byte)) throw new FormatError(FORMAT, 'does not begin with BMF 3', 0);
  const blocks = new Map<number, DataView>();
  const view = new DataView(fnt.buffer, fnt.byteOffset, fnt.byteLength);
  let offset = HEADER.length;
  while (offset < fnt.length) {
    if (offset + 5 > fnt.length) throw new FormatError(FORMAT, 'a block breaks off', offset);
    const length = view.getUint32(offset + 1, true);
    if (offset + 5 + length > fnt.length) throw new FormatError(FORMAT, 'a block breaks off', offset);
    blocks.set(view.getUint8(offset), new DataView(fnt.buffer, fnt.byteOffset + offset + 5, length));
    offset += 5 + length;
  }
  return blocks;
}
