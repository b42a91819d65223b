/** A payment between GET PROCESSING OPTIONS and its last cryptogram: volatile, gone when another DF is selected. */

import { concat, EMPTY } from '../../../../src/base/bytes.js';
import { FormatError } from '../../../../src/base/format-error.js';
import { type DolEntry, decodeDol, dolLength } from '../../../../src/codec/dol.js';
import { SW } from '../../../../src/codec/status-words.js';
import type { Application, Environment } from '../memory.js';
import { demand, found, Refusal } from '../refusal.js';
import type { Session } from '../session.js';

/** What a card answers to GENERATE AC. */
export type Decision = 'AAC' | 'TC' | 'ARQC';

/** The terminal's values by tag, as a DOL brought them. */
export type TerminalValues = ReadonlyMap<number, Uint8Array>;

/** The first GENERATE AC has been answered. */
export interface FirstCryptogram {
  readonly decision: Decision;
  readonly cryptogram: Uint8Array;
  /** CVR, of which the second cryptogram's goes on. */
  readonly results: Uint8Array;
  readonly values: TerminalValues;
  /** CDOL1 data as it came, for the hash of a combined signature. */
  readonly data: Uint8Array;
}

export interface PaymentTransaction {
  readonly kind: 'payment';
  /** ATC of this transaction. */
  readonly counter: number;
  /** PDOL data as it came. */
  readonly processingData: Uint8Array;
  readonly pin: 'none' | 'passed' | 'failed';
  /** INTERNAL AUTHENTICATE has been answered. A combined signature comes too late for the CVR that it covers. */
  readonly signed: boolean;
  readonly first: FirstCryptogram | undefined;
  readonly issuerAuthentication: 'none' | 'passed' | 'failed';
  /** A script command of this transaction has failed. */
  readonly scriptFailed: boolean;
  /** No GENERATE AC is to follow: the second has been answered, or the first with no ARQC. */
  readonly ended: boolean;
}

/** The payment application that is selected, and PSE around it. @throws Refusal 6985 none is */
export function selectedPayment(session: Session): {
  readonly environment: Environment;
  readonly application: Application;
} {
  const environment = found(session.environment, SW.conditionsNotSatisfied);
  return { environment, application: found(session.application, SW.conditionsNotSatisfied) };
}

/** The transaction that goes on, or none. */
function findTransaction(session: Session): PaymentTransaction | undefined {
  // Nobody but the payment module has a transaction going in PSE.
  return session.ongoing as PaymentTransaction | undefined;
}

/** @throws Refusal 6985 no GET PROCESSING OPTIONS has been answered */
export function currentTransaction(session: Session): PaymentTransaction {
  return found(findTransaction(session), SW.conditionsNotSatisfied);
}

/**
 * Reads the terminal's data by the list that asked for it (EMV 4.3 Book 3 5.4). Of a tag that stands twice the first counts.
 *
 * @throws Refusal 6700 another length than the list's, 6985 a list that the issuer wrote wrong
 */
export function readDol(list: Uint8Array, data: Uint8Array): TerminalValues {
  const entries = entriesOf(list);
  demand(dolLength(entries) === data.length, SW.wrongLength);
  const values = new Map<number, Uint8Array>();
  let offset = 0;
  for (const { tag, length } of entries) {
    if (!values.has(tag)) values.set(tag, data.slice(offset, offset + length));
    offset += length;
  }
  return values;
}

/** The values of several tags one behind the other, each in its length: right-aligned, zeros for what is missing. */
export function joinValues(
  sources: readonly TerminalValues[],
  ...wanted: readonly (readonly [number, number])[]
): Uint8Array {
  return concat(...wanted.map(([tag, length]) => terminalValue(sources, tag, length)));
}

/** One value in `length` bytes; of several sources the first that has it. */
export function terminalValue(sources: readonly TerminalValues[], tag: number, length: number): Uint8Array {
  const value = sources.find((source) => source.has(tag))?.get(tag) ?? EMPTY;
  const sized = new Uint8Array(length);
  sized.set(value.subarray(Math.max(0, value.length - length)), Math.max(0, length - value.length));
  return sized;
}

/** The entries of a list that the card carries. @throws Refusal 6985 one that the issuer wrote wrong */
export function entriesOf(list: Uint8Array): readonly DolEntry[] {
  try {
    return decodeDol(list);
  } catch (error) {
    if (error instanceof FormatError) throw new Refusal(SW.conditionsNotSatisfied);
    throw error;
  }
}
