/**
 * Why the social security side says no: an Outcome, the third kind of failure. Every reason is distinct, so that every
 * reason can have its own words on the screen and its own number at the driver's edge.
 */

import type { PsamRefusal } from '../card/psam.js';
import type { WriteRule } from './write-plan.js';

export type RefusalReason =
  // the card as a whole (sscard.md 7, 10.1 step 2)
  | 'card-blocked'
  | 'application-blocked'
  | 'no-social-application'
  | 'algorithm-unsupported'
  /** a status word that this step does not expect; the refusal carries it */
  | 'card-refused'
  // what the card says of itself
  | 'card-identifier-malformed'
  | 'card-data-malformed'
  | 'card-data-missing'
  | 'card-not-authentic'
  /** another card than the one that the caller has named (driver error −22) */
  | 'card-differs'
  // validity (sscard.md 10.1 step 4)
  | 'blacklisted-card'
  | 'blacklisted-range'
  | 'blacklist-suspect'
  | 'blacklist-unavailable'
  | 'institution-unsupported'
  | 'class-unsupported'
  | 'version-unsupported'
  | 'not-yet-valid'
  | 'expired'
  // rights (sscard.md 5.1, 7)
  | 'terminal-not-authentic'
  | 'key-locked'
  | 'key-missing'
  | 'pin-wrong'
  | 'pin-locked'
  | 'pin-cancelled'
  | 'pin-timeout'
  | 'pin-length'
  /** the two entries of a new PIN differ (driver error −34) */
  | 'pin-mismatch'
  /** the PIN that the card was issued with must be changed before it serves (−35), and may not come back (−36) */
  | 'pin-initial'
  | 'pin-not-initial-again'
  /** there is no PIN to be verified, taken away or unblocked */
  | 'pin-not-set'
  /** the MAC of a secured command was not the one that the card expects (6988) */
  | 'message-refused'
  // files
  | 'file-unknown'
  | 'file-missing'
  | 'access-denied'
  | 'write-denied'
  /** an address that is none, or names what the card's version has not; the refusal says what and why */
  | 'address-malformed'
  /** what is to be written does not fit the tables; likewise */
  | 'write-malformed'
  // the medical account (sscard.md 8)
  /** the card's DF04 has no account */
  | 'purse-missing'
  /** 用卡方式 is not 2: the card settles at the host */
  | 'purse-online'
  | 'purse-insufficient'
  /** the card's transaction counter is at its end (9402) */
  | 'purse-exhausted'
  /** the card has no transaction key of this index (9403) */
  | 'purse-key-missing'
  /** MAC1 of a purchase or MAC2 of a load was not the one that the card expects (9302) */
  | 'purse-mac-refused'
  /** the card's MAC2 is wrong: whether it has debited itself is in doubt */
  | 'purse-mac-wrong'
  /** an earlier transaction with this card has come about after all: nothing new was begun */
  | 'purse-earlier-completed'
  /** whether an earlier transaction with this card has come about cannot be told */
  | 'purse-earlier-unknown'
  | 'purse-not-confirmed'
  /** the bureau does not let the account be loaded, or does not answer */
  | 'load-refused'
  | 'load-unanswered'
  // the attendant
  | 'block-not-confirmed'
  /** the bureau has been told that it is lost, or no more in use */
  | 'card-reported'
  // the bureau's HSM
  | 'bureau-unreachable'
  | 'bureau-refused'
  | 'bureau-malformed'
  /** no key is agreed under which a PIN could travel there */
  | 'bureau-key-missing'
  /** its idea of the card's proof is another than the card's (driver error −25) */
  | 'bureau-differs'
  // the terminal's key card
  /** it lacks RKSSSE, which opens the holder's data of a 3.0 card (driver error −2203) */
  | 'psam-no-holder-key'
  | PsamRefusal;

export interface Refusal {
  readonly refused: RefusalReason;
  /** With a wrong PIN and a proof that the card did not accept: how many tries the card leaves. */
  readonly triesLeft?: number;
  /** With `card-refused`: the card's status word. */
  readonly sw?: number;
  /** Which of several files it is about, as the driver calls name it. */
  readonly file?: string;
  /** With those two: which item of it, `40:2`; which rule; which character of the string, from 1. */
  readonly tag?: string;
  readonly rule?: WriteRule;
  readonly at?: number;
}

export function refuse(refused: RefusalReason): Refusal {
  return { refused };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}

/** The words for status words that mean the same whichever command meets them; the rest carry their number. */
export function refusalOf(sw: number): Refusal {
  switch (sw) {
    case 0x9303:
      return { refused: 'application-blocked' };
    case 0x6a81:
      return { refused: 'card-blocked' };
    case 0x6982:
      return { refused: 'access-denied' };
    case 0x6a82:
      return { refused: 'file-missing' };
    default:
      return { refused: 'card-refused', sw };
  }
}
