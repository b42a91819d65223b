/** Reads paper back: text as it stands, dots by comparing each column with the glyphs of the font that wrote them. */

import { type Fonts, PixelSurface } from '../../../hosts/desktop/pixel-surface.js';
import type { Paper } from '../../../hosts/peers/thermal-printer/thermal-printer.js';
import { paintSlipRow } from '../../../src/screens/slip-rows.js';
import { gb2312, textCharacters } from '../../../tools/fonts/characters.js';

const STRIDE = 48;
const HEIGHT = 20;

/** What a person would read, row by row. */
export class Reader {
  readonly #wide = new Map<string, string>();
  readonly #narrow = new Map<string, string>();

  constructor(fonts: Fonts) {
    const surface = new PixelSurface(16, HEIGHT, fonts);
    for (const character of [...textCharacters(), ...gb2312()]) {
      const isWide = character > '~';
      // U+3000 is as white as two blanks.
      if (character === '\u3000') continue;
      paintSlipRow(surface, character);
      (isWide ? this.#wide : this.#narrow).set(glyphOf(surface, isWide ? 2 : 1), character);
    }
  }

  read(paper: readonly Paper[]): string[] {
    return paper.flatMap((piece) => {
      if (piece.kind === 'feed') return [];
      return piece.kind === 'text' ? [piece.text] : [this.#readDots(piece.dots)];
    });
  }

  #readDots(dots: Uint8Array): string {
    const single = dots.length === STRIDE * HEIGHT ? dots : halved(dots);
    let text = '';
    for (let column = 0; column < STRIDE; ) {
      const wide = this.#wide.get(cell(single, column, 2));
      text += wide ?? this.#narrow.get(cell(single, column, 1)) ?? '\uFFFD';
      column += wide === undefined ? 1 : 2;
    }
    return text;
  }
}

/** As `cell` has it. */
function glyphOf({ pixels }: PixelSurface, columns: number): string {
  const bytes = Array.from({ length: HEIGHT * columns }, (_, i) => {
    const from = Math.floor(i / columns) * 16 + (i % columns) * 8;
    return Array.from({ length: 8 }, (_, bit) => (pixels[(from + bit) * 3] < 0x80 ? 0x80 >> bit : 0));
  });
  return bytes.map((bits) => bits.reduce((sum, bit) => sum + bit, 0)).join();
}

function cell(dots: Uint8Array, column: number, columns: number): string {
  const bytes: number[] = [];
  for (let row = 0; row < HEIGHT; row++)
    for (let i = 0; i < columns; i++) bytes.push(dots[row * STRIDE + column + i] ?? 0);
  return bytes.join();
}

/** Takes the doubling back; a dot that is not four is an error. */
function halved(dots: Uint8Array): Uint8Array {
  if (dots.length !== STRIDE * HEIGHT * 2) throw new Error('a row is 20 or 40 dots high');
  const bit = (x: number, y: number) => (dots[y * STRIDE + (x >> 3)] >> (7 - (x & 7))) & 1;
  const half = new Uint8Array(STRIDE * HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < STRIDE * 4; x++) {
      const four = bit(2 * x, 2 * y) + bit(2 * x + 1, 2 * y) + bit(2 * x, 2 * y + 1) + bit(2 * x + 1, 2 * y + 1);
      if (four % 4 !== 0) throw new Error('a dot of a doubled row is not whole');
      if (four === 4) half[y * STRIDE + (x >> 3)] |= 0x80 >> (x & 7);
    }
  return half;
}
