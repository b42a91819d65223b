/**
 * What a payment knows while it goes on, by origin. Each step of the kernel reads it and leaves its findings in it; the
 * comments say which step fills a field and which ones use it.
 */

import type { CardSession } from '../card/session.js';
import type { Sha1 } from '../crypto/sha1.js';
import { BitString } from './bits.js';
import { DataObjects } from './data-objects.js';
import type { ApplicationParameters, KernelParameters } from './parameters.js';
import type { EndReason, KernelHost, Transaction } from './payment-kernel.js';

export interface TransactionState {
  readonly card: CardSession;
  readonly host: KernelHost;
  /** The host's own: certificates are long. */
  readonly sha1: Sha1;
  readonly parameters: KernelParameters;
  readonly transaction: Transaction;
  /** The row of the application table that the selected AID matched. Filled by selection; used by all after it. */
  readonly application: ApplicationParameters;
  /** The card's AID (84) and its label for the receipt. Filled by selection. */
  readonly aid: Uint8Array;
  readonly label: string;
  /** From the card: FCI (selection), 82 and 94 (initiation), records (records), answers to GET DATA and GENERATE AC. */
  readonly icc: DataObjects;
  /** The terminal's own objects by tag: 9F02, 9A, 9F37, 9F33, 95 and the like. Filled by initiation, kept up to date. */
  readonly terminal: DataObjects;
  readonly tvr: BitString;
  readonly tsi: BitString;
  /** 9F38 as filled and sent with GPO. Filled by initiation; used by CDA. */
  pdolData: Uint8Array;
  /** Records marked by the AFL, as they enter the signatures (EMV Book 3 10.3). Filled by records; used by ODA. */
  staticData: Uint8Array;
  /** False when a marked record is no template 70: whatever authentication is chosen has failed (Book 3 10.3). */
  staticDataIntact: boolean;
  /** Which authentication was chosen. CDA ends only with the cryptogram. Filled by ODA; used by action analysis. */
  authentication: 'none' | 'sda' | 'dda' | 'cda';
  /** Recovered ICC public key. Filled by ODA; used by CDA. */
  iccKey: PublicKey | undefined;
  /** Whether a signature is to be printed, and whether the online PIN block goes into the request. Filled by CVM. */
  signatureWanted: boolean;
  /** CDOL1 data as sent with the first GENERATE AC. Filled by action analysis; used by CDA. */
  cdol1Data: Uint8Array;
  /** DF31, five bytes a script. Filled by scripts. */
  scriptResults: Uint8Array;
}

export interface PublicKey {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

/** A step that finds that no transaction can come about says why; otherwise it says nothing. */
export interface Ended {
  readonly ended: EndReason;
  readonly sw?: number;
}

export function ended(reason: EndReason, sw?: number): Ended {
  return sw === undefined ? { ended: reason } : { ended: reason, sw };
}

export function isEnded(value: unknown): value is Ended {
  return typeof value === 'object' && value !== null && 'ended' in value;
}

/** A state for the application that was just selected. */
export function beginTransaction(
  selected: Pick<
    TransactionState,
    'card' | 'host' | 'sha1' | 'parameters' | 'transaction' | 'application' | 'aid' | 'label' | 'icc'
  >,
): TransactionState {
  return {
    ...selected,
    terminal: new DataObjects(),
    tvr: new BitString(5),
    tsi: new BitString(2),
    pdolData: new Uint8Array(0),
    staticData: new Uint8Array(0),
    staticDataIntact: true,
    authentication: 'none',
    iccKey: undefined,
    signatureWanted: false,
    cdol1Data: new Uint8Array(0),
    scriptResults: new Uint8Array(0),
  };
}
