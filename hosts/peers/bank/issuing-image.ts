/** What an issuing bank keeps, as JSON: accounts, transactions, tombstones, scripts that wait. */

import * as v from 'valibot';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { count, digits, hexBytes } from '../parse-json.js';
import { accountSchema } from './accounts.js';
import type { CardAnswer } from './card-request.js';
import type { ScriptPlan } from './script-commands.js';

const text = v.pipe(v.string(), v.maxLength(64));
const fen = count(999_999_999_999);
const hexadecimal = v.pipe(v.string(), v.regex(/^([0-9A-Fa-f]{2}){0,512}$/));
const byte = count(0xff);

export const cardKinds = v.picklist([
  'balance',
  'purchase',
  'withdrawal',
  'deposit',
  'transfer',
  'transfer-credit',
  'void',
  'refund',
  'offline-purchase',
]);

const answerSchema = v.strictObject({
  code: v.pipe(v.string(), v.regex(/^[0-9A-Z]{2}$/)),
  approvalCode: v.exactOptional(digits(6)),
  balance: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
  chip: v.exactOptional(hexadecimal),
});

const recordSchema = v.strictObject({
  reference: text,
  kind: cardKinds,
  pan: text,
  amount: fen,
  /** YYYYMMDD */
  date: digits(8),
  state: v.picklist(['posted', 'refused', 'reversed']),
  voided: v.boolean(),
  /** Fen that went back by refunds. */
  refunded: fen,
  original: v.exactOptional(text),
  /** ATC, where a chip took part. */
  counter: v.exactOptional(count(0xffff)),
  /** DF31, as the terminal reported it. */
  scriptResults: v.exactOptional(hexadecimal),
  answer: answerSchema,
});

const scriptSchema = v.strictObject({
  pan: text,
  template: v.picklist([0x71, 0x72]),
  identifier: hexBytes(4),
  orders: v.array(
    v.strictObject({
      ins: byte,
      p1: v.exactOptional(byte),
      p2: v.exactOptional(byte),
      data: v.exactOptional(hexadecimal),
      newPin: v.exactOptional(text),
      oldPin: v.exactOptional(text),
    }),
  ),
});

export const issuingSchema = v.strictObject({
  accounts: v.array(accountSchema),
  records: v.array(recordSchema),
  tombstones: v.array(text),
  scripts: v.array(scriptSchema),
  /** Approval codes given so far. */
  approvals: fen,
});

export type IssuingImage = v.InferOutput<typeof issuingSchema>;
/** One transaction at its issuer: a value, replaced whenever something changes. */
export type IssuingRecord = Readonly<IssuingImage['records'][number]>;
type ScriptImage = IssuingImage['scripts'][number];

export const EMPTY_ISSUING: IssuingImage = Object.freeze({
  accounts: [],
  records: [],
  tombstones: [],
  scripts: [],
  approvals: 0,
});

export function keptAnswer({ chip, ...rest }: CardAnswer): IssuingRecord['answer'] {
  return { ...rest, ...(chip && { chip: toHex(chip) }) };
}

export function answerOf({ chip, ...rest }: IssuingRecord['answer']): CardAnswer {
  return { ...rest, ...(chip !== undefined && { chip: fromHex(chip) }) };
}

export function keptScript(pan: string, { template, identifier, orders }: ScriptPlan): ScriptImage {
  return {
    pan,
    template,
    identifier: toHex(identifier),
    orders: orders.map(({ data, ...order }) => ({ ...order, ...(data && { data: toHex(data) }) })),
  };
}

export function scriptOf({ template, identifier, orders }: ScriptImage): ScriptPlan {
  return {
    template,
    identifier: fromHex(identifier),
    orders: orders.map(({ data, ...order }) => ({ ...order, ...(data !== undefined && { data: fromHex(data) }) })),
  };
}
