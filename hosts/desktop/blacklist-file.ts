import * as v from 'valibot';
import type { Configuration } from '../../src/app/start-terminal.js';
import { parseJson } from '../peers/parse-json.js';

const cardNumber = v.pipe(v.string(), v.regex(/^[0-9A-Z]{9}$/, 'a card number is nine characters 0-9 A-Z'));

const blacklistSchema = v.strictObject({
  format: v.literal('ssc-blacklist/1'),
  entries: v.array(
    v.union([
      v.strictObject({
        cardIdentifier: v.pipe(v.string(), v.regex(/^[0-9A-F]{32}$/, 'an identifier is 32 hexadecimal digits')),
        cardNumber,
      }),
      v.pipe(
        v.strictObject({ from: cardNumber, to: cardNumber }),
        v.check((range) => range.from <= range.to, 'a range runs upward'),
      ),
    ]),
  ),
});

/** Reads a blacklist in the form of sscard.md 16.5 `[TP]`, as JSON. @throws FormatError */
export function parseBlacklist(text: string): Configuration['blacklist'] {
  return parseJson('blacklist', text, blacklistSchema).entries;
}
