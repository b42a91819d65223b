/** `ssc world`: days at a terminal, one from each seed, with everything that goes wrong; in the end the books must agree. */

import { appendFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { traceLine } from '../../src/app/trace/jsonl.js';
import type { Trace } from '../../src/ports/trace.js';
import { type DayReport, playDay } from '../world/day.js';
import { Drawer } from '../world/drawer.js';
import { codeOf } from './files.js';
import type { Write } from './outputs.js';
import { seedOf, UsageError, usageErrorOf } from './usage.js';

const OPTIONS = {
  seed: { type: 'string', default: '1' },
  days: { type: 'string', default: '1' },
  trace: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** @returns the exit status: 0 where every day's books agree, else 1 */
export async function worldCommand(args: readonly string[], write: Write): Promise<number> {
  const { seed, days, trace, json } = parseWorld(args);
  const first = seedOf(seed);
  const count = countOf(days);
  const drawer = new Drawer();
  const sums = { days: 0, visits: 0, done: 0, cuts: 0, disputes: 0, differences: 0 };
  const sink = traceTo(trace);
  for (let day = first; day < first + count; day++) {
    const report = await playDay(day, drawer, sink);
    sums.days++;
    sums.visits += report.visits;
    sums.done += report.done;
    sums.cuts += report.cuts;
    sums.disputes += report.disputes;
    if (report.findings.length > 0) sums.differences++;
    if (!json && (count === 1 || report.findings.length > 0)) write(dayLines(report));
  }
  write(json ? `${JSON.stringify(sums)}\n` : sumLine(sums));
  return sums.differences === 0 ? 0 : 1;
}

function dayLines({ seed, visits, done, cuts, disputes, findings }: DayReport): string {
  const head = `seed ${seed}: ${visits} visits, ${done} done, power went ${cuts} times, ${disputes} disputes\n`;
  return head + findings.map((finding) => `  ${finding}\n`).join('');
}

function sumLine({ days, visits, done, cuts, disputes, differences }: Readonly<Record<string, number>>): string {
  return `${days} days: ${visits} visits, ${done} done, power went ${cuts} times, ${disputes} disputes; ${differences} days with a difference\n`;
}

function parseWorld(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw usageErrorOf(error);
  }
}

function countOf(text: string): number {
  if (/^[1-9][0-9]{0,6}$/.test(text)) return Number(text);
  throw new UsageError(`--days is a number of days from 1 to 9999999, not '${text}'`);
}

function traceTo(path: string | undefined): Trace | undefined {
  if (path === undefined) return undefined;
  try {
    writeFileSync(path, '');
  } catch (error) {
    throw new UsageError(`${path}: cannot be written (${codeOf(error)})`);
  }
  return { write: (event) => appendFileSync(path, `${traceLine(event)}\n`) };
}
