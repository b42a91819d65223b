/** Paints a laid-out screen in bands, each on its own ground, so that a display list holds one band and no more. */

import type { Colour, Surface } from '../ports/surface.js';
import { FOLIO_HEIGHT, heightOf, type Language, type Layout } from './layout.js';
import { type Part, written } from './parts.js';
import { FAINT_INK, PAPER } from './style.js';

/** Paints one page, from 0, of a screen: every pixel of the surface, once. */
export function paintPage(surface: Surface, layout: Layout, page: number, language: Language): void {
  const { title, pages, foot, colour } = layout;
  const last = lastLine(layout, page, language);
  paintBand(surface, title, 0, colour);
  const footTop = surface.height - heightOf(foot) - heightOf(last);
  const slack = footTop - title.height - heightOf(pages[page]);
  let y = title.height;
  const down = (part: Part) => {
    paintBand(surface, part, y, PAPER);
    y += part.height;
  };
  // The optical middle lies above the real one.
  if (layout.centred) down(blank(Math.floor(slack * 0.45)));
  for (const part of pages[page]) down(part);
  down(blank(footTop - y));
  for (const part of foot) down(part);
  for (const part of last) down(part);
}

/** Paints the foot alone, which changes with each digit of a PIN. */
export function paintFoot(surface: Surface, { foot, pages, hint }: Layout): void {
  let y = surface.height - heightOf(foot) - (pages.length > 1 || hint ? FOLIO_HEIGHT : 0);
  for (const part of foot) {
    paintBand(surface, part, y, PAPER);
    y += part.height;
  }
}

function paintBand(surface: Surface, part: Part, y: number, ground: Colour): void {
  if (part.height <= 0) return;
  const rect = { x: 0, y, width: surface.width, height: part.height };
  surface.begin(rect);
  surface.fill(rect, ground);
  part.paint(surface, y);
  surface.end();
}

function blank(height: number): Part {
  return { height, paint() {} };
}

/** Which page this is, of how many, and what turns it; of a page alone what a key does. */
function lastLine({ pages, hint }: Layout, page: number, language: Language): Part[] {
  const count = pages.length;
  if (count === 1) return hint === undefined ? [] : [folio(hint[language])];
  if (page + 1 === count && hint !== undefined)
    return [folio(language === 'zh' ? `第${count}页，共${count}页 ${hint.zh}` : `Last of ${count}. ${hint.en}`)];
  return [
    folio(language === 'zh' ? `第${page + 1}页，共${count}页 确认键翻页` : `Page ${page + 1} of ${count}, Enter turns`),
  ];
}

function folio(words: string): Part {
  return {
    height: FOLIO_HEIGHT,
    paint(surface, y) {
      const { text, face } = written(surface, words, 'small');
      const width = surface.measure(text, face) ?? 0;
      surface.text(text, face, FAINT_INK, Math.floor((surface.width - width) / 2), y + 2);
    },
  };
}
