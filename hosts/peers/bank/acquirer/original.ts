/** Field 61: the transaction that a void, a refund, a reversal or a script notice concerns. */

import { CODE } from '../response-codes.js';
import type { AcquirerRecord, Identity } from './books.js';
import { amountOf } from './card-fields.js';
import type { Acquirer, HostRequest } from './request.js';

export interface Original extends Identity {
  /** MMDD */
  readonly date: string;
}

/** @returns undefined where field 61 is not batch, STAN and date */
export function originalOf({ terminal, text }: HostRequest): Original | undefined {
  const digits = text(61);
  if (digits.length !== 16) return undefined;
  return { terminal, batch: digits.slice(0, 6), stan: digits.slice(6, 12), date: digits.slice(12) };
}

/** The purchase that a void or a refund gives back, or the code that says why it cannot be. */
export function originalRecord({ books }: Acquirer, request: HostRequest): AcquirerRecord | string {
  const { name, text, batch } = request;
  const original = originalOf(request);
  if (original === undefined) return CODE.formatError;
  const record = books.find(original);
  const amount = amountOf(request);
  if (record === undefined || record.state !== 'approved') return CODE.notFound;
  if (record.kind !== 'purchase' && record.kind !== 'offline-purchase') return CODE.notFound;
  if (record.rrn !== text(37) || record.moment.slice(4, 8) !== original.date) return CODE.notFound;
  if (record.pan !== text(2) || (text(38) !== '' && text(38) !== record.answer[38])) return CODE.notFound;
  if (record.voided) return CODE.stateDiffers;
  if (name === 'void') {
    if (original.batch !== batch) return CODE.notFound;
    return record.amount === amount && record.refunded === 0 ? record : CODE.stateDiffers;
  }
  if (original.batch > batch) return CODE.notFound;
  return record.refunded + amount > record.amount ? CODE.amountLimit : record;
}
