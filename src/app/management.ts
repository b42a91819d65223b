/** The terminal's services that read by address or change the social security side of a card, and the switches that rule them. */

import { InitialPin } from '../vault/initial-pin.js';
import type { Blocked, BlockRequest } from '../visits/block.js';
import type { PinChanged } from '../visits/change-pin.js';
import type { Reading, ReadRequest } from '../visits/read.js';
import type { PinReloaded } from '../visits/reload-pin.js';
import type { PinRemoved } from '../visits/remove-pin.js';
import type { BlacklistedDeed, OfflineCardLimits, OfflineLimits, SocialRules } from '../visits/terminal.js';
import type { PinUnblocked } from '../visits/unblock-pin.js';
import type { PinVerified } from '../visits/verify-pin.js';
import type { VisitResult } from '../visits/visit-result.js';
import type { WriteRequest, Written } from '../visits/write.js';

/** Switches of the social security side; what is left away is as lenient as the standard lets it be (sscard.md 10.3). */
export interface SocialSwitches {
  /** The PIN that cards are issued with: 4 to 12 digits, one byte 0–9 each. */
  readonly initialPin?: Uint8Array;
  /** Whether a card serves with it. */
  readonly initialPinServes?: boolean;
  /** Whether it may be set again. */
  readonly initialPinMayReturn?: boolean;
  readonly onBlacklisted?: BlacklistedDeed;
  /** Instead of its profile's limits; `never` lets no medical account pay while the bureau is away. */
  readonly offlineMedical?: OfflineLimits | 'never';
  /** Likewise of cards that settle at the host. */
  readonly offlineCards?: OfflineCardLimits | 'never';
}

/** What a running terminal does with cards beyond identifying them and telling what they hold. */
export interface CardManagement {
  read(request: ReadRequest): Promise<VisitResult<Reading>>;
  verifyPin(): Promise<VisitResult<PinVerified>>;
  changePin(): Promise<VisitResult<PinChanged>>;
  removePin(): Promise<VisitResult<PinRemoved>>;
  reloadPin(): Promise<VisitResult<PinReloaded>>;
  unblockPin(): Promise<VisitResult<PinUnblocked>>;
  write(request: WriteRequest): Promise<VisitResult<Written>>;
  block(request: BlockRequest): Promise<VisitResult<Blocked>>;
}

/** @param profile what it lets cards do while the bureau is away */
export function socialRules(
  profile: Pick<SocialRules, 'offlineMedical' | 'offlineCards'>,
  switches: SocialSwitches = {},
): SocialRules {
  const { initialPin, initialPinServes = true, initialPinMayReturn = true, onBlacklisted = 'refuse' } = switches;
  const { offlineMedical = profile.offlineMedical, offlineCards = profile.offlineCards } = switches;
  return {
    initialPin: initialPin && new InitialPin(initialPin),
    initialPinServes,
    initialPinMayReturn,
    onBlacklisted,
    offlineMedical: offlineMedical === 'never' ? undefined : offlineMedical,
    offlineCards: offlineCards === 'never' ? undefined : offlineCards,
  };
}
