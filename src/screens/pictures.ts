/** The large pictures of the screens that wait: a card, an hourglass. */

import type { Colour, Surface } from '../ports/surface.js';
import { fillRounded, type Part } from './parts.js';
import { CHIP, FAINT_INK, HAIRLINE, PAPER, TONE_COLOURS } from './style.js';

/** Half the size of a card in pixels: 85.60 mm by 53.98 mm (ISO/IEC 7810 ID-1). */
const CARD_WIDTH = 112;
const CARD_HEIGHT = 70;

/** A card with its chip, upper left as it looks at the holder. */
export function cardPicture(): Part {
  return {
    height: CARD_HEIGHT,
    paint(surface, y) {
      const x = Math.floor((surface.width - CARD_WIDTH) / 2);
      fillRounded(surface, { x, y, width: CARD_WIDTH, height: CARD_HEIGHT }, TONE_COLOURS.idle);
      paintChip(surface, x + 14, y + 20);
      surface.fill({ x: x + 56, y: y + 22, width: 42, height: 4 }, PAPER);
      surface.fill({ x: x + 56, y: y + 32, width: 30, height: 4 }, HAIRLINE);
      surface.fill({ x: x + 14, y: y + 56, width: 84, height: 4 }, FAINT_INK);
    },
  };
}

/** Six contacts. */
function paintChip(surface: Surface, x: number, y: number): void {
  fillRounded(surface, { x, y, width: 26, height: 22 }, CHIP);
  surface.fill({ x, y: y + 7, width: 26, height: 1 }, TONE_COLOURS.idle);
  surface.fill({ x, y: y + 14, width: 26, height: 1 }, TONE_COLOURS.idle);
  surface.fill({ x: x + 12, y, width: 1, height: 22 }, TONE_COLOURS.idle);
}

const GLASS = 48;

export function hourglassPicture(colour: Colour): Part {
  return {
    height: GLASS,
    paint(surface, y) {
      const middle = Math.floor(surface.width / 2);
      const bar = (row: number, half: number, height: number, ink: Colour) => {
        if (half > 0) surface.fill({ x: middle - half, y: y + row, width: 2 * half, height }, ink);
      };
      bar(0, 20, 4, colour);
      bar(GLASS - 4, 20, 4, colour);
      for (let row = 4; row < GLASS - 4; row++) {
        const half = 2 + Math.floor((Math.abs(row - GLASS / 2) * 13) / 20);
        bar(row, half + 2, 1, colour);
        const isSand = row < GLASS / 2 ? row > 14 : row > 34;
        if (!isSand) bar(row, half, 1, PAPER);
      }
    },
  };
}
