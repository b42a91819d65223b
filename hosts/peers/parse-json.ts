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
  if (issue.type === 'strict_object' && issue.expected === 'never') return 'unknown field';
  if (issue.type === 'strict_object' && issue.input === undefined) return 'missing';
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

const jsonObject = v.check((input: unknown) => isObject(input), 'expected an object');

/**
 * An object with these fields and no other. The entries lose their prototype, or the check for unknown fields would
 * let `constructor` and its like pass; arrays are turned away first, since valibot counts them as objects.
 */
export function fields<const Entries extends v.ObjectEntries>(entries: Entries) {
  const bare: Entries = Object.assign(Object.create(null), entries);
  return v.pipe(v.unknown(), jsonObject, v.strictObject(bare));
}

/** An object whose keys fit the pattern. */
export function keyed<Value extends v.GenericSchema>(pattern: RegExp, value: Value) {
  return v.pipe(
    v.unknown(),
    jsonObject,
    v.check((input) => isObject(input) && Object.keys(input).every((key) => pattern.test(key)), 'unknown name'),
    v.record(v.string(), value),
  );
}

export function isObject(input: unknown): input is object {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
