/** A Surface of pixels in memory, for pictures and tests. What the painter must not do is a bug here at once. */

import { assert } from '../../src/base/assert.js';
import type { Colour, Face, Mask, Rect, Surface } from '../../src/ports/surface.js';
import type { BitmapFont } from '../peers/display/bitmap-font.js';

export type Fonts = Readonly<Record<Face, BitmapFont>>;

/** What a display shows where nobody painted, so that a person sees it. */
const UNPAINTED: Colour = 0xff00ff;

export class PixelSurface implements Surface {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel, row by row. */
  readonly pixels: Uint8Array;
  readonly #fonts: Fonts;
  #band: Rect | undefined;

  constructor(width: number, height: number, fonts: Fonts) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height * 3);
    this.#fonts = fonts;
    this.#fill({ x: 0, y: 0, width, height }, UNPAINTED);
  }

  lineHeight(face: Face): number {
    return this.#fonts[face].lineHeight;
  }

  measure(text: string, face: Face): number | undefined {
    return this.#fonts[face].measure(text);
  }

  begin(rect: Rect): void {
    assert(this.#band === undefined, 'one band ends before the next begins');
    const { x, y, width, height } = rect;
    assert([x, y, width, height].every(Number.isInteger), 'pixels are whole');
    assert(width > 0 && height > 0, 'a band has pixels');
    assert(x >= 0 && y >= 0 && x + width <= this.width && y + height <= this.height, 'a band lies on the surface');
    this.#band = rect;
    this.#fill(rect, UNPAINTED);
  }

  fill(rect: Rect, colour: Colour): void {
    assert(this.#band !== undefined, 'painting happens between begin and end');
    assert(rect.width >= 0 && rect.height >= 0, 'no rectangle is less than empty');
    this.#fill(rect, colour);
  }

  text(text: string, face: Face, colour: Colour, x: number, y: number): void {
    const font = this.#fonts[face];
    let pen = x;
    for (const character of text) {
      const glyph = font.glyph(character);
      assert(glyph !== undefined, 'text is written in a face that has it');
      const { page } = font;
      for (let row = 0; row < glyph.height; row++)
        for (let column = 0; column < glyph.width; column++) {
          const alpha = page.alpha[(glyph.y + row) * page.width + glyph.x + column];
          this.#blend(pen + glyph.left + column, y + glyph.top + row, colour, alpha);
        }
      pen += glyph.advance;
    }
  }

  bitmap({ width, height, rows }: Mask, colour: Colour, x: number, y: number): void {
    const stride = (width + 7) >> 3;
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        if (rows[row * stride + (column >> 3)] & (0x80 >> (column & 7))) this.#blend(x + column, y + row, colour, 0xff);
  }

  end(): void {
    assert(this.#band !== undefined, 'what ends has begun');
    this.#band = undefined;
  }

  #fill({ x, y, width, height }: Rect, colour: Colour): void {
    const band = this.#band ?? { x: 0, y: 0, width: this.width, height: this.height };
    const [from, to] = [Math.max(x, band.x), Math.min(x + width, band.x + band.width)];
    const rgb = [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
    for (let row = Math.max(y, band.y); row < Math.min(y + height, band.y + band.height); row++)
      for (let column = from; column < to; column++) this.pixels.set(rgb, (row * this.width + column) * 3);
  }

  #blend(x: number, y: number, colour: Colour, alpha: number): void {
    const band = this.#band ?? { x: 0, y: 0, width: this.width, height: this.height };
    if (x < band.x || y < band.y || x >= band.x + band.width || y >= band.y + band.height) return;
    const at = (y * this.width + x) * 3;
    for (let i = 0; i < 3; i++) {
      const ink = (colour >> (16 - 8 * i)) & 0xff;
      this.pixels[at + i] += Math.round(((ink - this.pixels[at + i]) * alpha) / 0xff);
    }
  }
}
