/** How a conformance case sets its scene, as data: the card, the terminal, the issuer and the people. */

import type { Temper } from '../../hosts/peers/bank/issuer.js';
import type { BankProfile } from '../../hosts/peers/bank/profile.js';
import type { ScriptOrder } from '../../hosts/peers/bank/script-commands.js';
import type { ApplicationParameters, KernelParameters } from '../../src/pse/parameters.js';
import type { OnlineAnswer, OnlineRequest, Transaction } from '../../src/pse/payment-kernel.js';
import type { Holder } from '../pse/holder.js';

export interface Setting {
  /** The card's profile as far as it differs from {@link STANDARD_CARD}; `tags`, `records`, `certificates` among it. */
  readonly card?: Partial<BankProfile>;
  readonly terminal?: Partial<KernelParameters>;
  /** The one row of the application table, as far as it differs from emv.md 2.11. */
  readonly application?: Partial<ApplicationParameters>;
  readonly transaction?: Partial<Transaction>;
  readonly issuer?: IssuerSetting;
  readonly holder?: HolderSetting;
  /** What befalls single commands; the first that fits counts. */
  readonly mishaps?: readonly Mishap[];
  /** Bytes of the terminal's random numbers, over and over; 9F37 is the first four of them. Hexadecimal. */
  readonly random?: string;
}

/** The stand-in issuer's temper and scripts, or what answers in its place. */
export type IssuerSetting = Temper & {
  readonly scripts?: readonly {
    readonly template: 0x71 | 0x72;
    /** 9F18, hexadecimal; 00000001 when left away. */
    readonly identifier?: string;
    readonly orders: readonly ScriptOrder[];
  }[];
  /** Changes the answer, or gives another one. */
  readonly answer?: (real: OnlineAnswer, request: OnlineRequest) => OnlineAnswer;
};

/** The holder enters the online PIN unless told otherwise. */
export interface HolderSetting extends Holder {
  /** Index of the application that is chosen; undefined gives up. */
  readonly choose?: number;
  readonly onExceptionFile?: boolean;
  /** Fen in the log for the same account. */
  readonly spentBefore?: number;
}

/** Something else than the card's own answer to the `number`-th (from 1) command of this INS; every one without number. */
export interface Mishap {
  readonly ins: number;
  readonly number?: number;
  /** P1 P2 in hexadecimal, where that tells the command from others. */
  readonly parameters?: string;
  /** The whole answer with its status word: hexadecimal, or made of the real one. */
  readonly answer?: string | ((real: Uint8Array) => Uint8Array);
  /** The card does not carry the command out: only `answer` is seen. */
  readonly skip?: boolean;
  /** The card leaves or falls silent, before it acts or after. */
  readonly fault?: { readonly kind: 'removed' | 'mute'; readonly when: 'before' | 'after' };
}

/** A debit card of the test bank with DDA and an offline PIN that its CVM list does not use. */
export const STANDARD_CARD: BankProfile = Object.freeze({
  pan: '6210999901000000993',
  panSequence: '01',
  effective: '240115',
  expires: '331231',
  applications: [{ aid: 'A000000333010101', label: 'PBOC DEBIT', priority: 1 }],
  authentication: 'dda',
  pin: '123456',
});
