import * as v from 'valibot';
import { FormatError } from '../../src/base/format-error.js';

/**
 * Reads JSON text that must fit a schema.
 *
 * @param format name of the format, for the error
 * @throws FormatError with the path of the first misfit and what was expected there; never with what stood there
 */
export function parseJson<const Schema extends v.GenericSchema>(
  format: string,
  text: string,
  schema: Schema,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, jsonValue(format, text), { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = v.getDotPath(issue);
  throw new FormatError(format, path === null ? expectation(issue) : `${path}: ${expectation(issue)}`);
}

function jsonValue(format: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FormatError(format, 'not JSON');
  }
}

/** Valibot's own messages quote what was received, which may be a key; the expectation comes from the schema alone. */
function expectation(issue: v.BaseIssue<unknown>): string {
  return issue.expected === null ? issue.message : `expected ${issue.expected}`;
}

/** Text of exactly `count` decimal digits. */
export function digits(count: number) {
  return v.pipe(v.string(), v.regex(new RegExp(`^[0-9]{${count}}$`)));
}

/** Text of exactly `length` bytes in hexadecimal, upper or lower case, no blanks. */
export function hexBytes(length: number) {
  return v.pipe(v.string(), v.regex(new RegExp(`^[0-9A-Fa-f]{${2 * length}}$`)));
}

/** A whole number from 0 to `max`. */
export function count(max: number) {
  return v.pipe(v.number(), v.integer('a whole number'), v.minValue(0), v.maxValue(max));
}
