/** Whether what came is the answer to what was asked, and proven to be (emv.md 3.6, 3.9). */

import { FormatError } from '../../base/format-error.js';
import { decodeMessage, type FieldValue, type Message } from '../../codec/iso8583.js';
import type { LineKeys } from '../../vault/line-keys.js';
import { privateData } from './private-data.js';
import { macFieldOf, transactionOf } from './transactions.js';

export type Judgement =
  /** the answer, with the MAC that it must have, if it must have one */
  | { readonly kind: 'good'; readonly message: Message; readonly code: string }
  /**
   * it looks like the answer, but its MAC is wrong or missing where one is due: proof of nothing, whatever its code says.
   * Refusals of a host that could not check the request come so: A0, 77, 97.
   */
  | { readonly kind: 'false'; readonly code: string }
  /** a message, but of another request, another terminal, or no answer at all */
  | { readonly kind: 'foreign' }
  /** no message of this dialect */
  | { readonly kind: 'none' };

/** What an answer must repeat if the request had it: processing code, amount, STAN, terminal, merchant. */
const REPEATED: readonly number[] = Object.freeze([3, 4, 11, 41, 42]);
/** What it may leave away and must not change: account, point condition, currency, the accounts of a transfer. */
const UNCHANGED: readonly number[] = Object.freeze([2, 25, 49, 102, 103]);

/**
 * Judges what came in answer to a request.
 *
 * @param answer from its message type on
 * @param keys undefined when not signed on; then no MAC is right
 */
export function judgeAnswer(request: Message, answer: Uint8Array, keys: LineKeys | undefined): Judgement {
  const message = messageOrUndefined(answer);
  if (message === undefined) return { kind: 'none' };
  const code = message.fields.get(39);
  if (typeof code !== 'string' || !answers(request, message)) return { kind: 'foreign' };
  const row = transactionOf(request);
  const due = row && macFieldOf(row);
  const proven = due === undefined || (message.fields.has(due) && keys?.checks(answer) === true);
  return proven ? { kind: 'good', message, code } : { kind: 'false', code };
}

function answers(request: Message, answer: Message): boolean {
  return (
    answer.mti === answerType(request.mti) &&
    REPEATED.every((field) => request.fields.get(field) === answer.fields.get(field)) &&
    UNCHANGED.every((field) => !answer.fields.has(field) || request.fields.get(field) === answer.fields.get(field)) &&
    batchOf(request.fields.get(60)) === batchOf(answer.fields.get(60))
  );
}

/** Its request's with ten added. */
function answerType(mti: string): string {
  return mti.slice(0, 2) + (Number(mti[2]) + 1) + mti[3];
}

/** Kind and batch; the rest of field 60 is not repeated by every host. */
function batchOf(value: FieldValue | undefined): string {
  const { kind, batch } = privateData(value?.toString());
  return `${kind} ${batch}`;
}

function messageOrUndefined(bytes: Uint8Array): Message | undefined {
  try {
    return decodeMessage(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
