/**
 * `npm run test:witness`: programs that others wrote read the emulated card through PC/SC: cardpeek its bank side, opensc-tool
 * its social security side. They run with a PC/SC daemon of their own, in namespaces where nothing of this machine's
 * readers or network is, and where everything ends together. The last line counts.
 */

import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../command.js';
import { TOP } from '../files.js';
import { PATH } from './programs.js';
import { VPCD_DRIVER } from './room.js';

export interface WitnessTally {
  readonly passed: number;
  readonly failed: number;
  /** What failed, ready to print; or why nothing ran. */
  readonly output: string;
  /** Nothing ran: the machine has not what it takes. */
  readonly verdict?: 'SKIPPED';
}

const PROGRAMS: readonly string[] = Object.freeze(['unshare', 'mount', 'ip', 'pcscd', 'cardpeek', 'opensc-tool']);

/** The session is process 1 of its namespaces: when it ends, or we do, the kernel ends whatever it started. */
const NAMESPACES: readonly string[] = Object.freeze([
  ...['--net', '--mount', '--pid', '--mount-proc', '--fork', '--kill-child=KILL'],
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
]);

const SESSION: readonly string[] = Object.freeze([
  process.execPath,
  '--import',
  pathToFileURL(`${TOP}node_modules/tsx/dist/loader.mjs`).href,
  `${TOP}tools/witness/session.ts`,
]);

/** Without the tools nothing is tested, which counts as a failure where CI promises that they are there. */
export async function runWitness(): Promise<WitnessTally> {
  const missing = await missingTools();
  if (missing.length > 0) {
    const output = `  It takes ${missing.join(', ')}. On Debian: apt-get install pcscd vsmartcard-vpcd cardpeek opensc\n`;
    return { passed: 0, failed: process.env.CI === 'true' ? 1 : 0, verdict: 'SKIPPED', output };
  }
  const { ok, output } = await run('unshare', [...NAMESPACES, '--', ...SESSION]);
  const lines = output.split('\n');
  const passed = lines.filter((line) => line.startsWith('ok   ')).length;
  const failures = lines.filter((line) => line.startsWith('FAIL ')).length;
  const failed = failures > 0 ? failures : ok && passed > 0 ? 0 : 1;
  return { passed, failed, output: failed === 0 ? '' : output };
}

async function missingTools(): Promise<string[]> {
  const missing = PROGRAMS.filter((program) => !isInstalled(program));
  if (!existsSync(VPCD_DRIVER)) missing.push(`vpcd (${VPCD_DRIVER})`);
  if (missing.includes('unshare')) return missing;
  const { ok } = await run('unshare', [...NAMESPACES, '--', 'true']);
  return ok ? missing : [...missing, 'the right to make namespaces'];
}

function isInstalled(program: string): boolean {
  return PATH.split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed, output, verdict } = await runWitness();
  process.stdout.write(`${output}${verdict ? `${verdict}\n` : ''}${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}
