/**
 * Batch settlement 批结算 at the acquirer: totals compared; where they differ the terminal uploads its rows, and what then
 * is still different stays as a dispute. emv.md 3.3, 3.9.
 */

import { toHex } from '../../../../src/base/hex.js';
import { NOTHING, plus, type Sum } from '../../switch/clearing.js';
import { isDebit, movesMoney } from '../card-request.js';
import { CODE } from '../response-codes.js';
import type { AcquirerRecord, Batch, Dispute, Upload } from './books.js';
import { amountOf } from './card-fields.js';
import { originalOf } from './original.js';
import type { Acquirer, HostAnswer, HostRequest } from './request.js';

export interface BatchTotals {
  readonly debit: Sum;
  readonly credit: Sum;
}

/** Field 48 (emv.md 3.3): domestic debit, credit and flag, foreign the same. */
const TOTALS = /^(\d{12})(\d{3})(\d{12})(\d{3})0(\d{30})0$/;
const NO_FOREIGN = '0'.repeat(30);
const BALANCED = '1';
const NOT_BALANCED = '2';
const WRONG = '3';
/** Most transactions that three digits count. */
const COUNT_MAX = 999;
/** First digits of field 3 that give money back or take it in: void, refund, deposit. */
const CREDIT = /^2[01]/;

/** Sums of what stands: a voided purchase in debit, its void in credit. */
export function batchTotals(records: Iterable<AcquirerRecord>): BatchTotals {
  let debit = NOTHING;
  let credit = NOTHING;
  for (const { kind, amount } of records) {
    if (!movesMoney(kind)) continue;
    if (isDebit(kind)) debit = plus(debit, amount);
    else credit = plus(credit, amount);
  }
  return { debit, credit };
}

export function settle({ books }: Acquirer, request: HostRequest): HostAnswer {
  const claimed = request.text(48);
  const parts = TOTALS.exec(claimed);
  if (parts === null) return { code: CODE.formatError };
  const batch = books.batch(request.terminal, request.batch);
  const totals = batchTotals(books.standing(request.terminal, request.batch));
  if (batch.state === 'closed') {
    const again = batch.claimed === claimed ? batch.answered : undefined;
    return { code: CODE.approved, fields: new Map([[48, again ?? field48(totals, WRONG)]]) };
  }
  const foreign = parts[5] === NO_FOREIGN;
  const balanced = foreign && claimed.slice(0, 30) === digitsOf(totals);
  const answered = field48(totals, balanced ? BALANCED : NOT_BALANCED, foreign ? BALANCED : NOT_BALANCED);
  books.putBatch({ ...batch, state: balanced ? 'closed' : 'uploading', claimed, answered });
  return { code: CODE.approved, fields: new Map([[48, answered]]) };
}

/** One row of a batch that did not balance. The same row again changes nothing. */
export function upload({ books }: Acquirer, request: HostRequest): HostAnswer {
  const { terminal, stan, text, bytes } = request;
  const batch = books.batch(terminal, request.batch);
  const evidence = bytes(55);
  if (text(61) !== '' && originalOf(request) === undefined) return { code: CODE.formatError };
  const row: Upload = {
    stan,
    pan: text(2),
    amount: amountOf(request),
    credit: CREDIT.test(text(3)),
    ...(evidence && { evidence: toHex(evidence) }),
  };
  const known = batch.uploads.find((one) => one.stan === stan);
  if (known !== undefined) return { code: sameRow(known, row) ? CODE.approved : CODE.duplicate };
  if (batch.state !== 'uploading') return { code: CODE.stateDiffers };
  books.putBatch({ ...batch, uploads: [...batch.uploads, row] });
  return { code: CODE.approved };
}

/** The batch ends here, whatever is still different. */
export function uploadEnd({ books }: Acquirer, request: HostRequest): HostAnswer {
  const batch = books.batch(request.terminal, request.batch);
  if (batch.state === 'closed') return { code: CODE.approved };
  if (batch.state === 'open') return { code: CODE.stateDiffers };
  if (!TOTALS.test(request.text(48))) return { code: CODE.formatError };
  const records = books.standing(request.terminal, request.batch).filter(({ kind }) => movesMoney(kind));
  books.putBatch({ ...batch, state: 'closed', disputes: disputesOf(batch, records) });
  return { code: CODE.approved };
}

/** Rows that one side has alone, and rows that both have with another card, amount or side. */
function disputesOf({ uploads }: Batch, records: readonly AcquirerRecord[]): Dispute[] {
  const byHost = records.flatMap((record): Dispute[] => {
    const row = uploads.find(({ stan }) => stan === record.stan);
    if (row === undefined) return [{ stan: record.stan, side: 'host' }];
    const same = row.pan === record.pan && row.amount === record.amount && row.credit !== isDebit(record.kind);
    return same ? [] : [{ stan: record.stan, side: 'differs' }];
  });
  const alone = uploads.filter(({ stan }) => !records.some((record) => record.stan === stan));
  return [...byHost, ...alone.map(({ stan }): Dispute => ({ stan, side: 'terminal' }))];
}

function sameRow(a: Upload, b: Upload): boolean {
  return a.pan === b.pan && a.amount === b.amount && a.credit === b.credit;
}

function field48(totals: BatchTotals, flag: string, foreignFlag: string = BALANCED): string {
  return digitsOf(totals) + flag + NO_FOREIGN + foreignFlag;
}

/** Thirty digits. Sums that they cannot hold are cut, and then balance with nothing. */
function digitsOf({ debit, credit }: BatchTotals): string {
  const part = ({ amount, count }: Sum) =>
    String(amount).padStart(12, '0').slice(-12) + String(Math.min(count, COUNT_MAX)).padStart(3, '0');
  return part(debit) + part(credit);
}
