/** The receipt paper: slips come out at the bottom of a window onto it, which can be moved up to what came before. */

import type { Printer, Slip } from '../../src/ports/printer.js';
import type { Colour, Surface } from '../../src/ports/surface.js';
import type { Language } from '../../src/screens/layout.js';
import { type SlipRow, slipRows } from '../../src/screens/slip-rows.js';

/** Of the face that prints, 8 dots wide and 16 high; paper needs no more between its rows. */
const COLUMN_WIDTH = 8;
const ROW_HEIGHT = 17;
/** Of a row of double size, whose face is 26 high. */
const DOUBLE_HEIGHT = 28;
const EDGE = 8;
/** As much as hangs out before the roll is cut, rows. */
const ROWS_MAX = 400;

const PAPER: Colour = 0xfffdf5;
const PRINT: Colour = 0x1c1c1c;

export class PaperRoll implements Printer {
  readonly #surface: Surface;
  #language: Language;
  #rows: readonly SlipRow[] = [];
  /** Rows of the paper below the window. */
  #below = 0;

  constructor(surface: Surface, language: Language) {
    this.#surface = surface;
    this.#language = language;
    this.#paint();
  }

  /** What is printed from now on. */
  speak(language: Language): void {
    this.#language = language;
  }

  async print(slip: Slip): Promise<void> {
    const columns = Math.floor((this.#surface.width - 2 * EDGE) / COLUMN_WIDTH);
    const blank = { text: '', double: false };
    this.#rows = [...this.#rows, ...slipRows(slip, this.#language, columns), blank].slice(-ROWS_MAX);
    this.#below = 0;
    this.#paint();
  }

  /** Moves the window by most of its height, as far as there is paper. */
  turn(direction: 'up' | 'down'): void {
    const step = Math.max(1, this.#shown().length - 2) * (direction === 'up' ? 1 : -1);
    const atTheTop = this.#rows.length - this.#fitting(this.#rows);
    this.#below = Math.max(0, Math.min(this.#below + step, atTheTop));
    this.#paint();
  }

  tear(): void {
    this.#rows = [];
    this.#below = 0;
    this.#paint();
  }

  /** What stands in the window, from the top down. */
  #shown(): readonly SlipRow[] {
    const above = this.#rows.slice(0, this.#rows.length - this.#below);
    return above.slice(above.length - this.#fitting([...above].reverse()));
  }

  /** How many of the rows, from the first, the window has room for. */
  #fitting(rows: readonly SlipRow[]): number {
    let left = this.#surface.height - 2 * EDGE;
    const tooMany = rows.findIndex((row) => (left -= heightOf(row)) < 0);
    return tooMany < 0 ? rows.length : tooMany;
  }

  /** A band a row; what was printed last stands at the bottom. */
  #paint(): void {
    const { width, height } = this.#surface;
    const shown = this.#shown();
    let top = height - EDGE - shown.reduce((sum, row) => sum + heightOf(row), 0);
    this.#band(0, top, () => {});
    for (const row of shown) {
      this.#band(top, heightOf(row), (y) => this.#paintRow(row, y));
      top += heightOf(row);
    }
    this.#band(height - EDGE, EDGE, () => this.#surface.fill({ x: 0, y: height - 2, width, height: 2 }, PRINT));
  }

  #band(y: number, height: number, paint: (y: number) => void): void {
    const rect = { x: 0, y, width: this.#surface.width, height };
    this.#surface.begin(rect);
    this.#surface.fill(rect, PAPER);
    paint(y);
    this.#surface.end();
  }

  /** The title's double size is a larger face here, in the middle. */
  #paintRow({ text, double }: SlipRow, y: number): void {
    const words = double ? text.trim() : text;
    const large = double ? this.#surface.measure(words, 'large') : undefined;
    if (large !== undefined) {
      const middle = Math.floor((this.#surface.width - large) / 2);
      const lift = Math.floor((DOUBLE_HEIGHT - this.#surface.lineHeight('large')) / 2);
      this.#surface.text(words, 'large', PRINT, middle, y + lift);
      return;
    }
    const lift = Math.floor((heightOf({ text, double }) - this.#surface.lineHeight('names')) / 2);
    let column = 0;
    for (const character of words) {
      const shown = this.#surface.measure(character, 'names') === undefined ? '□' : character;
      this.#surface.text(shown, 'names', PRINT, EDGE + column * COLUMN_WIDTH, y + lift);
      column += character <= '~' ? 1 : 2;
    }
  }
}

function heightOf({ double }: SlipRow): number {
  return double ? DOUBLE_HEIGHT : ROW_HEIGHT;
}
