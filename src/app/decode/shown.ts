/** A description as it may be shown: with the holder's numbers masked unless they were asked for, and never a secret. */

import { hexNumber } from '../../base/hex.js';
import { same, type Text } from '../../base/text.js';
import type { BitWords, Description } from '../../pse/words/description.js';
import { maskNumber } from '../../screens/mask.js';
import { hexWithout, hiddenOf } from '../trace/narration.js';

export interface Shown {
  /** Two, four or six hexadecimal digits. */
  readonly tag?: string;
  readonly name: Text;
  /** Hexadecimal, hidden bytes as `**`; absent where children tell all of it. */
  readonly bytes?: string;
  readonly value?: Text;
  readonly bits?: readonly BitWords[];
  readonly problem?: Text;
  readonly children?: readonly Shown[];
}

export function shown(description: Description, unmasked: boolean): Shown {
  const { tag, name, bytes, bits, problem, exposure } = description;
  const hidden = hiddenOf(bytes.length, exposure, unmasked);
  const children = hidden.length === 0 ? description.children : undefined;
  const value = wordsShown(description, unmasked);
  return {
    ...(tag !== undefined && { tag: hexNumber(tag, tag > 0xffff ? 6 : tag > 0xff ? 4 : 2) }),
    name,
    ...(!children && bytes.length > 0 && { bytes: hexWithout(bytes, hidden) }),
    ...(value && { value }),
    ...(bits && { bits }),
    ...(problem && { problem }),
    ...(children && { children: children.map((child) => shown(child, unmasked)) }),
  };
}

/** The words of a value, masked where its bytes are. */
function wordsShown({ value, exposure }: Description, unmasked: boolean): Text | undefined {
  if (value === undefined || exposure === undefined || unmasked) return value;
  return exposure === 'number' ? same(maskNumber(value.en)) : undefined;
}
