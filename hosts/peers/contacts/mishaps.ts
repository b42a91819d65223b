/** What can befall a character on the line. */

/** A character about to pass. Both directions are counted together, from 1, from the moment the card went in. */
export interface Passing {
  readonly count: number;
  /** Since the last rise of RST, from 1, in this direction. */
  readonly sinceReset: number;
  readonly from: 'card' | 'terminal';
  readonly byte: number;
}

export type CharacterMishap =
  /** one bit is read wrongly, so that the parity does not fit */
  | { readonly kind: 'parity' }
  /** nobody hears it */
  | { readonly kind: 'lost' }
  /** another byte, with a parity that fits */
  | { readonly kind: 'wrong'; readonly byte: number }
  /** one more behind it, 12 etu later */
  | { readonly kind: 'extra'; readonly byte: number }
  /** its leading edge this many etu after the last one; of the card's characters only */
  | { readonly kind: 'at'; readonly etu: number }
  /** the card neither says nor hears anything any more until it is reset */
  | { readonly kind: 'mute' }
  /** the card is torn out as it begins */
  | { readonly kind: 'removed' };

/** Decides what befalls a character. Asked once for each, a repeated one being another. */
export type CharacterMischief = (passing: Passing) => CharacterMishap | undefined;
