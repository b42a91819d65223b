/** The transcript of the keys beside the screen. */

import { words } from '../../base/text.js';
import type { Keypad } from '../../ports/keypad.js';
import type { Note } from './narration.js';

export function traceKeypad(keypad: Keypad, tell: Note): Keypad {
  return {
    async choose(count, withinMs) {
      const answer = await keypad.choose(count, withinMs);
      tell(
        '<',
        answer.kind === 'chosen'
          ? words(`按键 ${answer.index + 1}`, `Key ${answer.index + 1}`)
          : KEY_WORDS[answer.kind],
      );
      return answer;
    },
  };
}

const KEY_WORDS = Object.freeze({ cancelled: words('已取消', 'Cancelled'), timeout: words('超时', 'Timed out') });
