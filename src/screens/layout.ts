/** From a View to the bands of a painted screen: one page in the larger type, one in the smaller, or several. */

import { type Text, words } from '../base/text.js';
import type { Line, View } from '../ports/screen.js';
import type { Colour, Face, Surface } from '../ports/surface.js';
import { ICON_SIZE, iconOf } from './icons.js';
import { entryBox, heading, key, labelled, type Part, paragraph, rowsOf, space, typedBox } from './parts.js';
import { cardPicture, hourglassPicture } from './pictures.js';
import { FAINT_INK, GAP, INK, MARGIN, TITLE_INK, TONE_COLOURS } from './style.js';

/** The language of a painted screen. */
export type Language = 'zh' | 'en';

/** A screen laid out: the same title and foot on each page. */
export interface Layout {
  readonly colour: Colour;
  readonly title: Part;
  readonly pages: readonly (readonly Part[])[];
  /** The keys that can be pressed, or the box for a PIN or for what is typed. */
  readonly foot: readonly Part[];
  /** What a key does that the page does not show, below all else; none where the page has no room for it. */
  readonly hint: Text | undefined;
  /** A page that is all there is stands in the middle. */
  readonly centred: boolean;
}

/** Room for which page this is, or for what a key does, below all else. */
export const FOLIO_HEIGHT = 24;

/**
 * Lays a view out on a surface. Nothing is left out: what has no room in the larger type is set in the smaller, and what
 * has none there goes on on a further page.
 * @param digits how many digits of a PIN have been entered
 */
export function layOut(surface: Surface, view: View, language: Language, digits = 0): Layout {
  const colour = TONE_COLOURS[view.tone];
  const title = titlePart(surface, view, language);
  const poster = posterOf(surface, view, language);
  if (poster !== undefined && heightOf(poster) <= surface.height - title.height)
    return { colour, title, pages: [poster], foot: [], hint: undefined, centred: true };
  const wanted = hintOf(view);
  for (const hint of wanted === undefined ? [undefined] : [wanted, undefined])
    for (const face of ['large', 'small'] as const) {
      const { groups, foot } = contents(surface, view, language, face, digits);
      const room = surface.height - title.height - heightOf(foot) - (hint ? FOLIO_HEIGHT : 0);
      const page = oneAfterTheOther(groups);
      if (heightOf(page) <= room) return { colour, title, pages: [page], foot, hint, centred: false };
    }
  return severalPages(surface, view, language, digits);
}

const GO_ON: Text = words('任意键继续', 'Any key goes on');
const GO_BACK: Text = words('取消键返回', 'Cancel goes back');

/** Of a last screen, and of a menu; other questions name their keys themselves. */
function hintOf({ tone, lines, holds }: View): Text | undefined {
  if (tone === 'done' || tone === 'refused') return holds ? undefined : GO_ON;
  return tone === 'ask' && lines.length > 0 && lines.every(isKey) ? GO_BACK : undefined;
}

function severalPages(surface: Surface, view: View, language: Language, digits: number): Layout {
  const title = titlePart(surface, view, language);
  const { groups, foot } = contents(surface, view, language, 'small', digits);
  const room = surface.height - title.height - FOLIO_HEIGHT;
  const isTall = heightOf(foot) > room / 2;
  const pages = isTall
    ? paginate([...groups, ...foot.map((part) => [part])], room)
    : paginate(groups, room - heightOf(foot));
  const hint = hintOf(view);
  return { colour: TONE_COLOURS[view.tone], title, pages, foot: isTall ? [] : foot, hint, centred: false };
}

/** Not by `flat`: XS has all that it flattens on its stack until it is done (xsArray.c of SDK 8.2.3), and a device's is short. */
function oneAfterTheOther(groups: readonly (readonly Part[])[]): Part[] {
  const parts: Part[] = [];
  for (const group of groups) for (const part of group) parts.push(part);
  return parts;
}

/** Fills pages with groups of parts: a group that fits on a page is not torn. */
function paginate(groups: readonly (readonly Part[])[], room: number): Part[][] {
  const pages: Part[][] = [[]];
  let left = room;
  const turn = () => {
    pages.push([]);
    left = room;
  };
  for (const group of groups) {
    const height = heightOf(group);
    if (height > left && height <= room) turn();
    for (const part of group) {
      if (part.height > left) turn();
      pages[pages.length - 1].push(part);
      left -= part.height;
    }
  }
  return pages;
}

