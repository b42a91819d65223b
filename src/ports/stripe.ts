/** What the head found on a track: its characters in ASCII without sentinels and check, what it could not read, or nothing. */
export type Track = Uint8Array | 'misread' | 'empty';

export interface Swipe {
  /** Tracks 1 to 3 of ISO/IEC 7811-6, in order. */
  readonly tracks: readonly [Track, Track, Track];
}

/** The slit beside the slot through which a card is drawn. */
export interface StripeReader {
  /**
   * What has been swiped in the last two seconds, the latest of several, and each once: a swipe is for whoever is waiting.
   * Whoever receives it scrubs it.
   */
  swiped(): Promise<Swipe | undefined>;
}
