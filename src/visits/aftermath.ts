/** What a visit that came to nothing has left on the card, where that may be other than what was there before. */

import { joinAll, same, type Text, words } from '../base/text.js';
import { AFTERMATH_TEXTS, ITEM_STATE_TEXTS } from '../screens/management-views.js';

export type ItemState = keyof typeof ITEM_STATE_TEXTS;

/** How far the writing of one item came. */
export interface ItemProgress {
  readonly file: string;
  /** As the address names it: `40:2`; the number of an appended record; '' for all of a transparent file. */
  readonly item: string;
  readonly state: ItemState;
}

export type Aftermath =
  | { readonly left: keyof typeof AFTERMATH_TEXTS }
  | { readonly left: 'items'; readonly items: readonly ItemProgress[] };

/** Lines for the screen: one, or one a file. */
export function aftermathTexts(aftermath: Aftermath): Text[] {
  if (aftermath.left !== 'items') return [AFTERMATH_TEXTS[aftermath.left]];
  const files = new Set(aftermath.items.map(({ file }) => file));
  return [...files].map((name) => {
    const states = aftermath.items.filter(({ file }) => file === name).map(stateText);
    return words(`${name}：${joinAll(states, '，').zh}`, `${name}: ${joinAll(states, ', ').en}`);
  });
}

function stateText({ item, state }: ItemProgress): Text {
  const text = ITEM_STATE_TEXTS[state];
  return item === '' ? text : joinAll([same(item), text], ' ');
}
