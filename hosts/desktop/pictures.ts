/** Writes what the terminal shows as pictures, so that a person can look at it: each page in each language. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import type { Screen, View } from '../../src/ports/screen.js';
import type { Language } from '../../src/screens/layout.js';
import { PaintedScreen } from '../../src/screens/painted-screen.js';
import { codeOf } from './files.js';
import { loadFonts } from './fonts.js';
import { type Fonts, PixelSurface } from './pixel-surface.js';
import { UsageError } from './usage.js';

/** The display of the terminal, pixels. */
const WIDTH = 240;
const HEIGHT = 320;

export const LANGUAGES: readonly Language[] = Object.freeze(['zh', 'en'] as const);

/** The pages of a view as a person sees them: red, green, blue of each pixel. */
export async function pagesOf(view: View, language: Language, fonts: Fonts): Promise<Uint8Array[]> {
  const surface = new PixelSurface(WIDTH, HEIGHT, fonts);
  const screen = new PaintedScreen(surface, language);
  await screen.show(view);
  const pages = [surface.pixels.slice()];
  while (screen.nextPage()) pages.push(surface.pixels.slice());
  return pages;
}

/** A screen that writes `001-idle.zh.png` and so on into a folder. @throws UsageError where it cannot be written */
export function pictureScreen(folder: string): Screen {
  const fonts = loadFonts();
  let shown = 0;
  attempt(folder, () => mkdirSync(folder, { recursive: true }));
  return {
    async show(view) {
      const number = String(++shown).padStart(3, '0');
      for (const language of LANGUAGES) {
        const pages = await pagesOf(view, language, fonts);
        pages.forEach((page, i) => {
          const name = `${number}-${view.screen}.${language}${pages.length > 1 ? `.${i + 1}` : ''}.png`;
          save(folder, name, page, WIDTH);
        });
      }
    },
  };
}

/** Writes a picture of red, green and blue. @throws UsageError */
export function save(folder: string, name: string, pixels: Uint8Array, width: number): void {
  const png = new PNG({ width, height: pixels.length / 3 / width });
  for (let i = 0; i < pixels.length / 3; i++) png.data.set([...pixels.subarray(i * 3, i * 3 + 3), 0xff], i * 4);
  attempt(folder, () => writeFileSync(`${folder}/${name}`, PNG.sync.write(png, { colorType: 2 })));
}

function attempt(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new UsageError(`${folder}: cannot be written (${codeOf(error)})`);
  }
}
