/** A slip set in columns of one width, as thermal printers write: a Chinese character takes two. */

import type { Slip } from '../ports/printer.js';
import type { Line } from '../ports/screen.js';
import type { Surface } from '../ports/surface.js';
import type { Language } from './layout.js';
import { wrap } from './wrap.js';

/** `double` is written in twice the width and height, and takes twice the columns. */
export interface SlipRow {
  readonly text: string;
  readonly double: boolean;
}

/** Pixels of a column; a row of dots is a row of text and its leading high. */
const COLUMN_WIDTH = 8;

/** What goes to the printer, from the top down. No row is wider than `columns`. */
export function slipRows(slip: Slip, language: Language, columns: number): SlipRow[] {
  const title = wrap(onPaper(slip.title[language]), columns / 2, columnsOf).map((text) => {
    return { text: ' '.repeat(Math.floor((columns / 2 - columnsOf(text)) / 2)) + text, double: true };
  });
  const rule = '-'.repeat(columns);
  const rows = [rule, ...slip.lines.flatMap((line) => lineRows(line, language, columns)), rule];
  return [...title, ...rows.map((text) => ({ text, double: false }))];
}

function lineRows({ label, value }: Line, language: Language, columns: number): string[] {
  const text = onPaper(typeof value === 'string' ? value : value[language]);
  if (label === undefined) return wrap(text, columns, columnsOf);
  const name = onPaper(label[language]);
  const blanks = columns - columnsOf(name) - columnsOf(text);
  if (text === '') return wrap(name, columns, columnsOf);
  if (blanks > 0) return [name + ' '.repeat(blanks) + text];
  const values = wrap(text, columns - 2, columnsOf);
  const align = (row: string) => (values.length === 1 ? columns - columnsOf(row) : 2);
  return [...wrap(name, columns, columnsOf), ...values.map((row) => ' '.repeat(align(row)) + row)];
}

/** GBK has the sign of the yuan and the apostrophe in the width of a Chinese character only; of the latter ASCII has another. */
function onPaper(text: string): string {
  return text.replaceAll('¥', '￥').replaceAll('’', "'");
}

/** As printers count: what takes two bytes in GBK takes two columns. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnOf(character);
  return columns;
}

function columnOf(character: string): number {
  return character <= '~' ? 1 : 2;
}

/** Paints one row of text, each character in its columns; □ stands for one that the face lacks. */
export function paintSlipRow(surface: Surface, text: string): void {
  const all = { x: 0, y: 0, width: surface.width, height: surface.height };
  surface.begin(all);
  surface.fill(all, 0xffffff);
  let column = 0;
  for (const character of text) {
    const width = columnOf(character) * COLUMN_WIDTH;
    const shown = surface.measure(character, 'names') === undefined ? '□' : character;
    const slack = width - (surface.measure(shown, 'names') ?? 0);
    surface.text(shown, 'names', 0, column * COLUMN_WIDTH + Math.max(0, slack >> 1), 0);
    column += columnOf(character);
  }
  surface.end();
}
