/** The transcript of questions to the bureau about a card: that it was asked and what it said; the numbers are the card's. */

import { words } from '../../base/text.js';
import type { BlacklistInquiry } from '../../ports/blacklist-inquiry.js';
import type { Note } from './narration.js';

export function traceInquiry(inquiry: BlacklistInquiry, tell: Note): BlacklistInquiry {
  return {
    async ask(cardIdentifier, cardNumber) {
      tell('>', words('联机核对黑名单', 'Asks whether the card is on the blacklist'));
      const answer = await inquiry.ask(cardIdentifier, cardNumber);
      tell(answer === 'unreachable' ? '!' : '<', ANSWERS[answer]);
      return answer;
    },
  };
}

const ANSWERS = Object.freeze({
  card: words('此卡在黑名单中', 'The card is'),
  range: words('此卡号在停用号段中', 'A range with its number is'),
  clear: words('此卡不在黑名单中', 'It is not'),
  unreachable: words('无法联机', 'The bureau cannot be reached'),
});
