/** What a screen is made of, from the top down: rows of text, rows of a table, keys, the box for a PIN. */

import type { Colour, Face, Rect, Surface } from '../ports/surface.js';
import { FAINT_INK, GAP, HAIRLINE, INK, LABEL_GAP, MARGIN, PAPER, ROW_PADDING } from './style.js';
import { wrap } from './wrap.js';

/** A band over the whole width of the screen. Its paint lies between `begin` and `end`, on a ground that is there. */
export interface Part {
  readonly height: number;
  paint(surface: Surface, y: number): void;
}

export type Align = 'left' | 'centre' | 'right';

/** Text in the face that has it. */
export interface Writing {
  readonly text: string;
  readonly face: Face;
}

/** In `face` where it has all of the text, else in the names' face, where no font has a character as `□<U+9555>`. */
export function written(surface: Surface, text: string, face: Face): Writing {
  if (surface.measure(text, face) !== undefined) return { text, face };
  let shown = '';
  for (const character of text)
    shown += surface.measure(character, 'names') === undefined ? placeholder(character) : character;
  return { text: shown, face: 'names' };
}

function placeholder(character: string): string {
  return `□<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}>`;
}

function widthOf(surface: Surface, { text, face }: Writing): number {
  return surface.measure(text, face) ?? 0;
}

/** The rows that the text takes. */
export function rowsOf(surface: Surface, text: string, face: Face, width: number): Writing[] {
  const writing = written(surface, text, face);
  const rows = wrap(writing.text, width, (piece) => widthOf(surface, { text: piece, face: writing.face }));
  return rows.map((row) => ({ text: row, face: writing.face }));
}

export function space(height: number): Part {
  return { height, paint() {} };
}

/** One row of text between two distances from the left edge. */
function textPart(row: Writing, colour: Colour, align: Align, from: number, to: number, height: number): Part {
  return {
    height,
    paint(surface, y) {
      const slack = to - from - widthOf(surface, row);
      const x = from + (align === 'left' ? 0 : align === 'right' ? slack : Math.floor(slack / 2));
      surface.text(row.text, row.face, colour, x, y + Math.floor((height - surface.lineHeight(row.face)) / 2));
    },
  };
}

/** A paragraph, and the distance to what comes below it. */
export function paragraph(surface: Surface, text: string, face: Face, colour: Colour, align: Align): Part[] {
  const to = surface.width - MARGIN;
  const rows = rowsOf(surface, text, face, to - MARGIN);
  return [...rows.map((row) => textPart(row, colour, align, MARGIN, to, surface.lineHeight(row.face))), space(GAP)];
}

/** A row of a table: the label on the left, the value on the right, or below it where they have no room side by side. */
export function labelled(surface: Surface, label: string, value: string, face: Face): Part[] {
  const to = surface.width - MARGIN;
  const width = to - MARGIN;
  const height = surface.lineHeight(face);
  const [name, said] = [written(surface, label, face), written(surface, value, face)];
  const side = widthOf(surface, name) + LABEL_GAP + widthOf(surface, said) <= width;
  const labels = side ? [name] : rowsOf(surface, label, face, width);
  const values = side || value === '' ? [] : rowsOf(surface, value, face, width);
  const first = labels.map((row) => textPart(row, FAINT_INK, 'left', MARGIN, to, height));
  const align = values.length === 1 ? 'right' : 'left';
  const rest = values.map((row) => textPart(row, INK, align, MARGIN, to, height));
  if (side) first[0] = together(first[0], textPart(said, INK, 'right', MARGIN, to, height));
  return [space(ROW_PADDING), ...first, ...rest, space(ROW_PADDING), hairline()];
}

/** A label without a value: the heading of what stands below it. */
export function heading(surface: Surface, label: string, face: Face): Part[] {
  const to = surface.width - MARGIN;
  const rows = rowsOf(surface, label, face, to - MARGIN);
  const parts = rows.map((row) => textPart(row, INK, 'left', MARGIN, to, surface.lineHeight(row.face)));
  return [space(2 * ROW_PADDING), ...parts, space(ROW_PADDING), hairline()];
}

