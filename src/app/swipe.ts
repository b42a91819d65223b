/**
 * What a terminal that takes chips alone makes of a swipe. It never pays by the stripe, not even when a chip cannot be
 * read: China's banks closed this fallback (降级交易) at POS by the end of October 2014 and the stripes of cards with a
 * chip from May 2017, by notice of the People's Bank `[2+]`, and the social card's stripe was for the transition only
 * (emv.md 2).
 */

import { FormatError } from '../base/format-error.js';
import { scrub } from '../base/scrub.js';
import { type CardTrack, parseTrack1, parseTrack2 } from '../codec/track.js';
import type { Swipe, Track } from '../ports/stripe.js';
import type { SwipedCard } from '../screens/menu-views.js';

/** First digits of a service code that say that there is a chip: of an international and of a national card (ISO/IEC 7813). */
const WITH_CHIP: readonly number[] = Object.freeze([0x32, 0x36]);

/** What to say to who has swiped. The tracks are scrubbed. */
export function swipedCard({ tracks }: Swipe): SwipedCard {
  const [one, two] = tracks;
  const card = parsed(two, parseTrack2) ?? parsed(one, parseTrack1);
  const hasChip = card?.serviceCode !== undefined && WITH_CHIP.includes(card.serviceCode[0]);
  const read = tracks.filter((track) => typeof track === 'object');
  scrub(...read);
  if (hasChip) return 'with-chip';
  return read.length > 0 ? 'other' : 'misread';
}

/** undefined for what could not be read, and for what is no payment card's. */
function parsed(track: Track, parse: (track: Uint8Array) => CardTrack): CardTrack | undefined {
  if (typeof track === 'string') return undefined;
  try {
    return parse(track);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
