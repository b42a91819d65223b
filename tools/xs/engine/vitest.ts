/**
 * Stands for vitest when a test file runs inside XS: the same files, the same names, one test after the other. Only what
 * the engine-neutral tests need; what is not here does not bundle.
 */

import { expectation } from './expect.js';
import { host } from './host.js';
import { show } from './show.js';

type Action = (...args: never[]) => unknown;

interface Suite {
  readonly name: string;
  readonly parent: Suite | undefined;
  readonly before: Action[];
  readonly after: Action[];
  readonly beforeAll: Action[];
  readonly afterAll: Action[];
  readonly members: (Suite | Test)[];
}

interface Test {
  readonly name: string;
  readonly parent: Suite;
  readonly action: Action;
}

let current: Suite = newSuite('', undefined);

function newSuite(name: string, parent: Suite | undefined): Suite {
  return { name, parent, before: [], after: [], beforeAll: [], afterAll: [], members: [] };
}

function addSuite(name: string, body: Action): void {
  const outer = current;
  current = newSuite(name, outer);
  outer.members.push(current);
  body();
  current = outer;
}

function addTest(name: string, ...rest: readonly unknown[]): void {
  const action = rest.find((argument): argument is Action => typeof argument === 'function');
  if (!action) throw new Error(`the test "${name}" has no body`);
  current.members.push({ name, parent: current, action });
}

/** Rows as vitest takes them: an array is spread over the parameters, anything else is the one parameter. */
function eachOf(add: (name: string, action: Action) => void) {
  return (rows: readonly unknown[]) => {
    if ('raw' in rows) throw new Error('tables in template literals are not for XS: give an array of rows');
    return (name: string, ...rest: readonly unknown[]) => {
      const action = rest.find((argument): argument is Action => typeof argument === 'function');
      rows.forEach((row, index) => {
        const args = (Array.isArray(row) ? row : [row]) as never[];
        add(title(name, args, index), () => action?.(...args));
      });
    };
  };
}

/** Fills the `%s` of a name in order, and the `$key` of a row that is an object. */
function title(name: string, args: readonly unknown[], index: number): string {
  let next = 0;
  const named = args[0] as Readonly<Record<string, unknown>>;
  return name
    .replace(/%[sdifjo#%]/g, (mark) => {
      if (mark === '%%') return '%';
      if (mark === '%#') return String(index);
      const value = args[next++];
      return typeof value === 'string' ? value : show(value);
    })
    .replace(/\$([A-Za-z_]\w*)/g, (whole, key: string) => {
      if (typeof named !== 'object' || named === null || !(key in named)) return whole;
      const value = named[key];
      return typeof value === 'string' ? value : show(value);
    });
}

export const expect = expectation;
export const describe = Object.assign(addSuite, { each: eachOf(addSuite) });
export const it = Object.assign(addTest, { each: eachOf(addTest) });
export const test = it;

export const beforeEach = (action: Action) => void current.before.push(action);
export const afterEach = (action: Action) => void current.after.unshift(action);
export const beforeAll = (action: Action) => void current.beforeAll.push(action);
export const afterAll = (action: Action) => void current.afterAll.unshift(action);

/** Runs all that the test file has declared and reports each test. */
export async function runTests(): Promise<void> {
  await runSuite(current);
  host.report({ kind: 'done', rom: host.romFaults() });
}

async function runSuite(suite: Suite): Promise<void> {
  const failure = await errorOf(() => inOrder(suite.beforeAll));
  if (failure !== undefined) host.report({ kind: 'ended', name: `${fullName(suite)} beforeAll`, error: failure });
  for (const member of suite.members) {
    if ('members' in member) await runSuite(member);
    else await runTest(member);
  }
  const afterwards = await errorOf(() => inOrder(suite.afterAll));
  if (afterwards !== undefined) host.report({ kind: 'ended', name: `${fullName(suite)} afterAll`, error: afterwards });
}

async function runTest(test: Test): Promise<void> {
  const name = fullName(test);
  host.report({ kind: 'begins', name });
  const around = lineage(test.parent);
  const failure = await errorOf(async () => {
    await inOrder(around.flatMap((suite) => suite.before));
    await test.action();
  });
  const afterwards = await errorOf(() => inOrder(around.reverse().flatMap((suite) => suite.after)));
  const error = failure ?? afterwards;
  host.report(error === undefined ? { kind: 'ended', name } : { kind: 'ended', name, error });
}

async function inOrder(actions: readonly Action[]): Promise<void> {
  for (const action of actions) await action();
}

/** @returns the error as text, with XS's stack, if there was one */
async function errorOf(action: () => Promise<void>): Promise<string | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error}\n${error.stack ?? ''}` : `threw ${show(error)}`;
  }
}

/** The suite and those around it, outermost first. */
function lineage(suite: Suite): Suite[] {
  return suite.parent ? [...lineage(suite.parent), suite] : [suite];
}

function fullName(node: Suite | Test): string {
  const outer = node.parent ? fullName(node.parent) : '';
  return outer === '' ? node.name : `${outer} > ${node.name}`;
}
