/** What a person chose among the lines of the screen: the index from 0. */
export type KeypadAnswer =
  | { readonly kind: 'chosen'; readonly index: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeout' };

/** The keys beside the screen, for holder and attendant. Never used for a PIN. */
export interface Keypad {
  /** Waits for the choice of one of `count` numbered lines (1 to 9), for this many milliseconds at most. */
  choose(count: number, withinMs: number): Promise<KeypadAnswer>;
}
