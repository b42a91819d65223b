/** The fonts of the screens, made anew from their sources, as dist/fonts would have them. */

import { bitmapFont } from '../../hosts/desktop/fonts.js';
import type { Fonts } from '../../hosts/desktop/pixel-surface.js';
import { bmf } from '../../tools/fonts/bmf.js';
import { faces } from '../../tools/fonts/faces.js';

export function freshFonts(): Fonts {
  const fonts = Object.fromEntries(
    faces().map((face) => {
      const { fnt, png } = bmf(face);
      return [face.name, bitmapFont(fnt, png)];
    }),
  );
  return fonts as Fonts;
}
