/** A request of a terminal as the acquirer's host reads it, and what its handlers work with and give back. */

import type { FieldValue, Message } from '../../../../src/codec/iso8583.js';
import type { RandomBytes } from '../../chip.js';
import type { Switch } from '../../switch/switch.js';
import type { Ledger } from '../ledger.js';
import type { Books, Identity, Session } from './books.js';
import type { TransactionName } from './transactions.js';

/** A terminal as the acquirer has it in its register. */
export interface TerminalEntry {
  /** Field 41, eight characters. */
  readonly terminal: string;
  /** Field 42, fifteen characters. */
  readonly merchant: string;
  /** TMK, 16 bytes. */
  readonly masterKey: Uint8Array;
}

/** A terminal's CA key as the download gives it. */
export interface CaKey {
  readonly rid: Uint8Array;
  readonly index: number;
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
  readonly checksum: Uint8Array;
  /** YYYYMMDD */
  readonly expires: string;
}

/** The acquirer's rooms, for all its handlers. */
export interface Acquirer {
  /** Institution number, field 32. */
  readonly id: string;
  readonly zoneKey: Uint8Array;
  readonly books: Books;
  readonly ledger: Ledger;
  readonly network: Switch;
  readonly caKeys: readonly CaKey[];
  /** Local time, YYYYMMDDhhmmss. */
  readonly now: () => string;
  readonly random: RandomBytes;
}

/** A request whose fields are those of its transaction. */
export interface HostRequest extends Identity {
  readonly name: TransactionName;
  readonly message: Message;
  readonly entry: TerminalEntry;
  /** Today's, if there is one. */
  readonly session: Session | undefined;
  /** A field of text; '' where it is not there. */
  readonly text: (field: number) => string;
  /** A field of bytes. */
  readonly bytes: (field: number) => Uint8Array | undefined;
}

/** What a handler answers. */
export interface HostAnswer {
  /** Field 39. */
  readonly code: string;
  /** Fields besides those of every answer. */
  readonly fields?: ReadonlyMap<number, FieldValue>;
  /** ms that the answer takes beyond the host's own. */
  readonly waited?: number;
}

export type Handler = (acquirer: Acquirer, request: HostRequest) => HostAnswer;

/** A request by its fields. */
export function hostRequest(
  name: TransactionName,
  message: Message,
  entry: TerminalEntry,
  session: Session | undefined,
): HostRequest {
  const text = (field: number) => {
    const value = message.fields.get(field);
    return typeof value === 'string' ? value : '';
  };
  const bytes = (field: number) => {
    const value = message.fields.get(field);
    return value instanceof Uint8Array ? value : undefined;
  };
  const identity = { terminal: entry.terminal, batch: text(60).slice(2, 8), stan: text(11) };
  return { name, message, entry, session, text, bytes, ...identity };
}
