/** The transcript of the stripe: which tracks were read, and nothing of what is on them, whatever may be shown. */

import { joinAll, type Text, words } from '../../base/text.js';
import type { StripeReader, Track } from '../../ports/stripe.js';
import type { Note } from './narration.js';

export function traceStripe(stripe: StripeReader, tell: Note): StripeReader {
  return {
    async swiped() {
      const swipe = await stripe.swiped();
      if (swipe) tell('<', joinAll(swipe.tracks.map(trackWords), ', '));
      return swipe;
    },
  };
}

function trackWords(track: Track, index: number): Text {
  const { zh, en } = STATES[typeof track === 'string' ? track : 'read'];
  return words(`第${index + 1}磁道${zh}`, `track ${index + 1} ${en}`);
}

const STATES = Object.freeze({
  read: words('已读', 'read'),
  misread: words('读错', 'misread'),
  empty: words('无', 'empty'),
});
