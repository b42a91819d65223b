/** What the terminal has open: the question that an integrator asks after a power cut (how many are pending, and which). */

import type { Message } from '../codec/iso8583.js';
import type { Settlement } from '../journal/entries.js';
import type { PurseIntent, PurseRow } from '../journal/purse-entries.js';
import type { ReceiptKind } from '../screens/receipts.js';
import { kindOf, textOf } from '../visits/receipts.js';
import type { Terminal } from '../visits/terminal.js';

/** A transaction as its receipt names it. */
export interface StatusLine {
  readonly kind: ReceiptKind;
  readonly batch: number;
  readonly stan: number;
  /** Fen. */
  readonly amount: number;
}

export interface TerminalStatus {
  /** The batch that is open. */
  readonly batch: number;
  /** A request whose end is not known: nothing new begins before it is. */
  readonly pending: StatusLine | undefined;
  /** A settlement that has begun and is not over. */
  readonly settling: boolean;
  readonly rows: readonly (StatusLine & { readonly where: 'online' | 'offline' | 'uploaded' })[];
  readonly disputes: readonly (StatusLine & { readonly acknowledged: boolean })[];
  /** Script result notices that the bank has not confirmed. */
  readonly notices: number;
  readonly settlement: Settlement | undefined;
  /** Of medical accounts: what pends for its card, and what the bureau has not got yet. */
  readonly purse: { readonly pending: readonly PurseIntent[]; readonly rows: readonly PurseRow[] };
}

export function statusOf({ journal }: Terminal): TerminalStatus {
  const { pending, settling, rows, disputes, notices, settlement, purse } = journal.state;
  return {
    batch: journal.batch,
    pending: pending && lineOf(pending.request),
    settling: settling !== undefined,
    rows: rows.map(({ message, where }) => ({ ...lineOf(message), where })),
    disputes: disputes.map(({ request, acknowledged }) => ({ ...lineOf(request), acknowledged })),
    notices: notices.length,
    settlement,
    purse: { pending: purse.pending, rows: purse.rows },
  };
}

function lineOf(message: Message): StatusLine {
  const { fields } = message;
  return {
    kind: kindOf(message),
    batch: Number(textOf(fields.get(60)).slice(2, 8)),
    stan: Number(textOf(fields.get(11))),
    amount: Number(textOf(fields.get(4))),
  };
}
