import * as v from 'valibot';
import type { ListedEntry } from '../peers/bureau/blacklist-list.js';
import { fields, hexBytes, isObject, parseJson } from '../peers/parse-json.js';

const cardNumber = v.pipe(
  v.string(),
  v.check((text) => /^[0-9A-Z]{9}$/.test(text), 'expected nine characters 0-9 A-Z'),
);

const cardSchema = fields({ cardIdentifier: v.pipe(hexBytes(16), v.toUpperCase()), cardNumber });

const rangeSchema = v.pipe(
  fields({ from: cardNumber, to: cardNumber }),
  v.check((range) => range.from <= range.to, 'a range runs upward'),
);

const blacklistSchema = v.strictObject({
  format: v.literal('ssc-blacklist/1'),
  // A union would not say what is wrong with the form that was meant.
  entries: v.array(v.lazy((entry) => (isObject(entry) && 'from' in entry ? rangeSchema : cardSchema))),
});

/** Reads a blacklist in the form of sscard.md 16.5 `[TP]`, as JSON; identifiers in upper or lower case. @throws FormatError */
export function parseBlacklist(text: string): ListedEntry[] {
  return parseJson('blacklist', text, blacklistSchema).entries;
}
