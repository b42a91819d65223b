/** Which files a card has, and where: the layout tables by the generation of the standard that the card follows. */

import { LAYOUT_1 } from './files-1.js';
import { LAYOUT_2 } from './files-2.js';
import { LAYOUT_3 } from './files-3.js';
import type { CardFile, Generation } from './model.js';

/**
 * The generation that 规范版本 (EF05 tag 03, as text) announces: the first three characters decide, an empty field means
 * 1.0 (sscard.md 2, `[1]` SC §10.2). @returns undefined for a version that this program does not know
 */
export function generation(versionText: string): Generation | undefined {
  if (versionText === '') return '1.0';
  const start = versionText.slice(0, 3);
  return start === '1.0' || start === '2.0' || start === '3.0' ? start : undefined;
}

/** Every file that a card of this generation may have. */
export function layoutOf(generation: Generation): readonly CardFile[] {
  switch (generation) {
    case '1.0':
      return LAYOUT_1;
    case '2.0':
      return LAYOUT_2;
    case '3.0':
      return LAYOUT_3;
  }
}

/** The file of a name like `DF01EF0A` (sscard.md 12), or undefined where the layout has none. */
export function fileNamed(layout: readonly CardFile[], name: string): CardFile | undefined {
  return layout.find((file) => file.name === name);
}
