/** A hand that draws a card through the slit: either way, faster or slower, with a stop, or not all the way. */

import { CARD_MM, type Stripe } from './stripe.js';

export interface Hand {
  readonly direction: 'forward' | 'backward';
  /** When the card goes in. Heads read from about 80 to 1500. */
  readonly mmPerSecond: number;
  /** When it has come out, changing evenly along the way; the same without. */
  readonly endMmPerSecond?: number;
  /** Where it rests, measured along the way, and how long. */
  readonly stops?: readonly { readonly atMm: number; readonly ms: number }[];
  /** The part of the way on which the stripe is at the head; all of it without. */
  readonly fromMm?: number;
  readonly toMm?: number;
}

/** When each reversal passes the head, by track, in milliseconds from the beginning of the swipe. */
export function passages(stripe: Stripe, hand: Hand): number[][] {
  const { direction, fromMm = 0, toMm = CARD_MM } = hand;
  return stripe.map((places) => {
    const along = direction === 'forward' ? places : places.map((mm) => CARD_MM - mm).reverse();
    return along.filter((mm) => mm >= fromMm && mm <= toMm).map((mm) => momentAt(mm, hand));
  });
}

function momentAt(mm: number, { mmPerSecond, endMmPerSecond = mmPerSecond, stops = [] }: Hand): number {
  const gain = (endMmPerSecond - mmPerSecond) / CARD_MM;
  const seconds = gain === 0 ? mm / mmPerSecond : Math.log((mmPerSecond + gain * mm) / mmPerSecond) / gain;
  const rested = stops.filter(({ atMm }) => atMm < mm).reduce((sum, { ms }) => sum + ms, 0);
  return 1_000 * seconds + rested;
}
