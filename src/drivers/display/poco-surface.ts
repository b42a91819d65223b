/** A Surface on Poco, the SDK's renderer of scanlines: what is painted is a display list until `end` sends the pixels. */

import type { Colour, Face, Mask, Rect, Surface } from '../../ports/surface.js';

/** A font of the flash as `commodetto/parseBMF` gives it: the bytes of the file, and what it read of them. */
export interface PocoFont {
  readonly byteLength: number;
  /** Pixels from one line of text to the next. */
  readonly height: number;
  /** Where the length of the block of characters stands, and how many it has. */
  readonly position: number;
  readonly charCount: number;
}

/** As much of `commodetto/Poco` as is used. Its colours are of the display's own format. */
export interface Poco<Font> {
  readonly width: number;
  readonly height: number;
  begin(x: number, y: number, width: number, height: number): void;
  end(): void;
  makeColor(red: number, green: number, blue: number): number;
  fillRectangle(colour: number, x: number, y: number, width: number, height: number): void;
  drawText(text: string, font: Font, colour: number, x: number, y: number): void;
  getTextWidth(text: string, font: Font): number;
}

export interface PocoSurfaceOptions<Font extends PocoFont> {
  /** Its display list holds a band of a screen: `displayListLength` of 4,096 or more. */
  readonly poco: Poco<Font>;
  readonly fonts: Readonly<Record<Face, Font>>;
  /** The part of the display that it is; all of it without. */
  readonly area?: Rect;
}

/** Of a character in the block: its code point, its place, its size, offset and advance. */
const CHARACTER_LENGTH = 20;

export class PocoSurface<Font extends PocoFont> implements Surface {
  readonly width: number;
  readonly height: number;
  readonly #poco: Poco<Font>;
  readonly #fonts: Readonly<Record<Face, Font>>;
  readonly #left: number;
  readonly #top: number;

  constructor({ poco, fonts, area }: PocoSurfaceOptions<Font>) {
    this.#poco = poco;
    this.#fonts = fonts;
    this.#left = area?.x ?? 0;
    this.#top = area?.y ?? 0;
    this.width = area?.width ?? poco.width;
    this.height = area?.height ?? poco.height;
  }

  lineHeight(face: Face): number {
    return this.#fonts[face].height;
  }

  /** Poco writes an apostrophe for a typographic one that a font lacks, and nothing for most others: it is asked last. */
  measure(text: string, face: Face): number | undefined {
    const font = this.#fonts[face];
    for (const character of text) {
      const isAscii = character >= ' ' && character <= '~';
      if (!isAscii && !has(font, character.codePointAt(0) ?? 0)) return undefined;
    }
    return this.#poco.getTextWidth(text, font);
  }

  begin({ x, y, width, height }: Rect): void {
    this.#poco.begin(this.#left + x, this.#top + y, width, height);
  }

  fill({ x, y, width, height }: Rect, colour: Colour): void {
    this.#poco.fillRectangle(this.#colour(colour), this.#left + x, this.#top + y, width, height);
  }

  text(text: string, face: Face, colour: Colour, x: number, y: number): void {
    this.#poco.drawText(text, this.#fonts[face], this.#colour(colour), this.#left + x, this.#top + y);
  }

  /** A rectangle for each run of ink: pictures are small, and need no bitmap of the display's own format. */
  bitmap({ width, height, rows }: Mask, colour: Colour, x: number, y: number): void {
    const ink = this.#colour(colour);
    const stride = (width + 7) >> 3;
    for (let row = 0; row < height; row++) {
      const isInk = (column: number) =>
        column < width && (rows[row * stride + (column >> 3)] & (0x80 >> (column & 7))) !== 0;
      for (let from = 0; from < width; from++) {
        let to = from;
        while (isInk(to)) to++;
        if (to > from) this.#poco.fillRectangle(ink, this.#left + x + from, this.#top + y + row, to - from, 1);
        from = to;
      }
    }
  }

  end(): void {
    this.#poco.end();
  }

  #colour(colour: Colour): number {
    return this.#poco.makeColor((colour >> 16) & 0xff, (colour >> 8) & 0xff, colour & 0xff);
  }
}

/** The characters are sorted: a binary search, as the renderer's own. */
function has(font: PocoFont, code: number): boolean {
  // Flash that is read in place: XS lets views look at it as at a buffer, and its type is nobody's.
  const view = new DataView(font as unknown as ArrayBuffer, font.position + 4, font.charCount * CHARACTER_LENGTH);
  let low = 0;
  let high = font.charCount - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = view.getUint32(middle * CHARACTER_LENGTH, true);
    if (found === code) return true;
    if (found < code) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
