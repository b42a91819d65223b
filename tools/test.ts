/**
 * `npm test`: all that must hold, in the order in which it is cheap to know. Each stage runs whatever the ones before
 * found. The last line is `N passed, N failed`: every test in Node and in XS, and each thing that a witness must find; a
 * failed check counts as one, and so does a stage that could not run.
 */

import { rmSync } from 'node:fs';
import { build } from './build.js';
import { checkManifest } from './check-manifest.js';
import { type Finished, runTool } from './command.js';
import { runDays } from './days.js';
import { exists, readText, TOP } from './files.js';
import { typecheck } from './typecheck.js';
import { runWitness } from './witness/run.js';
import { installXs } from './xs/install.js';
import { runXs } from './xs/run.js';

interface Result {
  readonly passed: number;
  readonly failed: number;
  /** What it says of itself instead of the numbers. */
  readonly verdict?: string;
  /** What to print under the stage's name: all there is when it failed, a line or two when it did not. */
  readonly output: string;
}

interface Stage {
  readonly name: string;
  run(): Promise<Result>;
}

const STAGES: readonly Stage[] = Object.freeze([
  { name: 'lint', run: async () => checked(await runTool('@biomejs/biome/bin/biome', 'check', '--error-on-warnings')) },
  { name: 'types', run: async () => checked(await typecheck()) },
  { name: 'manifest', run: async () => checked(await manifest()) },
  { name: 'tests in Node', run: testInNode },
  { name: 'sweeps in Node', run: () => vitest(...SWEEPS) },
  { name: 'tests in XS', run: testInXs },
  { name: 'days', run: days },
  { name: 'witness', run: runWitness },
]);

function checked({ ok, output }: Finished): Result {
  return ok ? { passed: 0, failed: 0, verdict: 'ok', output: '' } : { passed: 0, failed: 1, verdict: 'FAILED', output };
}

/** The seeded days count as one test: their number is in what it says. */
async function days(): Promise<Result> {
  const { ok, output } = await runDays();
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output };
}

async function manifest(): Promise<Finished> {
  const built = await build();
  const wrong = built.ok ? checkManifest() : [built.output];
  return { ok: wrong.length === 0, output: wrong.join('\n') };
}

/** What this reads of vitest's JSON report. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const REPORT = 'coverage/vitest.json';

/** What goes a hundred thousand times over lines that the other tests cover: counting them would take a quarter longer. */
const SWEEPS: readonly string[] = Object.freeze(['test/crash/', 'test/fuzz/']);

async function testInNode(): Promise<Result> {
  const result = await vitest('--coverage', ...SWEEPS.map((folder) => `--exclude=${folder}**`));
  return result.failed === 0 ? { ...result, output: coverageByRoom() } : result;
}

async function vitest(...which: readonly string[]): Promise<Result> {
  rmSync(TOP + REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const { ok, output } = await runTool('vitest/vitest.mjs', 'run', ...which, ...reporters);
  if (!exists(REPORT)) return { passed: 0, failed: 1, output };
  const report = JSON.parse(readText(REPORT)) as VitestReport;
  const failures = report.testResults.flatMap(failuresOf);
  if (!ok && failures.length === 0) failures.push('vitest failed outside its tests');
  const passed = report.numPassedTests;
  if (failures.length > 0) return { passed, failed: failures.length, output: `${output}\n${failures.join('\n')}\n` };
  return { passed, failed: 0, output: '' };
}

/** Whatever did not pass failed: a skipped test, too, and a file that could not be loaded. */
function failuresOf({ name, status, assertionResults }: VitestReport['testResults'][number]): string[] {
  const file = name.replaceAll('\\', '/').replace(TOP, '');
  const failed = assertionResults.filter((test) => test.status !== 'passed');
  if (failed.length === 0 && status !== 'passed') return [`FAIL ${file}`];
  return failed.map((test) => `${test.status === 'failed' ? 'FAIL' : 'NOT RUN'} ${file} > ${test.fullName}`);
}

interface Covered {
  readonly covered: number;
  readonly total: number;
}

/** Lines and branches of each room of src that the tests in Node ran through, the sweeps left out. */
function coverageByRoom(): string {
  const summary = JSON.parse(readText('coverage/coverage-summary.json')) as Record<string, Record<string, Covered>>;
  const rooms = new Map<string, { lines: Covered; branches: Covered }>();
  for (const [file, { lines, branches }] of Object.entries(summary)) {
    const room = file.replaceAll('\\', '/').match(/\/src\/(\w+)\//)?.[1];
    if (room === undefined) continue;
    const sum = rooms.get(room) ?? { lines: { covered: 0, total: 0 }, branches: { covered: 0, total: 0 } };
    rooms.set(room, { lines: add(sum.lines, lines), branches: add(sum.branches, branches) });
  }
  let table = '  coverage   lines  branches\n';
  for (const [room, { lines, branches }] of [...rooms].sort())
    table += `  ${room.padEnd(9)} ${percent(lines)}   ${percent(branches)}\n`;
  return table;
}

function add(a: Covered, b: Covered): Covered {
  return { covered: a.covered + b.covered, total: a.total + b.total };
}

function percent({ covered, total }: Covered): string {
  return total === 0 ? '     –' : `${((100 * covered) / total).toFixed(1).padStart(5)}%`;
}

async function testInXs(): Promise<Result> {
  const xs = await installXs();
  if (xs.kind === 'failed') return { passed: 0, failed: 1, output: xs.output };
  if (xs.kind === 'impossible') {
    const output = `  It takes ${xs.missing} to compile the engine.\n`;
    return { passed: 0, failed: process.env.CI === 'true' ? 1 : 0, verdict: 'SKIPPED', output };
  }
  return runXs(xs.worker, [], () => {});
}

async function runStage(stage: Stage): Promise<Result> {
  try {
    return await stage.run();
  } catch (error) {
    return { passed: 0, failed: 1, output: `${(error as Error).stack}\n` };
  }
}

async function main(): Promise<number> {
  let passed = 0;
  let failed = 0;
  for (const stage of STAGES) {
    process.stdout.write(`${stage.name} …\n`);
    const start = performance.now();
    const result = await runStage(stage);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const verdict = result.verdict ?? `${result.passed} passed, ${result.failed} failed`;
    process.stdout.write(`${result.output}${stage.name}: ${verdict} (${seconds} s)\n\n`);
    passed += result.passed;
    failed += result.failed;
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
}

process.exitCode = await main();
