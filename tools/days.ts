/** `npm run days [-- COUNT]`: seeded days (ssc world) on all processors; no day may end with a difference in the books. */

import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { runTool } from './command.js';

/** Days of the test command. */
const DAYS = 10_000;

export interface DaysTally {
  readonly ok: boolean;
  readonly days: number;
  /** A line of sums, or what went wrong: the seeds of days with a difference are in it. */
  readonly output: string;
}

interface Sums {
  readonly days: number;
  readonly visits: number;
  readonly done: number;
  readonly cuts: number;
  readonly disputes: number;
  readonly differences: number;
}

/** Seeds 1 to `count`, in as many processes as there are processors. */
export async function runDays(count: number = DAYS): Promise<DaysTally> {
  const lanes = availableParallelism();
  const share = Math.ceil(count / lanes);
  const lots = Array.from({ length: lanes }, (_, lane) => ({ seed: 1 + lane * share, days: share }));
  const ran = await Promise.all(
    lots.map(async ({ seed, days }) => {
      const range = ['--seed', String(seed), '--days', String(days)];
      const ended = await runTool('tsx/dist/cli.mjs', 'hosts/desktop/ssc.ts', 'world', ...range, '--json');
      return { ...ended, range };
    }),
  );
  const wrong = ran.filter(({ ok }) => !ok);
  // A lot that failed is told in words, with its seeds.
  const told = await Promise.all(
    wrong.map(({ range }) => runTool('tsx/dist/cli.mjs', 'hosts/desktop/ssc.ts', 'world', ...range)),
  );
  if (wrong.length > 0) return { ok: false, days: 0, output: told.map(({ output }) => output).join('') };
  const sums = ran.map(({ output }) => JSON.parse(output) as Sums);
  const sum = (name: keyof Sums) => sums.reduce((total, one) => total + one[name], 0);
  const output = `  ${sum('days')} days, ${sum('visits')} visits, ${sum('done')} done; power went ${sum('cuts')} times; ${sum('disputes')} disputes; difference 0\n`;
  return { ok: true, days: sum('days'), output };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { ok, output } = await runDays(process.argv[2] === undefined ? DAYS : Number(process.argv[2]));
  process.stdout.write(output);
  process.exitCode = ok ? 0 : 1;
}
