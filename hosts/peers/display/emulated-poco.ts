/**
 * The SDK's renderer of scanlines with a display behind it: commands wait in a display list of a fixed length until the
 * band is ended, and none reaches beyond it. What the real one would leave to chance is a bug here at once.
 */

import { assert } from '../../../src/base/assert.js';
import type { BitmapFont } from './bitmap-font.js';

/** Bytes of a command on a 32-bit chip: a rectangle, a glyph (SDK 8.2.3). */
const RECTANGLE_LENGTH = 12;
const GLYPH_LENGTH = 24;

export interface EmulatedPocoOptions<Font> {
  readonly width: number;
  readonly height: number;
  /** Bytes. */
  readonly displayListLength: number;
  /** What stands in a font of the flash. */
  readonly read: (font: Font) => BitmapFont;
}

type Band = { readonly x: number; readonly y: number; readonly right: number; readonly bottom: number };

export class EmulatedPoco<Font> {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel of the display, row by row. */
  readonly pixels: Uint8Array;
  readonly #options: EmulatedPocoOptions<Font>;
  #band: Band | undefined;
  #commands: (() => void)[] = [];
  #listed = 0;

  constructor(options: EmulatedPocoOptions<Font>) {
    this.#options = options;
    this.width = options.width;
    this.height = options.height;
    this.pixels = new Uint8Array(options.width * options.height * 3);
  }

  begin(x: number, y: number, width: number, height: number): void {
    assert(this.#band === undefined, 'one band ends before the next begins');
    assert([x, y, width, height].every(Number.isInteger) && width > 0 && height > 0, 'a band has whole pixels');
    assert(x >= 0 && y >= 0 && x + width <= this.width && y + height <= this.height, 'a band lies on the display');
    this.#band = { x, y, right: x + width, bottom: y + height };
  }

  /** Throws, as the real one does, when the display list was too short for the band. */
  end(): void {
    assert(this.#band !== undefined, 'what ends has begun');
    const commands = this.#commands;
    const listed = this.#listed;
    if (listed <= this.#options.displayListLength) for (const command of commands) command();
    this.#band = undefined;
    this.#commands = [];
    this.#listed = 0;
    if (listed > this.#options.displayListLength) throw new Error('display list overflowed');
  }

  /** @returns a number that means something to this display alone */
  makeColor(red: number, green: number, blue: number): number {
    assert(
      [red, green, blue].every((part) => Number.isInteger(part) && part >= 0 && part <= 0xff),
      'parts are bytes',
    );
    return (blue << 16) | (green << 8) | red;
  }

  fillRectangle(colour: number, x: number, y: number, width: number, height: number): void {
    assert([x, y, width, height].every(Number.isInteger), 'pixels are whole');
    this.#list(RECTANGLE_LENGTH, () => {
      for (let row = y; row < y + height; row++)
        for (let column = x; column < x + width; column++) this.#blend(column, row, colour, 0xff);
    });
  }

  /** What the font lacks is left out. */
  drawText(text: string, font: Font, colour: number, x: number, y: number): void {
    assert(Number.isInteger(x) && Number.isInteger(y), 'pixels are whole');
    const read = this.#options.read(font);
    let pen = x;
    for (const character of text) {
      const glyph = read.glyph(character);
      if (glyph === undefined) continue;
      const at = pen;
      this.#list(GLYPH_LENGTH, () => {
        for (let row = 0; row < glyph.height; row++)
          for (let column = 0; column < glyph.width; column++) {
            const alpha = read.page.alpha[(glyph.y + row) * read.page.width + glyph.x + column];
            this.#blend(at + glyph.left + column, y + glyph.top + row, colour, alpha);
          }
      });
      pen += glyph.advance;
    }
  }

  /** What the font lacks has no width. */
  getTextWidth(text: string, font: Font): number {
    const read = this.#options.read(font);
    let width = 0;
    for (const character of text) width += read.glyph(character)?.advance ?? 0;
    return width;
  }

  #list(length: number, command: () => void): void {
    assert(this.#band !== undefined, 'painting happens between begin and end');
    this.#commands.push(command);
    this.#listed += length;
  }

  #blend(x: number, y: number, colour: number, alpha: number): void {
    const band = this.#band;
    if (band === undefined || x < band.x || y < band.y || x >= band.right || y >= band.bottom) return;
    const at = (y * this.width + x) * 3;
    for (let i = 0; i < 3; i++) {
      const ink = (colour >> (8 * i)) & 0xff;
      this.pixels[at + i] += Math.round(((ink - this.pixels[at + i]) * alpha) / 0xff);
    }
  }
}
