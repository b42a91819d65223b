/** The terminal as its visits see it: the world, what its profile offers, and what it remembers between visits. */

import type { Sha1 } from '../crypto/sha1.js';
import type { Journal } from '../journal/journal.js';
import type { BureauLink } from '../links/bureau/bureau-link.js';
import type { LoadDesk } from '../ports/load-desk.js';
import type { World } from '../ports/world.js';
import type { KernelParameters } from '../pse/parameters.js';
import type { PaymentKernel } from '../pse/payment-kernel.js';
import type { KeyService } from '../ssse/key-service.js';
import type { NamedCard } from '../ssse/preprocess.js';
import type { Acceptance, Blacklist } from '../ssse/validity.js';
import type { InitialPin } from '../vault/initial-pin.js';
import type { BankDesk } from './bank-desk.js';

/** What a holder can come for. */
export type HolderUse =
  | 'identify'
  | 'enquire'
  | 'read'
  | 'medical-balance'
  | 'medical-purchase'
  | 'medical-load'
  | 'visit-log'
  | 'select'
  | 'balance'
  | 'purchase'
  | 'void'
  | 'refund'
  | 'withdraw'
  | 'deposit'
  | 'transfer';

/** What an operator does without a card. */
export type OperatorUse = 'sign-in' | 'sign-out' | 'test-line' | 'settle' | 'reprint' | 'disputes' | 'medical-settle';

export type Use = HolderUse | ManagementUse | OperatorUse;

/** What changes the social security side of a card: its PIN, its files, its medical year, whether it serves at all. */
export type ManagementUse =
  | 'verify-pin'
  | 'change-pin'
  | 'remove-pin'
  | 'reload-pin'
  | 'unblock-pin'
  | 'write'
  | 'block'
  | 'starting-day';

export interface Terminal {
  readonly world: World;
  readonly offers: readonly Use[];
  readonly acceptance: Acceptance;
  readonly blacklist: Blacklist;
  /** PIN entries that one visit allows before it ends; the card's own counter may end it sooner. */
  readonly pinEntriesMax: number;
  readonly social: SocialRules;
  /** Who computes with the keys of one visit. */
  readonly keys: () => KeyService;
  /** The only card that will do, in a terminal that serves a caller who has named one. */
  readonly expects?: NamedCard;
  /** And it has proved itself in an earlier call of that caller. */
  readonly vouchedFor?: boolean;
  readonly journal: Journal;
  readonly payment: PaymentSide;
  /** None in a terminal that has been given no master key: it can ask no bank. */
  readonly bank: BankDesk | undefined;
  /** None in a terminal that reaches no bureau: it loads no medical account. */
  readonly loadDesk: LoadDesk | undefined;
  /** The bureau that takes the lines of medical accounts; none in a terminal without a line to it. */
  readonly clearing: Pick<BureauLink, 'upload'> | undefined;
}

/** Switches of the social security side, set by the bureau that runs the terminal. */
export interface SocialRules {
  /** What cards are issued with; undefined where that is no single PIN, and then the next two say nothing. */
  readonly initialPin: InitialPin | undefined;
  /** Whether a card serves before its holder has changed it (driver error −35 where not). */
  readonly initialPinServes: boolean;
  /** Whether it may be set again (−36 where not). */
  readonly initialPinMayReturn: boolean;
  readonly onBlacklisted: BlacklistedDeed;
  /** What medical accounts may pay while the bureau cannot be reached; undefined where nothing. */
  readonly offlineMedical: OfflineLimits | undefined;
  /** How often and for how much a card may be settled without the host; undefined where not at all. */
  readonly offlineCards: OfflineCardLimits | undefined;
}

/** 临时脱网 of one card that settles at the host, by its own counts (sscard.md 8, 16.5) `[TP]`; fen. */
export interface OfflineCardLimits {
  /** Of one settlement: what account and pool pay of it. */
  readonly payment: number;
  /** Since it was last settled at the host, the one that is asked for included. */
  readonly count: number;
  readonly sum: number;
}

/** 临时脱网: how far a terminal trusts cards before the bureau has seen what they paid (sscard.md 8, 16.5) `[TP]`. */
export interface OfflineLimits {
  /** Fen of one payment, account and pool together: what the insurance pays for. */
  readonly payment: number;
  /** Payments that wait for the upload, and fen of them all; the one that is asked for included. */
  readonly count: number;
  readonly sum: number;
  /** Since the bureau was last heard, or, by a terminal that never heard it, since the oldest payment that waits. */
  readonly hours: number;
}

/**
 * What becomes of a card that the blacklist names. The order to block for ever is the bureau's and is carried out unasked; a
 * card that only lies in a listed range is refused and never blocked, since one wrong range would ruin them all `[TP]`.
 */
export type BlacklistedDeed = 'refuse' | 'block-application' | 'block-card';

/** What a terminal needs for the bank side of the card. */
export interface PaymentSide {
  readonly kernel: PaymentKernel;
  readonly sha1: Sha1;
  readonly trust: 'test' | 'live';
  /** As the firmware has them, and as downloads have changed them. */
  readonly ownParameters: KernelParameters;
  parameters: KernelParameters;
  /** 异常文件: account numbers that are to be treated with suspicion. */
  readonly exceptionFile: readonly string[];
}
