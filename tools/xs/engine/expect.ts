/** vitest's `expect` as far as the engine-neutral tests use it; a matcher that is not here fails by its name. */

import { show } from './show.js';

/** What a matcher found: whether it holds, and what was wanted, in words that follow "expected X to". */
type Verdict = readonly [holds: boolean, wanted: string];

type Matcher = (actual: unknown, ...wanted: unknown[]) => Verdict;

type Length = { readonly length: number };
type Class = abstract new (...args: never[]) => unknown;

const MATCHERS: Readonly<Record<string, Matcher>> = Object.freeze<Record<string, Matcher>>({
  toBe: (actual, wanted) => [Object.is(actual, wanted), `be ${show(wanted)}`],
  toEqual: (actual, wanted) => [equal(actual, wanted), `equal ${show(wanted)}`],
  toBeUndefined: (actual) => [actual === undefined, 'be undefined'],
  toBeDefined: (actual) => [actual !== undefined, 'be defined'],
  toBeNull: (actual) => [actual === null, 'be null'],
  toBeGreaterThan: (actual, bound) => [(actual as number) > (bound as number), `be greater than ${show(bound)}`],
  toBeGreaterThanOrEqual: (actual, bound) => [(actual as number) >= (bound as number), `be at least ${show(bound)}`],
  toBeLessThan: (actual, bound) => [(actual as number) < (bound as number), `be less than ${show(bound)}`],
  toBeLessThanOrEqual: (actual, bound) => [(actual as number) <= (bound as number), `be at most ${show(bound)}`],
  toBeInstanceOf: (actual, wanted) => [actual instanceof (wanted as Class), `be a ${(wanted as Class).name}`],
  toContain: (actual, wanted) => [contains(actual, wanted), `contain ${show(wanted)}`],
  toHaveLength: (actual, wanted) => [(actual as Length).length === wanted, `have length ${show(wanted)}`],
  toMatchObject: (actual, wanted) => [holds(actual, wanted), `hold ${show(wanted)}`],
  toMatch: (actual, wanted) => [matches(actual as string, wanted as string | RegExp), `match ${String(wanted)}`],
  toThrow: (actual, wanted) => {
    const thrown = errorOf(actual as () => unknown);
    const found = thrown ? `, and it threw ${show(thrown.error)}` : ', and it returned';
    return [thrown !== undefined && isWanted(thrown.error, wanted), `throw ${wanted ? show(wanted) : ''}${found}`];
  },
});

/** One `expect(…)`. The matchers are methods made from their table, so that a test in a loop stays cheap. */
class Expectation {
  readonly actual: unknown;
  readonly message: string | undefined;
  readonly negated: boolean;

  constructor(actual: unknown, message: string | undefined, negated: boolean) {
    this.actual = actual;
    this.message = message;
    this.negated = negated;
  }

  get not(): Expectation {
    return new Expectation(this.actual, this.message, !this.negated);
  }

  get resolves() {
    return settled(this.message, async () => this.actual);
  }

  get rejects() {
    return settled(this.message, () => rejection(this.actual));
  }
}

for (const [name, matcher] of Object.entries(MATCHERS)) {
  const method = function (this: Expectation, ...wanted: unknown[]): void {
    judge(matcher(this.actual, ...wanted), this);
  };
  Object.defineProperty(Expectation.prototype, name, { value: method });
}

type LateChecks = Record<string, (...wanted: unknown[]) => Promise<void>>;

/** The matchers for what a promise gives; `toThrow` asks of an error what it asks of a function that throws it. */
function settled(message: string | undefined, value: () => Promise<unknown>): LateChecks & { not: LateChecks } {
  const checks = (negated: boolean): LateChecks =>
    Object.fromEntries(
      Object.entries(MATCHERS).map(([name, matcher]) => [
        name,
        async (...wanted: unknown[]) => {
          const actual = await value();
          const verdict = matcher(name === 'toThrow' ? throwing(actual) : actual, ...wanted);
          judge(verdict, new Expectation(actual, message, negated));
        },
      ]),
    );
  return Object.assign(checks(false), { not: checks(true) }) as LateChecks & { not: LateChecks };
}

export function expectation(actual: unknown, message?: string): Expectation {
  return new Expectation(actual, message, false);
}

function judge([holds, wanted]: Verdict, { actual, message, negated }: Expectation): void {
  if (holds !== negated) return;
  const expectation = `expected ${show(actual)} ${negated ? 'not to' : 'to'} ${wanted}`;
  throw new Error(message === undefined ? expectation : `${message}: ${expectation}`);
}

function throwing(error: unknown): () => never {
  return () => {
    throw error;
  };
}

async function rejection(actual: unknown): Promise<unknown> {
  const promise = typeof actual === 'function' ? actual() : actual;
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`expected a promise to be rejected, and it gave ${show(value)}`);
}

function errorOf(action: () => unknown): { readonly error: unknown } | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** As vitest has it: a part of the message, a pattern for it, a class, or an error with the same message. */
function isWanted(error: unknown, wanted: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error);
  if (wanted === undefined) return true;
  if (typeof wanted === 'string' || wanted instanceof RegExp) return matches(message, wanted);
  if (typeof wanted === 'function') return error instanceof wanted;
  return wanted instanceof Error && wanted.message === message;
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

function contains(actual: unknown, wanted: unknown): boolean {
  if (typeof actual === 'string') return actual.includes(wanted as string);
  return [...(actual as Iterable<unknown>)].some((item) => Object.is(item, wanted));
}

/** vitest's toEqual: deep, a missing property equals an undefined one, classes do not matter but kinds do. */
function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
  if (a instanceof Error && b instanceof Error) return a.name === b.name && a.message === b.message;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (a instanceof RegExp && b instanceof RegExp) return String(a) === String(b);
  if ((a instanceof Map && b instanceof Map) || (a instanceof Set && b instanceof Set))
    return a.size === b.size && equal([...a], [...b]);
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return a.length === b.length && a.every((byte, i) => byte === b[i]);
  if ('length' in a && 'length' in b && a.length !== b.length) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => equal(left[key], right[key]));
}

/** Whether all that is wanted is there; arrays are of the same length, and what else an object has does not matter. */
function holds(a: unknown, wanted: unknown): boolean {
  if (typeof a !== 'object' || typeof wanted !== 'object' || a === null || wanted === null) return equal(a, wanted);
  const isPlain = Array.isArray(wanted) || Object.getPrototypeOf(wanted) === Object.prototype;
  if (!isPlain) return equal(a, wanted);
  if (Array.isArray(wanted) && (!Array.isArray(a) || a.length !== wanted.length)) return false;
  const [own, wants] = [a as Record<string, unknown>, wanted as Record<string, unknown>];
  return Object.keys(wants).every((key) => holds(own[key], wants[key]));
}
