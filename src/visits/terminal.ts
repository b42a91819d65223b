/** The terminal as its visits see it: the world, what its profile offers, and what it remembers between visits. */

import type { KeyLevels } from '../card/psam.js';
import type { Journal } from '../journal/journal.js';
import type { World } from '../ports/world.js';
import type { KernelParameters } from '../pse/parameters.js';
import type { PaymentKernel } from '../pse/payment-kernel.js';
import type { Acceptance, Blacklist } from '../ssse/validity.js';
import type { PinKey } from '../vault/online-pin.js';

/** What a holder can come for. */
export type Use = 'identify' | 'enquire' | 'select' | 'balance' | 'purchase';

export interface Terminal {
  readonly world: World;
  readonly offers: readonly Use[];
  readonly acceptance: Acceptance;
  readonly blacklist: Blacklist;
  /** PIN entries that one visit allows before it ends; the card's own counter may end it sooner. */
  readonly pinEntriesMax: number;
  readonly keyLevels: KeyLevels;
  readonly journal: Journal;
  readonly payment: PaymentSide;
}

/** What a terminal needs for the bank side of the card. */
export interface PaymentSide {
  readonly kernel: PaymentKernel;
  readonly parameters: KernelParameters;
  /** Enciphers PINs for the bank; none in a terminal that has not been given a key. */
  readonly pinKey: PinKey | undefined;
  /** 异常文件: account numbers that are to be treated with suspicion. */
  readonly exceptionFile: readonly string[];
}
