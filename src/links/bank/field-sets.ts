/**
 * Table: which fields a request has (emv.md 3.3, bitmaps [B]; the script notice [C]; transfer and uploads [TP]). What
 * depends on the card, the holder, the operator or the answer may be absent: 2 or 35 and 36, 14, 23, 26, 52, 53, 55, 62,
 * 63, and of a void the approval code. The MAC's field is in transactions.ts.
 */

export type FieldSetName =
  | 'balance'
  | 'sale'
  | 'transfer'
  | 'void'
  | 'offlineUpload'
  | 'reversal'
  | 'scriptNotice'
  | 'signIn'
  | 'plain'
  | 'settle'
  | 'upload'
  | 'uploadEnd'
  | 'download';

interface FieldSet {
  readonly always: readonly number[];
  readonly sometimes: readonly number[];
}

function set(always: readonly number[], sometimes: readonly number[] = []): FieldSet {
  return Object.freeze({ always: Object.freeze(always), sometimes: Object.freeze(sometimes) });
}

const CARD: readonly number[] = Object.freeze([2, 14, 23, 26, 35, 36, 52, 53, 55]);
const SALE: readonly number[] = Object.freeze([3, 4, 11, 22, 25, 41, 42, 49, 60]);
const PLAIN: readonly number[] = Object.freeze([11, 41, 42, 60]);

export const FIELD_SETS: Readonly<Record<FieldSetName, FieldSet>> = Object.freeze({
  balance: set([3, 11, 22, 25, 41, 42, 49, 60], CARD),
  sale: set(SALE, CARD),
  transfer: set([...SALE, 102, 103], CARD),
  void: set([...SALE, 37, 61], [...CARD, 38, 63]),
  offlineUpload: set([...SALE, 55], [2, 14, 23]),
  reversal: set([...SALE, 39, 61], [...CARD, 37, 38, 63, 102, 103]),
  scriptNotice: set([3, 11, 22, 25, 41, 42, 49, 55, 60, 61], [2, 23]),
  signIn: set(PLAIN, [62, 63]),
  plain: set(PLAIN),
  settle: set([...PLAIN, 48, 49], [63]),
  upload: set([3, 4, 11, 22, 41, 42, 49, 60], [2, 23, 37, 38, 55, 61]),
  uploadEnd: set([...PLAIN, 48, 49]),
  download: set(PLAIN, [62]),
});
