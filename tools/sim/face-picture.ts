/** Paints the panel's pictures with the terminal's own fonts: its body with keys and slot, and a card. */

import { PNG } from 'pngjs';
import { loadFonts } from '../../hosts/desktop/fonts.js';
import { PixelSurface } from '../../hosts/desktop/pixel-surface.js';
import { BODY, CARD, FACE, KEYS, type KeyFace, SCREEN, SLOT } from '../../hosts/sim/face.js';
import type { Colour, Face, Rect, Surface } from '../../src/ports/surface.js';
import { fillRounded } from '../../src/screens/parts.js';

const EDGE: Colour = 0x15181c;
const WHITE: Colour = 0xffffff;
const FAINT: Colour = 0xaab2bc;
const BLUE: Colour = 0x1f5aa6;
const GOLD: Colour = 0xd9a520;

/** PNG of the terminal. @throws UsageError where the fonts have not been made */
export function facePicture(): Uint8Array {
  return picture(FACE, (surface) => {
    surface.fill(FACE, EDGE);
    fillRounded(surface, inset(FACE, 3), BODY);
    centred(surface, 'ssc-terminal', 'small', FAINT, { ...FACE, y: 12, height: 24 });
    fillRounded(surface, inset(SCREEN, -6), EDGE);
    for (const key of KEYS) paintKey(surface, key);
    fillRounded(surface, SLOT, EDGE);
    const below = { x: SLOT.x, y: CARD.y + CARD.height + 12, width: SLOT.width, height: 24 };
    centred(surface, '社会保障卡', 'small', FAINT, below);
    centred(surface, 'card slot', 'small', FAINT, { ...below, y: below.y + 22 });
  });
}

/** PNG of a card as far as it sticks out of the slot. */
export function cardPicture(): Uint8Array {
  const area = { x: 0, y: 0, width: CARD.width, height: CARD.height };
  return picture(area, (surface) => {
    surface.fill(area, BODY);
    fillRounded(surface, area, BLUE);
    surface.fill({ ...area, height: 4 }, BLUE);
    fillRounded(surface, { x: 16, y: 12, width: 40, height: 32 }, GOLD);
    surface.fill({ x: 16, y: 22, width: 40, height: 1 }, BLUE);
    surface.fill({ x: 16, y: 33, width: 40, height: 1 }, BLUE);
    surface.fill({ x: 35, y: 12, width: 1, height: 32 }, BLUE);
    surface.text('社会保障卡', 'large', WHITE, 72, 14);
  });
}

function paintKey(surface: Surface, { colour, caption, key, ...area }: KeyFace): void {
  fillRounded(surface, inset(area, -1), EDGE);
  fillRounded(surface, area, colour);
  if (caption === undefined) {
    centred(surface, String(key), 'large', WHITE, area);
    return;
  }
  const middle = area.y + area.height / 2;
  centred(surface, caption.zh, 'small', WHITE, { ...area, y: middle - 21, height: 21 });
  centred(surface, caption.en, 'small', WHITE, { ...area, y: middle, height: 19 });
}

function centred(surface: Surface, text: string, face: Face, colour: Colour, { x, y, width, height }: Rect): void {
  const left = x + Math.floor((width - (surface.measure(text, face) ?? 0)) / 2);
  surface.text(text, face, colour, left, y + Math.floor((height - surface.lineHeight(face)) / 2));
}

function inset({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

function picture(area: Rect, paint: (surface: Surface) => void): Uint8Array {
  const surface = new PixelSurface(area.width, area.height, loadFonts());
  surface.begin(area);
  paint(surface);
  surface.end();
  const png = new PNG({ width: area.width, height: area.height });
  for (let i = 0; i < area.width * area.height; i++)
    png.data.set([...surface.pixels.subarray(i * 3, i * 3 + 3), 0xff], i * 4);
  return PNG.sync.write(png);
}
