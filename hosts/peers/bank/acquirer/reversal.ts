/** Reversals 冲正 at the acquirer: what they name is undone once, and what they name before it came never comes. */

import { CODE } from '../response-codes.js';
import { nameOf } from './books.js';
import { amountOf } from './card-fields.js';
import { postedAs, referenceOf } from './card-transaction.js';
import { originalOf } from './original.js';
import type { Acquirer, HostAnswer, HostRequest } from './request.js';

/** Field 39 of the request: no answer, its MAC was wrong, other. */
const REASONS: readonly string[] = Object.freeze(['98', 'A0', '06']);

export function reversal(acquirer: Acquirer, request: HostRequest): HostAnswer {
  const { books, ledger, network } = acquirer;
  const { text, batch, stan } = request;
  const original = originalOf(request);
  if (original?.batch !== batch || original.stan !== stan || !REASONS.includes(text(39)))
    return { code: CODE.formatError };
  const record = books.find(request);
  if (record === undefined) {
    books.tombstones.add(nameOf(request));
    return { code: CODE.approved };
  }
  const told = (code: string) => ({ code, fields: new Map([[37, record.rrn]]) });
  if (record.pan !== text(2) || record.amount !== amountOf(request)) return told(CODE.stateDiffers);
  if (record.state !== 'approved') return told(CODE.approved);
  const settled = books.batch(record.terminal, record.batch).state === 'closed';
  if (settled || record.voided || record.refunded > 0) return told(CODE.stateDiffers);
  books.put({ ...record, state: 'reversed' });
  ledger.undo(postedAs(acquirer, record));
  network.reverse(referenceOf(acquirer, record));
  const given = books.named(record.original ?? '');
  if (given) {
    const taken = record.kind === 'void' ? { voided: false } : { refunded: given.refunded - record.amount };
    books.put({ ...given, ...taken });
  }
  return told(CODE.approved);
}
