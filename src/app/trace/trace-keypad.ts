/** The transcript of the keys beside the screen: what was chosen, and how much was typed; accounts are the holder's own. */

import { type Text, words } from '../../base/text.js';
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
    async enterDigits(request) {
      const answer = await keypad.enterDigits(request);
      tell('<', answer.kind === 'entered' ? typed(answer.digits.length) : KEY_WORDS[answer.kind]);
      return answer;
    },
    async awaitKey(withinMs, isOver) {
      const ended = await keypad.awaitKey(withinMs, isOver);
      if (ended !== 'over') tell('<', KEY_WORDS[ended]);
      return ended;
    },
  };
}

function typed(count: number): Text {
  return words(`已输入${count}位数字`, `${count} digits typed`);
}

const KEY_WORDS = Object.freeze({
  pressed: words('按键', 'A key'),
  cancelled: words('已取消', 'Cancelled'),
  timeout: words('超时', 'Timed out'),
});
