/** What a person chose among the lines of the screen: the index from 0. */
export type KeypadAnswer =
  | { readonly kind: 'chosen'; readonly index: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeout' };

/** An amount, a number, an account: what everybody may see. */
export interface DigitsRequest {
  /** Fewest and most digits that Enter accepts, 1 to 28. */
  readonly minDigits: number;
  readonly maxDigits: number;
  /** A person has this many milliseconds for each key. */
  readonly withinMs: number;
  /** Shows what stands there: told after each key that changed it, and waited for. */
  readonly onTyped: (digits: string) => Promise<void>;
}

export type DigitsAnswer =
  | { readonly kind: 'entered'; readonly digits: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeout' };

/** What ended a wait: any key but Cancel, Cancel, what was waited for beside keys, or the time. */
export type KeyWait = 'pressed' | 'cancelled' | 'over' | 'timeout';

/** The keys beside the screen, for holder and attendant. Never used for a PIN. */
export interface Keypad {
  /** Waits for the choice of one of `count` numbered lines (1 to 9), for this many milliseconds at most. */
  choose(count: number, withinMs: number): Promise<KeypadAnswer>;
  /** Has digits typed: Clear takes the last one back, Enter does nothing before there are enough. */
  enterDigits(request: DigitsRequest): Promise<DigitsAnswer>;
  /** Waits for a key, or until `isOver` says that something else has happened; it is asked a few times a second. */
  awaitKey(withinMs: number, isOver: () => Promise<boolean>): Promise<KeyWait>;
}
