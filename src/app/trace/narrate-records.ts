/** TLV records of the social security side in words, with the numbers of holder and card taken out. */

import { hexNumber } from '../../base/hex.js';
import { join, type Text, words } from '../../base/text.js';
import { maskEnds } from '../../screens/mask.js';
import { fileNamed, layoutOf } from '../../ssse/layout.js';
import type { CardFile, Item } from '../../ssse/model.js';
import { hasNewMeaning, withoutFiller } from '../../ssse/reused-tags.js';
import { showValue } from '../../ssse/values.js';
import { type Hidden, orUndefined, UNREADABLE } from './narration.js';

/** What records say, and what of their bytes nobody sees. */
interface Told {
  readonly text: Text | undefined;
  readonly hidden: readonly Hidden[];
}

/** @returns undefined where they cannot be walked */
export function tellRecords(file: CardFile, data: Uint8Array, unmasked: boolean): Told | undefined {
  const hidden: Hidden[] = [];
  let text: Text | undefined;
  let at = 0;
  while (at < data.length) {
    const end = at + 2 + (data[at + 1] ?? 0);
    if (at + 1 >= data.length || end > data.length) return undefined;
    const value = data.subarray(at + 2, end);
    const item = itemOf(file, data[at], value);
    const masked = item?.personal !== undefined && !unmasked;
    if (masked) hidden.push(middleOf(at + 2, end));
    const said = item ? itemWords(item, value, masked) : words(hexNumber(data[at]), hexNumber(data[at]));
    text = text ? join(text, said, '; ') : said;
    at = end;
  }
  return { text, hidden };
}

/** The item of a tag, of 2.0 where the value of a 1.0 card says so (sscard.md 4.8). */
function itemOf(file: CardFile, tag: number, value: Uint8Array): Item | undefined {
  const isTag = (one: Item) => one.tag === tag;
  const meant = hasNewMeaning(tag, [{ tag, value }])
    ? fileNamed(layoutOf('2.0'), file.name)?.items.find(isTag)
    : undefined;
  return meant ?? file.items.find(isTag);
}

/** The part of a number that a mask takes away; the ends stay as in `maskNumber`. */
function middleOf(from: number, to: number): Hidden {
  const { head, tail } = maskEnds(to - from);
  return { from: from + head, to: to - tail };
}

function itemWords(item: Item, value: Uint8Array, masked: boolean): Text {
  if (masked) return join(item.name, words('***', '***'), '=');
  const filled = hasNewMeaning(item.tag, [{ tag: item.tag, value }]);
  const shown = orUndefined(() => showValue(item, filled ? withoutFiller(item, value) : value));
  if (shown === undefined) return join(item.name, UNREADABLE, '=');
  return join(item.name, shown.parts ? words(shown.text, shown.text) : shown.shown, '=');
}