function hairline(): Part {
  return {
    height: 1,
    paint(surface, y) {
      surface.fill({ x: MARGIN, y, width: surface.width - 2 * MARGIN, height: 1 }, HAIRLINE);
    },
  };
}

function together(...parts: readonly Part[]): Part {
  return {
    height: Math.max(...parts.map(({ height }) => height)),
    paint(surface, y) {
      for (const part of parts) part.paint(surface, y);
    },
  };
}

/** A key to be pressed, drawn as one, and what it means. One part: it is never torn. */
export function key(surface: Surface, name: string, meaning: string, face: Face, colour: Colour): Part {
  const lineHeight = surface.lineHeight(face);
  const size = lineHeight + 4;
  const from = MARGIN + size + 8;
  const to = surface.width - MARGIN;
  const rows = rowsOf(surface, meaning, face, to - from);
  const height = Math.max(size, rows.length * lineHeight) + 6;
  const top = Math.floor((height - rows.length * lineHeight) / 2);
  return {
    height,
    paint(surface, y) {
      const box = { x: MARGIN, y: y + Math.floor((height - size) / 2), width: size, height: size };
      fillRounded(surface, box, colour);
      textPart(written(surface, name, face), PAPER, 'centre', box.x, box.x + size, size).paint(surface, box.y);
      rows.forEach((row, i) => {
        textPart(row, INK, 'left', from, to, lineHeight).paint(surface, y + top + i * lineHeight);
      });
    },
  };
}

/** Rounded by two pixels. */
export function fillRounded(
  surface: Surface,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  colour: Colour,
): void {
  surface.fill({ x: x + 2, y, width: width - 4, height: 1 }, colour);
  surface.fill({ x: x + 1, y: y + 1, width: width - 2, height: 1 }, colour);
  surface.fill({ x, y: y + 2, width, height: height - 4 }, colour);
  surface.fill({ x: x + 1, y: y + height - 2, width: width - 2, height: 1 }, colour);
  surface.fill({ x: x + 2, y: y + height - 1, width: width - 4, height: 1 }, colour);
}

const ENTRY_HEIGHT = 40;
const DOT = 10;

/** The box where a number is typed, its digits on the right as they come. */
export function typedBox(surface: Surface, text: string, colour: Colour): Part {
  const width = surface.width - 2 * MARGIN;
  const lineHeight = surface.lineHeight('large');
  const rows = rowsOf(surface, text, 'large', width - 2 * GAP);
  const height = Math.max(ENTRY_HEIGHT, rows.length * lineHeight + 8);
  return {
    height: height + 2 * GAP,
    paint(surface, y) {
      paintBox(surface, { x: MARGIN, y: y + GAP, width, height }, colour);
      const top = y + GAP + Math.floor((height - rows.length * lineHeight) / 2);
      rows.forEach((row, i) => {
        const [from, to] = [MARGIN + GAP, MARGIN + width - GAP];
        textPart(row, INK, 'right', from, to, lineHeight).paint(surface, top + i * lineHeight);
      });
    },
  };
}

function paintBox(surface: Surface, box: Rect, colour: Colour): void {
  fillRounded(surface, box, colour);
  fillRounded(surface, { x: box.x + 2, y: box.y + 2, width: box.width - 4, height: box.height - 4 }, PAPER);
}

/** The box where a PIN is entered: a dot a digit, never a digit. */
export function entryBox(digits: number, colour: Colour): Part {
  return {
    height: ENTRY_HEIGHT + 2 * GAP,
    paint(surface, y) {
      const box = { x: MARGIN, y: y + GAP, width: surface.width - 2 * MARGIN, height: ENTRY_HEIGHT };
      paintBox(surface, box, colour);
      const pitch = Math.min(2 * DOT, Math.floor((box.width - 2 * DOT) / Math.max(digits, 1)));
      const from = Math.floor((surface.width - digits * pitch + (pitch - DOT)) / 2);
      for (let i = 0; i < digits; i++) {
        const dot = { x: from + i * pitch, y: box.y + (ENTRY_HEIGHT - DOT) / 2, width: DOT, height: DOT };
        fillRounded(surface, dot, INK);
      }
    },
  };
}
