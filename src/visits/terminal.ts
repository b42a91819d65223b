/** The terminal as its visits see it: the world, what its profile offers, and what it remembers between visits. */

import type { KeyLevels } from '../card/psam.js';
import type { Journal } from '../journal/journal.js';
import type { World } from '../ports/world.js';
import type { KernelParameters } from '../pse/parameters.js';
import type { PaymentKernel } from '../pse/payment-kernel.js';
import type { Acceptance, Blacklist } from '../ssse/validity.js';
import type { BankDesk } from './bank-desk.js';

/** What a holder can come for. */
export type HolderUse =
  | 'identify'
  | 'enquire'
  | 'select'
  | 'balance'
  | 'purchase'
  | 'void'
  | 'refund'
  | 'withdraw'
  | 'deposit'
  | 'transfer';

/** What an operator does without a card. */
export type OperatorUse = 'sign-in' | 'sign-out' | 'test-line' | 'settle' | 'reprint' | 'disputes';

export type Use = HolderUse | OperatorUse;

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
  /** None in a terminal that has been given no master key: it can ask no bank. */
  readonly bank: BankDesk | undefined;
}

/** What a terminal needs for the bank side of the card. */
export interface PaymentSide {
  readonly kernel: PaymentKernel;
  readonly trust: 'test' | 'live';
  /** As the firmware has them, and as downloads have changed them. */
  readonly ownParameters: KernelParameters;
  parameters: KernelParameters;
  /** 异常文件: account numbers that are to be treated with suspicion. */
  readonly exceptionFile: readonly string[];
}
