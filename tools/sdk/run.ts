/**
 * `npm run test:sdk`: the scenarios in the XS of the Moddable SDK, as a Linux image, whose built-ins lie in ROM as on the
 * device. Their transcripts must be the golden ones. Then TLS against OpenSSL. It needs the SDK, which `MODDABLE` names, with its
 * tools built.
 */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from '../build.js';
import { type Finished, run } from '../command.js';
import { TOP } from '../files.js';
import { bundleScenariosModule } from '../xs/bundle.js';
import type { Report } from '../xs/engine/host.js';
import { differenceFromGolden } from '../xs/golden.js';
import { tryTls } from './tls.js';

const ROOM = `${TOP}dist/sdk`;
const IMAGE = `${ROOM}/out/bin/lin/mc/release/scenarios/mc.so`;
const PROGRAM = `${ROOM}/headless`;

/** What a device's image does without. */
const TRANSCRIPT: readonly string[] = Object.freeze(['src/app/decode/*', 'src/app/trace/*', 'src/pse/words/*']);

/**
 * The terminal's modules lie in ROM as the device's manifest says, its tables frozen with them. The scenarios and the peers
 * are one module that does not: with the peers in ROM, XS 17 crashes in `RegExp.prototype.exec`, though a plain expression
 * in ROM works; the cause is not known. Stack slots: the peers want more than the SDK's default.
 */
const MANIFEST = Object.freeze({
  build: { NAME: 'scenarios' },
  creation: { stack: 8192 },
  include: ['$(MODDABLE)/examples/manifest_base.json', '../../manifest.json'],
  modules: { '*': './main', ...Object.fromEntries(TRANSCRIPT.map((room) => [room, `../${room}`])) },
  preload: TRANSCRIPT,
});

async function main(): Promise<number> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const sdk = process.env.MODDABLE;
  if (sdk === undefined || sdk === '' || process.platform !== 'linux') {
    const missing = process.platform === 'linux' ? 'MODDABLE is not set: it names the Moddable SDK' : 'it needs Linux';
    say(`sdk: SKIPPED, nothing was tested. ${missing}`);
    return 0;
  }
  const built = await buildImage(sdk);
  if (!built.ok) {
    say(`${built.output}\nsdk: FAILED, the image could not be built`);
    return 1;
  }
  const played = await run(PROGRAM, [IMAGE]);
  const scenarios = judge(played);
  for (const failure of scenarios.failures) say(`FAIL scenario ${failure}`);
  const tls = await tryTls(sdk, PROGRAM);
  for (const failure of tls.failures) say(`FAIL ${failure}`);
  const failed = scenarios.failures.length + tls.failures.length;
  say(`sdk: ${scenarios.passed + tls.passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

/** The first time compiles all of the SDK's XS: a minute or two. */
async function buildImage(sdk: string): Promise<Finished> {
  const compiled = await build();
  if (!compiled.ok) return compiled;
  rmSync(`${ROOM}/main.js`, { force: true });
  mkdirSync(`${ROOM}/out`, { recursive: true });
  writeFileSync(`${ROOM}/main.js`, await bundleScenariosModule());
  writeFileSync(`${ROOM}/manifest.json`, JSON.stringify(MANIFEST));
  const tools = `${sdk}/build/bin/lin/release`;
  const mcconfig = ['-m', '-p', 'lin', '-t', 'build', '-o', `${ROOM}/out`, `${ROOM}/manifest.json`];
  const image = await run('env', [`PATH=${tools}:${process.env.PATH}`, `${tools}/mcconfig`, ...mcconfig], ROOM);
  if (!image.ok) return image;
  const flags = await run('pkg-config', ['--cflags', '--libs', 'glib-2.0']);
  if (!flags.ok) return flags;
  const source = `${TOP}tools/sdk/headless.c`;
  const header = `-I${sdk}/build/simulators/modules`;
  const libraries = flags.output.trim().split(/\s+/);
  return run('cc', ['-O1', '-rdynamic', header, source, '-o', PROGRAM, ...libraries, '-ldl', '-lm']);
}

interface Judged {
  readonly passed: number;
  readonly failures: readonly string[];
}

/** Every scenario that was listed must have told a transcript, and the golden one. */
function judge({ ok, output }: Finished): Judged {
  const lines = output.split('\n');
  const reports = lines.filter((line) => line.startsWith('{"kind":')).map((line) => JSON.parse(line) as Report);
  const failures: string[] = [];
  let passed = 0;
  let name = '(none)';
  for (const report of reports) {
    if (report.kind === 'begins') name = report.name;
    else if (report.kind === 'ended') failures.push(`${name} ${report.error}`);
    else if (report.kind === 'transcript') {
      const difference = differenceFromGolden(name, report.text);
      if (difference === undefined) passed++;
      else failures.push(`${name} ${difference}`);
    }
  }
  const listed = reports.flatMap((report) => (report.kind === 'scenarios' ? report.names : [])).length;
  const rest = lines.filter((line) => line !== '' && !line.startsWith('{"kind":')).join('\n');
  if (!ok || listed === 0 || passed + failures.length < listed)
    failures.push(`${name} is the last that was heard of: ${passed} of ${listed} passed\n${rest}`);
  return { passed, failures };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main();
