/** Table: the face of the simulated terminal in pixels: what lies where, for the panel, for its picture and for the terminal. */

import type { Key } from '../../src/drivers/keypad/key.js';
import type { Colour, Rect } from '../../src/ports/surface.js';

const rect = (x: number, y: number, width: number, height: number): Rect => Object.freeze({ x, y, width, height });

/** All of it, and the screen that the simulator gives the terminal in it. */
export const FACE = rect(0, 0, 600, 620);
export const SCREEN = rect(32, 44, 536, 320);

/** The three parts of that screen: the display, what is between, the paper. */
export const DISPLAY = rect(0, 0, 240, 320);
export const BETWEEN = rect(240, 0, 24, 320);
export const PAPER = rect(264, 0, 272, 320);

/** The slot, and the part of a card that sticks out of it. */
export const SLOT = rect(316, 404, 232, 10);
export const CARD = rect(332, 412, 200, 112);

/** The keypad stands below the display. */
export interface KeyFace extends Rect {
  readonly key: Key;
  readonly colour: Colour;
  /** What is written on it; a number on the others. */
  readonly caption?: { readonly zh: string; readonly en: string };
}

const GREY: Colour = 0x4a525c;
const key = (key: Key, column: number, row: number): KeyFace =>
  Object.freeze({ key, colour: GREY, x: 32 + 57 * column, y: 388 + 52 * row, width: 50, height: 44 });
const wide = (key: Key, row: number, height: number, colour: Colour, zh: string, en: string): KeyFace =>
  Object.freeze({
    key,
    colour,
    caption: Object.freeze({ zh, en }),
    x: 204,
    y: 388 + 52 * row,
    width: 68,
    height,
  });

/** The colours of the three are those of ISO 9564-1 and of every PIN pad. */
export const KEYS: readonly KeyFace[] = Object.freeze([
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit, i) => key(digit, i % 3, Math.floor(i / 3))),
  key(0, 1, 3),
  wide('cancel', 0, 44, 0xb3261e, '取消', 'Cancel'),
  wide('clear', 1, 44, 0x9a6700, '清除', 'Clear'),
  wide('enter', 2, 96, 0x1e7b34, '确认', 'Enter'),
]);

export const BODY: Colour = 0x2b3138;
