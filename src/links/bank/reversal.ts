/**
 * What is made from a request afterwards: the form in which it is kept, the reversal 冲正 that takes it back, and the
 * notice of script results. Each is made from the kept form alone, so that it can be made after a power cut.
 */

import { assert } from '../../base/assert.js';
import type { FieldValue, Message } from '../../codec/iso8583.js';
import type { ReversalReason } from '../../journal/entries.js';
import { chipField, type Entry, messageOf, noticePrivateData, numeric, originalData } from './build.js';
import { type ChipValues, chipData, chipValues } from './chip-data.js';
import { privateData } from './private-data.js';
import { transactionRow } from './transactions.js';

/** Track, PIN and MAC are used once and not kept. */
const NOT_KEPT: readonly number[] = Object.freeze([26, 35, 36, 52, 53, 64, 128]);

/**
 * A request as it is kept: without track, PIN and MAC, and with the terminal's time in fields 12 and 13.
 * @param moment YYYYMMDDhhmmss, local
 */
export function storedForm({ mti, fields }: Message, moment: string): Message {
  const kept = [...fields].filter(([field]) => !NOT_KEPT.includes(field));
  return { mti, fields: new Map([...kept, [12, moment.slice(8, 14)], [13, moment.slice(4, 8)]]) };
}

/** Kept, and not sent. */
const TIME: readonly number[] = Object.freeze([12, 13]);

/** The request once more, for a bank that did not answer: the same transaction, without track and PIN. @param stored as kept */
export function repeatOf({ mti, fields }: Message): Message {
  return { mti, fields: new Map([...fields].filter(([field]) => !TIME.includes(field))) };
}

const OF_THE_ORIGINAL: readonly number[] = Object.freeze([
  2, 3, 4, 11, 14, 22, 23, 25, 37, 38, 41, 42, 49, 60, 63, 102, 103,
]);

/**
 * The reversal of a request that moves money. It has the STAN of its original, and is the same however often it is made.
 *
 * @param stored as {@link storedForm} made it
 * @param late values after the card's last word, DF31 among them; without, the request's own are told
 */
export function reversalOf(
  stored: Message,
  reason: ReversalReason,
  late: { readonly values?: ChipValues } = {},
): Message {
  const { fields } = stored;
  assert(fields.has(4), 'what is reversed has moved money');
  const chip = fields.get(55);
  const own = chip instanceof Uint8Array ? chipValues(chip) : undefined;
  const values = own && { get: (tag: number) => late.values?.get(tag) ?? own.get(tag) };
  return messageOf('0400', [
    ...pick(fields, OF_THE_ORIGINAL),
    [39, reason],
    [55, values && chipData(2, values)],
    [61, originOf(stored)],
  ]);
}

const OF_THE_SCRIPTED: readonly number[] = Object.freeze([2, 3, 22, 23, 25, 41, 42, 49]);

/**
 * 脚本结果通知: tells what came of the issuer's scripts.
 *
 * @param stored the request whose answer brought them, as {@link storedForm} made it
 * @param values after the card's last word
 * @param scriptResults DF31, five bytes a script, one script at least
 * @param stan a new one
 */
export function scriptNotice(stored: Message, values: ChipValues, scriptResults: Uint8Array, stan: number): Message {
  assert(scriptResults.length > 0 && scriptResults.length % 5 === 0, 'a script has a result of five bytes');
  const row = transactionRow('script-notice');
  const withResults = { get: (tag: number) => (tag === 0xdf31 ? scriptResults : values.get(tag)) };
  return messageOf(row.mti, [
    ...pick(stored.fields, OF_THE_SCRIPTED),
    [11, numeric(stan, 6)],
    chipField(row, withResults),
    [60, noticePrivateData(row, Number(batchOf(stored)))],
    [61, originOf(stored)],
  ]);
}

/** Field 61 of what is about this request. */
function originOf(stored: Message): string {
  const [stan, date] = [stored.fields.get(11), stored.fields.get(13)];
  assert(typeof stan === 'string' && typeof date === 'string', 'a kept request has its STAN and its date');
  return originalData(Number(batchOf(stored)), Number(stan), date);
}

function batchOf({ fields }: Message): string {
  const { batch } = privateData(fields.get(60)?.toString());
  assert(batch !== undefined, 'a kept request has its batch');
  return batch;
}

function pick(fields: ReadonlyMap<number, FieldValue>, numbers: readonly number[]): Entry[] {
  return numbers.map((field) => [field, fields.get(field)]);
}
