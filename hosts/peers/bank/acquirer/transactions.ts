/** Table: the transactions that the acquirer's host knows, by the key of emv.md 3.2, and the fields of their requests [TP]. */

import type { Message } from '../../../../src/codec/iso8583.js';
import type { CardRequestKind } from '../card-request.js';

export type CardTransaction = Exclude<CardRequestKind, 'transfer-credit'>;

export const TRANSACTION_NAMES = Object.freeze([
  'balance',
  'purchase',
  'withdrawal',
  'deposit',
  'transfer',
  'void',
  'refund',
  'offline-purchase',
  'reversal',
  'script-notice',
  'sign-in',
  'sign-out',
  'echo',
  'settle',
  'upload',
  'upload-end',
  'ca-key-query',
  'ca-key-download',
  'ca-key-end',
  'parameter-query',
  'parameter-download',
  'parameter-end',
] as const);
export type TransactionName = (typeof TRANSACTION_NAMES)[number];

export interface TransactionRow {
  readonly name: TransactionName;
  readonly mti: string;
  /** Field 3, where it tells one from another. */
  readonly process?: string;
  /** Field 60 as a whole. */
  readonly privateData: RegExp;
  /** Fields besides 41, 42 and the MAC. */
  readonly always: readonly number[];
  readonly sometimes: readonly number[];
  /** Whether request and answer end in a MAC. */
  readonly mac: boolean;
}

const CHIP: readonly number[] = Object.freeze([2, 3, 11, 22, 25, 49, 55, 60]);
/** What depends on the card and on whether a PIN was entered. */
const CARD: readonly number[] = Object.freeze([14, 23, 26, 35, 52, 53]);

function row(name: TransactionName, mti: string, privateData: RegExp, fields: Fields): TransactionRow {
  return Object.freeze({ name, mti, privateData, sometimes: [], mac: false, ...fields });
}

type Fields = Pick<TransactionRow, 'always'> & Partial<Pick<TransactionRow, 'process' | 'sometimes' | 'mac'>>;

function card(process: string, always: readonly number[], sometimes: readonly number[]): Fields {
  return { process, always, sometimes, mac: true };
}

function management(always: readonly number[], sometimes: readonly number[] = []): Fields {
  return { always: [11, 60, ...always], sometimes };
}

const GIVEN_BACK: readonly number[] = Object.freeze([2, 3, 4, 11, 22, 25, 37, 49, 60, 61]);

const ROWS: readonly TransactionRow[] = Object.freeze([
  row('balance', '0200', /^01\d{6}000[56]0$/, card('310000', CHIP, CARD)),
  row('purchase', '0200', /^22\d{6}000[56]0$/, card('000000', [4, ...CHIP], CARD)),
  row('withdrawal', '0200', /^71\d{6}000[56]0$/, card('010000', [4, ...CHIP], CARD)),
  row('deposit', '0200', /^72\d{6}000[56]0$/, card('210000', [4, ...CHIP], CARD)),
  row('transfer', '0200', /^73\d{6}000[56]0$/, card('400000', [4, ...CHIP, 102, 103], CARD)),
  row('void', '0200', /^23\d{6}000[56]0$/, card('200000', GIVEN_BACK, [...CARD, 38])),
  row('refund', '0220', /^25\d{6}000[56]0$/, card('200000', [...GIVEN_BACK, 63], [...CARD, 38])),
  row('offline-purchase', '0200', /^36\d{6}000[56]0$/, card('000000', [4, ...CHIP], [14, 23])),
  row('reversal', '0400', /^(?:01|22|71|72|73|23|25|36)\d{6}000[56]0$/, {
    always: [2, 3, 11, 22, 25, 39, 49, 60, 61],
    sometimes: [4, 14, 23, 37, 38, 55, 63, 102, 103],
    mac: true,
  }),
  row('script-notice', '0620', /^00\d{6}951[56]0$/, {
    always: [3, 11, 22, 25, 49, 55, 60, 61],
    sometimes: [2, 23],
    mac: true,
  }),
  row('sign-in', '0800', /^00\d{6}003$/, management([63])),
  row('sign-out', '0820', /^00\d{6}002$/, management([])),
  row('echo', '0820', /^00\d{6}301$/, management([])),
  row('settle', '0500', /^00\d{6}201$/, management([48, 49, 63])),
  row('upload', '0320', /^00\d{6}205[56]0$/, management([2, 3, 4, 22, 49], [23, 37, 38, 55, 61])),
  row('upload-end', '0320', /^00\d{6}202$/, management([48, 49])),
  row('ca-key-query', '0820', /^00\d{6}372$/, management([62])),
  row('ca-key-download', '0800', /^00\d{6}370$/, management([62])),
  row('ca-key-end', '0800', /^00\d{6}371$/, management([], [62])),
  row('parameter-query', '0820', /^00\d{6}382$/, management([62])),
  row('parameter-download', '0800', /^00\d{6}380$/, management([62])),
  row('parameter-end', '0800', /^00\d{6}381$/, management([], [62])),
]);

/** Which transaction a request asks for; undefined where it is none of these. */
export function transactionRow({ mti, fields }: Message): TransactionRow | undefined {
  const digits = String(fields.get(60) ?? '');
  return ROWS.find(
    (one) =>
      one.mti === mti && one.privateData.test(digits) && (one.process === undefined || one.process === fields.get(3)),
  );
}
