/** Table: the colours and the distances of the painted screens, in pixels. */

import type { Tone } from '../ports/screen.js';
import type { Colour } from '../ports/surface.js';

/** Of the title bar; white on each of them has a contrast of 4.5 or more (WCAG 2 1.4.3). */
export const TONE_COLOURS: Readonly<Record<Tone, Colour>> = Object.freeze({
  idle: 0x1f3a5f,
  busy: 0x1f6098,
  ask: 0x8a5a00,
  done: 0x1e7b34,
  refused: 0xb3261e,
});

export const PAPER: Colour = 0xffffff;
export const INK: Colour = 0x16181a;
/** Of labels and of what matters less; 7:1 on paper. */
export const FAINT_INK: Colour = 0x55595e;
export const HAIRLINE: Colour = 0xdde1e6;
export const TITLE_INK: Colour = 0xffffff;
export const CHIP: Colour = 0xd9a520;

/** Between the edge of the screen and what stands on it. */
export const MARGIN = 12;
/** Between two paragraphs. */
export const GAP = 10;
/** Above and below what stands in a row of a table. */
export const ROW_PADDING = 4;
/** Least distance between a label and its value in one row. */
export const LABEL_GAP = 12;
