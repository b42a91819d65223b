/**
 * Puts the XS engine where the tests find it: the sources by npm, as a package of its own so that nobody who only runs
 * the terminal fetches them, and the worker by the C compiler. The package's own install script is left out: it
 * compiles a debug worker besides, one file at a time, and npm means to ask before it runs such scripts.
 */

import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { run, runNpm } from '../command.js';
import { exists, readText, TOP } from '../files.js';

const FOLDER = 'tools/xs';
const PACKAGE = `${FOLDER}/node_modules/@agoric/xsnap`;

/** The makefiles there are, by the name Node gives the system. */
const SYSTEMS: Readonly<Record<string, string>> = Object.freeze({ linux: 'lin', darwin: 'mac' });

const SYSTEM = SYSTEMS[process.platform];
const WORKER = `${PACKAGE}/xsnap-native/xsnap/build/bin/${SYSTEM}/release/xsnap-worker`;

export type XsInstallation =
  | { readonly kind: 'ready'; readonly worker: string }
  /** Nothing here can compile it; `missing` says what to install. */
  | { readonly kind: 'impossible'; readonly missing: string }
  | { readonly kind: 'failed'; readonly output: string };

/**
 * How many slots the worker gives its stack. A bundle is one function, whose variables are those of all its modules and lie
 * there: the package's 4096 are too few for a terminal with everything around it.
 */
export const STACK_SLOTS = 16_384;
const WORKER_SOURCE = `${PACKAGE}/xsnap-native/xsnap/sources/xsnap-worker.c`;
const STACK_COUNT = /\d+(?=,\s*\/\* stackCount \*\/)/;

/** @returns the path of the worker that stands ready, if one of the wanted version and stack does */
export function findXs(): string | undefined {
  if (!exists(WORKER) || Number(readText(WORKER_SOURCE).match(STACK_COUNT)?.[0]) !== STACK_SLOTS) return undefined;
  const wanted = JSON.parse(readText(`${FOLDER}/package.json`)).dependencies['@agoric/xsnap'];
  return JSON.parse(readText(`${PACKAGE}/package.json`)).version === wanted ? TOP + WORKER : undefined;
}

/** Installs what is not there yet: some twenty seconds the first time. */
export async function installXs(): Promise<XsInstallation> {
  const ready = findXs();
  if (ready) return { kind: 'ready', worker: ready };
  const missing = await missingTools();
  if (missing.length > 0) return { kind: 'impossible', missing: missing.join(', ') };
  const fetched = await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], TOP + FOLDER);
  if (!fetched.ok) return { kind: 'failed', output: fetched.output };
  writeFileSync(TOP + WORKER_SOURCE, readText(WORKER_SOURCE).replace(STACK_COUNT, String(STACK_SLOTS)));
  const compiled = await compile();
  const worker = findXs();
  return worker ? { kind: 'ready', worker } : { kind: 'failed', output: compiled.output };
}

async function missingTools(): Promise<string[]> {
  if (SYSTEM === undefined) return [`XS sources for ${process.platform}`];
  const tools = ['cc', 'make'];
  const found = await Promise.all(tools.map((tool) => run(tool, ['--version'])));
  return tools.filter((_, i) => !found[i].ok);
}

/** As the package's build script does it; XS wants a compiler that has __has_builtin, by name or by this. */
function compile() {
  const folder = `${TOP}${PACKAGE}/xsnap-native/xsnap/makefiles/${SYSTEM}`;
  const version = JSON.parse(readText(`${PACKAGE}/package.json`)).version;
  const settings = ['GOAL=release', `MODDABLE=${TOP}${PACKAGE}/moddable`, `XSNAP_VERSION=${version}`, 'EXTRA_DEPS='];
  const compiler = 'CC=cc "-D__has_builtin(x)=1"';
  return run('make', ['-j', String(availableParallelism()), ...settings, compiler, '-f', 'xsnap-worker.mk'], folder);
}
