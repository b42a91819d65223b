/**
 * The seam behind which the payment kernel works. A visit knows this file, the terminal's
 * parameters and what a response code means, and nothing else of `pse/`, so that a certified kernel can take the place of
 * this one without a visit noticing.
 */

import type { CardSession } from '../card/session.js';
import type { Random } from '../ports/random.js';
import type { PinEntry } from '../vault/pin-room.js';
import type { KernelParameters } from './parameters.js';

/** What the holder came for, in the words of tag 9C (first two digits of the processing code) and EMV Book 3. */
export type TransactionKind = 'purchase' | 'cash' | 'deposit' | 'transfer' | 'refund' | 'balance';

export interface Transaction {
  readonly kind: TransactionKind;
  /** 9F02 授权金额, fen. */
  readonly amount: number;
  /** 9F03 其它金额, cashback, fen. */
  readonly otherAmount: number;
  /** Local date and time, YYYYMMDDhhmmss: 9A and 9F21. */
  readonly moment: string;
  /** 9F41 交易序列计数器, 1 to 99999999; moved before use and never used twice. */
  readonly sequence: number;
  /** The attendant forces the transaction online. */
  readonly forcedOnline: boolean;
}

/** What a kernel asks of the visit while it works. Each call is one effect. */
export interface KernelHost {
  readonly random: Random;
  /** Which of several applications; labels in order of priority. @returns the index, or undefined when the holder gives up */
  chooseApplication(choices: readonly ApplicationChoice[]): Promise<number | undefined>;
  /** Offline PIN. The digits stay in the vault; the kernel gets a handle. */
  enterOfflinePin(request: {
    readonly triesLeft: number | undefined;
  }): Promise<PinEntry | { readonly kind: 'bypassed' | 'unavailable' }>;
  /** Online PIN: the vault makes the PIN block; the kernel learns only whether one was entered. */
  enterOnlinePin(account: Uint8Array): Promise<'entered' | 'bypassed' | 'cancelled' | 'timeout' | 'unavailable'>;
  /** PBOC CVM 20h 持卡人证件出示: the attendant compares the document. */
  checkDocument(document: IdentityDocument): Promise<boolean>;
  /** Whether the account is on the exception file 异常文件. */
  isOnExceptionFile(pan: string, panSequence: string): Promise<boolean>;
  /** Fen already spent with this account in this terminal's log, for the floor limit (EMV Book 3 10.6.1). */
  spentBefore(pan: string, panSequence: string): Promise<number>;
  /** Asks the issuer. Called once at most, after the first cryptogram is an ARQC. */
  authorise(request: OnlineRequest): Promise<OnlineAnswer>;
}

export interface ApplicationChoice {
  readonly aid: Uint8Array;
  readonly label: string;
  /** The card wants the holder's confirmation before it selects (87 b8). */
  readonly confirm: boolean;
}

export interface IdentityDocument {
  /** 9F61 持卡人证件号. */
  readonly number: string;
  /** 9F62 证件类型: 00 身份证, 01 军官证, 02 护照, 03 入境证, 04 临时身份证, 05 其它. */
  readonly type: number;
}

/** All that the message to the issuer is made of: TLV values by tag, the ones of field 55 among them (emv.md 3.4). */
export interface OnlineRequest {
  readonly values: ReadonlyMap<number, Uint8Array>;
}

export type OnlineAnswer =
  | {
      readonly kind: 'answered';
      /** 8A authorisation response code, two ASCII characters. */
      readonly responseCode: string;
      /** 91 issuer authentication data, 8 to 16 bytes. */
      readonly issuerAuthenticationData: Uint8Array | undefined;
      /** Templates 71 and 72 in the order received. */
      readonly scripts: readonly IssuerScript[];
    }
  /** no answer can be had now: the line is down, or the request was never sent */
  | { readonly kind: 'unable' }
  /** the request went out and nothing came back: for the card this is `unable`, for the host it must be reversed */
  | { readonly kind: 'unknown' };

