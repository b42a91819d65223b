/**
 * `npm run test:xs [words]`: the engine-neutral tests and the scenarios inside XS, the engine of the device. Words choose
 * the test files and the scenarios whose path or name has one of them in it. The last line counts.
 */

import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { filesIn } from '../files.js';
import { bundleDevice, bundleScenarios, bundleTest, KNOWN_BAD, neutralTests } from './bundle.js';
import { differenceFromGolden, GOLDEN, goldenOf } from './golden.js';
import { installXs } from './install.js';
import { playInXs, type Session } from './session.js';

export interface XsTally {
  readonly passed: number;
  readonly failed: number;
  /** What failed, ready to print. */
  readonly output: string;
}

/** A test file or a scenario on its way into XS. */
interface Job {
  readonly name: string;
  run(): Promise<Counted>;
}

interface Counted {
  readonly passed: number;
  /** One text for each failure. */
  readonly failures: readonly string[];
  /** What was wrong with module-level data; the same in each job that loads the module. */
  readonly rom: readonly string[];
  readonly ms: number;
}

/**
 * Runs all that a word chooses, or everything.
 *
 * @param worker path of xsnap-worker
 * @param tell takes a line for each job that has ended
 */
export async function runXs(worker: string, words: readonly string[], tell: (line: string) => void): Promise<XsTally> {
  const device = await bundleDevice();
  const jobs = [...testJobs(worker, device), ...(await scenarioJobs(worker, device))];
  const chosen = jobs.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  const failures: string[] = chosen.length === 0 ? ['FAIL no test and no scenario has such a name'] : [];
  const rom = new Set<string>();
  let passed = 0;
  await inLanes([knownBadJob(worker, device), ...chosen], async (job) => {
    const counted = await job.run();
    passed += counted.passed;
    failures.push(...counted.failures.map((failure) => `FAIL ${job.name} ${failure}`));
    for (const fault of counted.rom) rom.add(fault);
    const verdict = counted.failures.length === 0 ? 'ok  ' : 'FAIL';
    tell(`${verdict} ${job.name}  ${counted.passed} passed  ${counted.ms.toFixed(0)} ms`);
  });
  failures.push(...[...rom].sort().map((fault) => `FAIL ${fault}`));
  return { passed, failed: failures.length, output: failures.map((failure) => `${failure}\n`).join('') };
}

/** As many at a time as there are processors: an engine is a process of its own. */
async function inLanes(jobs: readonly Job[], work: (job: Job) => Promise<void>): Promise<void> {
  const queue = [...jobs];
  const lane = async () => {
    for (let job = queue.shift(); job; job = queue.shift()) await work(job);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}

/** The runner's own test: what must fail fails, and a write to ROM is seen. Not counted when it is as it should be. */
function knownBadJob(worker: string, device: string): Job {
  return {
    name: KNOWN_BAD,
    async run() {
      const session = await playInXs(worker, [device, await bundleTest(KNOWN_BAD)]);
      const ended = session.reports.filter((report) => report.kind === 'ended');
      const failures = ended.filter(({ error }) => error === undefined).map(({ name }) => `> ${name}: passes`);
      if (ended.length === 0) failures.push(session.trouble ?? 'declares no test');
      if (!romOf(session).some((fault) => fault.includes('TABLE was written')))
        failures.push('a write to ROM is not seen');
      return { passed: 0, failures, rom: [], ms: session.ms };
    },
  };
}

function testJobs(worker: string, device: string): Job[] {
  return neutralTests().map((file) => ({
    name: file,
    async run() {
      let script: string;
      try {
        script = await bundleTest(file);
      } catch (error) {
        return { passed: 0, failures: [(error as Error).message], rom: [], ms: 0 };
      }
      return countTests(await playInXs(worker, [device, script]));
    },
  }));
}

function countTests(session: Session): Counted {
  const ended = session.reports.filter((report) => report.kind === 'ended');
  const failed = ended.filter(({ error }) => error !== undefined);
  const failures = failed.map(({ name, error }) => `> ${name}\n${error}`);
  if (session.trouble !== undefined) failures.push(session.trouble);
  else if (ended.length === 0) failures.push('declares no test');
  return { passed: ended.length - failed.length, failures, rom: romOf(session), ms: session.ms };
}

function romOf({ reports }: Session): string[] {
  return reports.flatMap((report) => (report.kind === 'done' ? report.rom : []));
}

/** One job a scenario, and one for each golden transcript that no scenario writes any more. */
async function scenarioJobs(worker: string, device: string): Promise<Job[]> {
  let script: string;
  try {
    script = await bundleScenarios();
  } catch (error) {
    return [failed('scenarios', (error as Error).message)];
  }
  const listed = await playInXs(worker, [device, script, 'listScenarios()']);
  const names = listed.reports.flatMap((report) => (report.kind === 'scenarios' ? report.names : []));
  if (names.length === 0) return [failed('scenarios', listed.trouble ?? 'test/xs/scenarios.ts names none')];
  const stale = filesIn(GOLDEN).filter((file) => !names.some((name) => file === goldenOf(name)));
  return [
    ...names.map((name) => ({ name: `scenario ${name}`, run: () => playScenario(worker, device, script, name) })),
    ...stale.map((file) => failed(file, 'is of no scenario: npm run golden')),
  ];
}

async function playScenario(worker: string, device: string, script: string, name: string): Promise<Counted> {
  const session = await playInXs(worker, [device, script, `playScenario(${JSON.stringify(name)})`]);
  const transcript = session.reports.find((report) => report.kind === 'transcript');
  const failure = session.trouble ?? (transcript && differenceFromGolden(name, transcript.text));
  const failures = failure === undefined ? [] : [failure];
  return { passed: 1 - failures.length, failures, rom: romOf(session), ms: session.ms };
}

function failed(name: string, failure: string): Job {
  return { name, run: async () => ({ passed: 0, failures: [failure], rom: [], ms: 0 }) };
}

async function main(words: readonly string[]): Promise<number> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const xs = await installXs();
  if (xs.kind !== 'ready') {
    say(xs.kind === 'failed' ? xs.output : `XS tests SKIPPED: it takes ${xs.missing} to compile the engine`);
    return xs.kind === 'failed' || process.env.CI === 'true' ? 1 : 0;
  }
  const tally = await runXs(xs.worker, words, say);
  say(`${tally.output}xs: ${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main(process.argv.slice(2));
