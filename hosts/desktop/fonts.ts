/** The fonts of screens and slips, from where `npm run fonts` puts them. */

import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { BitmapFont } from '../peers/display/bitmap-font.js';
import type { Fonts } from './pixel-surface.js';
import { UsageError } from './usage.js';

/** @throws UsageError where there are none yet */
export function loadFonts(): Fonts {
  const font = (name: string) => bitmapFont(made(`${name}.fnt`), made(`${name}.png`));
  return { large: font('large'), small: font('small'), names: font('names') };
}

/** @param png its glyphs in the alpha channel @throws FormatError */
export function bitmapFont(fnt: Uint8Array, png: Uint8Array): BitmapFont {
  const { width, height, data } = PNG.sync.read(Buffer.from(png));
  return new BitmapFont(fnt, {
    width,
    height,
    alpha: Uint8Array.from({ length: width * height }, (_, i) => data[i * 4 + 3]),
  });
}

function made(file: string): Uint8Array {
  try {
    return readFileSync(new URL(`../../dist/fonts/${file}`, import.meta.url));
  } catch {
    throw new UsageError(`--screens needs the fonts: npm ci && npm run fonts (dist/fonts/${file} cannot be read)`);
  }
}