export interface IssuerScript {
  /** 71 before the final GENERATE AC, 72 after it. */
  readonly template: 0x71 | 0x72;
  /** The template's value: 9F18 and 86 objects. */
  readonly value: Uint8Array;
}

/** Values of data objects by tag. */
export type Values = Pick<ReadonlyMap<number, Uint8Array>, 'get'>;

/** What the transaction leaves behind, whatever came of it: for the receipt, the batch, the notice and the trace. */
export interface PaymentRecord {
  /** Values by tag as they stood at the end: 95, 9B, 9F26, 9F27, 9F10, 9F34, 5A … */
  readonly values: Values;
  /** DF31 脚本结果, five bytes a script. */
  readonly scriptResults: Uint8Array;
  readonly aid: Uint8Array;
  readonly label: string;
  readonly signatureWanted: boolean;
  /** The card's last word asks for an advice to its issuer (9F27 b4). */
  readonly adviceWanted: boolean;
}

export type PaymentOutcome =
  | { readonly kind: 'approved'; readonly where: 'offline' | 'online'; readonly record: PaymentRecord }
  | {
      readonly kind: 'declined';
      /** who said the last word: the kernel's action analysis, the card, or the issuer */
      readonly by: 'terminal' | 'card' | 'issuer';
      /** the issuer approved and the card did not follow: the host must be reversed (emv.md 3.9) */
      readonly reverse: boolean;
      readonly record: PaymentRecord;
    }
  /** no transaction came about */
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly sw?: number };

export type EndReason =
  /** PSE selection said 6A81 */
  | 'card-blocked'
  /** every application that both know is blocked */
  | 'application-blocked'
  /** no application in common */
  | 'no-common-application'
  /** the holder chose none */
  | 'not-chosen'
  /** GPO: conditions of use not satisfied, and no other application is left */
  | 'conditions-not-satisfied'
  /** a mandatory data object is missing (EMV Book 3 7.2) */
  | 'data-missing'
  /** a primitive data object came twice */
  | 'data-repeated'
  /** an object's or an answer's format is wrong */
  | 'data-malformed'
  /** a status word that the step does not allow */
  | 'card-refused'
  /** another cryptogram than the card may give (EMV Book 3 9.3) */
  | 'cryptogram-unexpected'
  /** the holder cancelled */
  | 'cancelled';

/** One application that the terminal and the card have in common. */
export interface Candidate {
  readonly aid: Uint8Array;
  readonly label: string;
  /** 9F12, when the terminal can show its characters. */
  readonly preferredName: string | undefined;
  /** 1 first; 15 last; 0 without. */
  readonly priority: number;
  readonly confirm: boolean;
}

/** Whose card this is, without a transaction. */
export interface CardAccount {
  /** Values by tag as the card's records have them: 5A, 57, 5F24, 5F34 and the rest. */
  readonly values: Values;
  readonly aid: Uint8Array;
  readonly label: string;
}

export interface PaymentKernel {
  /** What is on this card that this terminal can use, in order of priority; selects nothing for a transaction. */
  candidates(
    card: CardSession,
    parameters: KernelParameters,
  ): Promise<readonly Candidate[] | (PaymentOutcome & { readonly kind: 'ended' })>;
  /**
   * The first three steps alone (简化流程, the simplified flow of voids and refunds): selects an application, initiates it
   * and reads its records; no cryptogram is asked for. @throws Fault of the card's port
   */
  account(
    card: CardSession,
    parameters: KernelParameters,
    transaction: Transaction,
    host: KernelHost,
  ): Promise<CardAccount | (PaymentOutcome & { readonly kind: 'ended' })>;
  /** One transaction from application selection to completion. @throws Fault of the card's port */
  transact(
    card: CardSession,
    parameters: KernelParameters,
    transaction: Transaction,
    host: KernelHost,
  ): Promise<PaymentOutcome>;
}