export function heightOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { height }) => sum + height, 0);
}

/** The lines of a view, one group a line, and what stands below them on every page. */
function contents(surface: Surface, view: View, language: Language, face: Face, digits: number) {
  const colour = TONE_COLOURS[view.tone];
  const keys = view.tone === 'ask' ? view.lines.filter(isKey) : [];
  const lines = view.lines.filter((line) => !keys.includes(line));
  const groups = lines.map((line, i) => {
    // A paragraph stands off from the title and from the table above it.
    const isBelow = i === 0 || (line.label === undefined && lines[i - 1].label !== undefined);
    return [...(isBelow ? [space(GAP)] : []), ...group(surface, line, language, face)];
  });
  // A heading is not the last thing on a page.
  for (let i = lines.length - 2; i >= 0; i--)
    if (isHeading(lines[i])) groups.splice(i, 2, [...groups[i], ...groups[i + 1]]);
  const parts = keys.map(({ label, value }) =>
    key(surface, said(label ?? '', language), said(value, language), face, colour),
  );
  // A menu is all that its page has, and begins where people begin to read.
  if (keys.length > 0 && lines.length === 0)
    return { groups: [[space(GAP)], ...parts.map((part) => [part])], foot: [] };
  if (keys.length > 0) return { groups, foot: [...parts, space(GAP)] };
  const box = view.typed === undefined ? entryBox(digits, colour) : typedBox(surface, view.typed, colour);
  return { groups, foot: view.tone === 'ask' ? [box] : [] };
}

/** A line whose label is a digit: the key to press for it. */
function isKey({ label }: Line): boolean {
  return label !== undefined && label.zh.length === 1 && label.zh >= '1' && label.zh <= '9';
}

/** A label without a value. */
function isHeading({ label, value }: Line): boolean {
  return label !== undefined && value === '';
}

function group(surface: Surface, { label, value }: Line, language: Language, face: Face): Part[] {
  const text = said(value, language);
  if (label === undefined) return paragraph(surface, text, face, INK, 'left');
  if (text === '') return heading(surface, said(label, language), face);
  return labelled(surface, said(label, language), text, face);
}

function said(words: Text | string, language: Language): string {
  return typeof words === 'string' ? words : words[language];
}

/** Idle and busy screens that only say something: a picture, the first line large, the others small below it. */
function posterOf(surface: Surface, view: View, language: Language): Part[] | undefined {
  if (view.tone !== 'idle' && view.tone !== 'busy') return undefined;
  if (view.lines.some(({ label }) => label !== undefined)) return undefined;
  const picture = view.tone === 'idle' ? cardPicture() : hourglassPicture(TONE_COLOURS.busy);
  const lines = view.lines.flatMap(({ value }, i) =>
    paragraph(surface, said(value, language), i === 0 ? 'large' : 'small', i === 0 ? INK : FAINT_INK, 'centre'),
  );
  return [picture, space(2 * GAP), ...lines];
}

const TITLE_PADDING = 10;

/** The title bar: an icon for the tone, the title in as many rows as it takes. */
function titlePart(surface: Surface, view: View, language: Language): Part {
  const from = MARGIN + ICON_SIZE + 8;
  const width = surface.width - MARGIN - from;
  const large = rowsOf(surface, view.title[language], 'large', width);
  const rows = large.length <= 2 ? large : rowsOf(surface, view.title[language], 'small', width);
  const lineHeight = surface.lineHeight(rows[0].face);
  const height = rows.length * lineHeight + 2 * TITLE_PADDING;
  const icon = iconOf(view.tone);
  return {
    height,
    paint(surface, y) {
      surface.bitmap(icon, TITLE_INK, MARGIN, y + TITLE_PADDING + Math.floor((lineHeight - ICON_SIZE) / 2));
      rows.forEach(({ text, face }, i) => {
        surface.text(text, face, TITLE_INK, from, y + TITLE_PADDING + i * lineHeight);
      });
    },
  };
}
