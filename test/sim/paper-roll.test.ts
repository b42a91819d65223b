import { describe, expect, it } from 'vitest';
import { PaperRoll } from '../../hosts/sim/paper-roll.js';
import { words } from '../../src/base/text.js';
import type { Slip } from '../../src/ports/printer.js';
import type { Rect, Surface } from '../../src/ports/surface.js';

/** Faces as high and as wide as those of the program. */
const HEIGHTS = { large: 26, small: 20, names: 16 };

/** A window onto the paper that remembers its last picture: words, where they stand, and the bands they were cut to. */
function windowOn(width: number, height: number) {
  let written: { text: string; top: number; bottom: number; band: Rect }[] = [];
  let band: Rect = { x: 0, y: 0, width, height };
  const surface: Surface = {
    width,
    height,
    lineHeight: (face) => HEIGHTS[face],
    measure: (text, face) => text.length * (face === 'large' ? 11 : 8),
    begin: (rect) => {
      if (rect.y === 0) written = [];
      band = rect;
    },
    fill() {},
    bitmap() {},
    text: (text, face, _colour, _x, y) => void written.push({ text, top: y, bottom: y + HEIGHTS[face], band }),
    end() {},
  };
  return { surface, rows: () => written, text: () => written.map(({ text }) => text).join('') };
}

const slip = (title: string, from: number, to: number): Slip => ({
  slip: 's',
  title: words(title, title),
  lines: Array.from({ length: to - from }, (_, i) => ({ value: `line${from + i}` })),
});

describe('the paper in the window', () => {
  it('has a title of two rows whole, neither cut nor over the other', async () => {
    const { surface, rows } = windowOn(272, 320);
    await new PaperRoll(surface, 'en').print(slip('Upload of medical entries', 0, 2));
    const large = rows().filter(({ top, bottom }) => bottom - top === HEIGHTS.large);
    expect(large.map(({ text }) => text)).toEqual(['Upload of', 'medical entries']);
    for (const { top, bottom, band } of large) {
      expect(top).toBeGreaterThanOrEqual(band.y);
      expect(bottom).toBeLessThanOrEqual(band.y + band.height);
    }
    expect(large[1].top).toBeGreaterThanOrEqual(large[0].bottom);
  });

  it('shows each line of a long roll on the way up, and on the way down again', async () => {
    const { surface, text } = windowOn(272, 320);
    const roll = new PaperRoll(surface, 'en');
    for (let i = 0; i < 3; i++) await roll.print(slip('Upload of medical entries', 100 + 20 * i, 120 + 20 * i));
    for (const direction of ['up', 'down'] as const) {
      let seen = text();
      for (let i = 0; i < 8; i++) {
        roll.turn(direction);
        seen += text();
      }
      for (let line = 100; line < 160; line++) expect(seen, direction).toContain(`line${line}`);
    }
  });
});
