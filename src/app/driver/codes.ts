/**
 * Table: the numbers under which the driver calls tell the outside world what was wrong (SC annex A; sscard.md 12.1). Large
 * ones are minus the card's status word. What that list has no number for has one of this project's, −2205 and from −2301
 * on `[TP]`; −2361 to −2369 are the local service's. A reason or a Fault without a row does not compile, and one that no call
 * comes to has no row.
 */

import type { FaultKind } from '../../base/fault.js';
import type { JournalTrouble } from '../../journal/journal.js';
import type { EndReason } from '../../pse/payment-kernel.js';
import type { RefusalReason } from '../../ssse/refusal.js';
import type { WriteRule } from '../../ssse/write-plan.js';

/** The calls that end before a card is asked. */
export const CODE = Object.freeze({
  done: 0,
  cardType: -1,
  noCard: -2,
  notPowered: -3,
  noAnswer: -4,
  library: -5,
  notConnected: -11,
  notOpened: -12,
  unknownCommand: -13,
  parameter: -14,
  checksum: -15,
  identifier: -20,
  cardDiffers: -22,
  input: -23,
  noKeyNeeded: -2204,
});

/** A number, or what it is made of: the status word, the tries that are left, the rule that was broken. */
export type CodeRow = number | 'status-word' | 'tries' | 'rule';

/** What only blocks, loads, payments from the account and payments by the bank application come to: no call makes one. */
type Elsewhere =
  | 'block-not-confirmed'
  | 'purse-online'
  | 'load-refused'
  | 'load-unanswered'
  | 'payment-cryptogram-unexpected'
  | 'payment-cancelled';

type DriverReason = Exclude<
  RefusalReason | `journal-${JournalTrouble}` | `payment-${EndReason}` | 'batch-full' | 'clearing-due' | 'not-offered',
  Elsewhere
>;

export const REFUSAL_CODES: Readonly<Record<DriverReason, CodeRow>> = Object.freeze({
  'card-blocked': -0x6a81,
  'application-blocked': -0x9303,
  'no-social-application': CODE.cardType,
  'algorithm-unsupported': -2202,
  'card-refused': 'status-word',
  'card-identifier-malformed': CODE.identifier,
  'card-data-malformed': -2301,
  'card-data-missing': -0x6a83,
  'card-not-authentic': -21,
  'card-differs': CODE.cardDiffers,
  'blacklisted-card': -2311,
  'blacklisted-range': -2312,
  'blacklist-suspect': -2318,
  'blacklist-unavailable': -2319,
  'institution-unsupported': -2313,
  'class-unsupported': -2314,
  'version-unsupported': -2315,
  'not-yet-valid': -2316,
  expired: -2317,
  'terminal-not-authentic': 'tries',
  'key-locked': -0x6983,
  'key-missing': -0x6a88,
  'pin-wrong': -51,
  'pin-locked': -52,
  'pin-cancelled': -31,
  'pin-timeout': -32,
  'pin-length': -33,
  'pin-mismatch': -34,
  'pin-initial': -35,
  'pin-not-initial-again': -36,
  'pin-not-set': -2321,
  'message-refused': -0x6988,
  'file-unknown': -0x6a82,
  'file-missing': -0x6a82,
  'access-denied': -0x6982,
  'write-denied': -0x6982,
  'address-malformed': CODE.input,
  'write-malformed': 'rule',
  'purse-missing': -0x6a82,
  'purse-insufficient': -0x9401,
  'purse-exhausted': -0x9402,
  'purse-key-missing': -0x9403,
  'purse-mac-refused': -0x9302,
  'purse-mac-wrong': -2342,
  'purse-earlier-completed': -2343,
  'purse-earlier-unknown': -0x9406,
  'purse-not-confirmed': -2344,
  'payment-card-blocked': -0x6a81,
  'payment-application-blocked': -2371,
  'payment-no-common-application': -2372,
  'payment-not-chosen': -2373,
  'payment-conditions-not-satisfied': -2374,
  'payment-data-missing': -2375,
  'payment-data-repeated': -2376,
  'payment-data-malformed': -2377,
  'payment-card-refused': 'status-word',
  'journal-full': -2347,
  'journal-failing': -2348,
  'journal-lost': -2349,
  'clearing-due': -2350,
  'batch-full': -2354,
  'psam-absent': -2201,
  'psam-not-a-psam': -2201,
  'psam-algorithm': -2202,
  'psam-no-holder-key': -2203,
  'psam-key-missing': -0x6a88,
  'psam-key-level': -24,
  'psam-other-region': -2205,
  'psam-refused': -2206,
  'card-reported': -2320,
  'bureau-unreachable': -2351,
  'bureau-refused': -2352,
  'bureau-malformed': CODE.input,
  'bureau-key-missing': -2353,
  'bureau-differs': -25,
  'not-offered': CODE.library,
});

/** Of `write-malformed`: characters that are not allowed, a length that is not, or a string out of its grammar. */
export const RULE_CODES: Readonly<Record<WriteRule, number>> = Object.freeze({
  digits: -41,
  'digit-count': -42,
  date: -41,
  characters: -41,
  'too-long': -42,
  number: -41,
  hexadecimal: -41,
  parts: -42,
  'address-grammar': CODE.input,
  'data-grammar': CODE.input,
  'data-files': CODE.input,
  'data-values': CODE.input,
  'nothing-named': CODE.input,
  'no-such-item': CODE.input,
  'named-twice': CODE.input,
  'whole-file': CODE.input,
  'read-only': CODE.input,
});

/** An empty SAM slot breaks nothing off: it is the refusal `psam-absent`. */
type FaultCodes = Readonly<Record<'icc', Readonly<Record<FaultKind, number>>>> &
  Readonly<Record<'sam', Readonly<Record<Exclude<FaultKind, 'absent'>, number>>>>;

export const FAULT_CODES: FaultCodes = Object.freeze({
  icc: Object.freeze({
    absent: CODE.noCard,
    removed: CODE.notPowered,
    mute: CODE.noAnswer,
    protocol: CODE.checksum,
  }),
  sam: Object.freeze({ removed: -2201, mute: -2207, protocol: -2208 }),
});
