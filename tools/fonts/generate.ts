/** `npm run fonts`: writes the fonts of screens and slips to dist/fonts, with their licence, and says how large they are. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { TOP } from '../files.js';
import { bmf } from './bmf.js';
import { faces } from './faces.js';

const OUT = `${TOP}dist/fonts/`;
/** Whoever passes the fonts on passes this on with them (OFL 1.1, condition 2). */
const NOTICE = `large, small: made from Noto Sans SC, (c) 2014-2021 Adobe, with Reserved Font Name 'Source'.
names: made from UnifontEX, (c) 2023 stgiga, with Reserved Font Name UnifontExMono.
All three are licensed under the SIL Open Font License, Version 1.1:

`;

mkdirSync(OUT, { recursive: true });
for (const face of faces()) {
  const { fnt, png } = bmf(face);
  writeFileSync(`${OUT}${face.name}.fnt`, fnt);
  writeFileSync(`${OUT}${face.name}.png`, png);
  const bits = face.glyphs.reduce((sum, { width, height }) => sum + width * height, 0);
  const sizes = [`${face.glyphs.length} glyphs`, `${fnt.length} B of metrics`, `${png.length} B as PNG`];
  process.stdout.write(`${face.name} ${face.size} px: ${sizes.join(', ')}, ${Math.ceil(bits / 2)} B of bare pixels\n`);
}
const licence = readFileSync(`${TOP}node_modules/@fontsource/noto-sans-sc/LICENSE`, 'utf8');
writeFileSync(`${OUT}LICENSE.txt`, NOTICE + licence);
