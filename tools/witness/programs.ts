/** Runs the witnesses' programs, each for so long and with so much to say. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { TOP } from '../files.js';

/** Longest that one program may take, on a machine with other work. */
const WITHIN_MS = 30_000;
/** A program that asks without end is stopped here. */
const LONGEST_OUTPUT = 2_000_000;

/** Where programs are found; some of them Debian keeps for the administrator. */
export const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

export interface Surroundings {
  readonly folder?: string;
  readonly home?: string;
  /** What it reads from its standard input. */
  readonly input?: string;
}

export interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. @throws Error what it said, if it failed or took too long */
export function program(name: string, args: readonly string[], surroundings: Surroundings = {}): Promise<Said> {
  const { folder = TOP, home = process.env.HOME, input = '' } = surroundings;
  const env = { PATH, HOME: home, LC_ALL: 'C.UTF-8', NO_COLOR: '1' };
  const limits = { timeout: WITHIN_MS, killSignal: 'SIGKILL', maxBuffer: LONGEST_OUTPUT } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(name, args, { cwd: folder, env, encoding: 'utf8', ...limits }, (error, stdout, stderr) => {
      if (error === null) resolve({ stdout, stderr });
      else reject(new Error(`${name} failed: ${error.message.split('\n')[0]}\n${(stdout + stderr).slice(-4_000)}`));
    });
    // It may end with questions left unanswered.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

const SSC: readonly string[] = Object.freeze([
  '--import',
  pathToFileURL(`${TOP}node_modules/tsx/dist/loader.mjs`).href,
  `${TOP}hosts/desktop/ssc.ts`,
]);

/** Runs the terminal's own command line to its end. @throws Error as {@link program} */
export function ssc(...args: readonly string[]): Promise<Said> {
  return program(process.execPath, [...SSC, ...args]);
}

/**
 * Puts a card into the reader while `read` runs, and takes it out again, as the daemon sees it: it looks only now and
 * then. @throws Error what `read` throws, or a server that ends badly
 */
export async function withCard(card: string, read: () => Promise<void>, ...options: readonly string[]): Promise<void> {
  const server = spawn(process.execPath, [...SSC, 'serve-card', '--card', card, ...options], {
    cwd: TOP,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = exitOf(server);
  const early = ended.then((code) => Promise.reject(new Error(`serve-card ended early: ${code}`)));
  try {
    await Promise.race([cardIs('Yes').then(read), early]);
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
  const code = await ended;
  if (code !== 0) throw new Error(`serve-card ended with ${code}`);
  await cardIs('No');
}

/** Waits until PC/SC knows of a card in the first slot, or of none. @throws Error when that does not come about */
async function cardIs(present: 'Yes' | 'No'): Promise<void> {
  const deadline = Date.now() + WITHIN_MS;
  const row = new RegExp(`^0 +${present} `, 'm');
  while (!row.test((await program('opensc-tool', ['-l'])).stdout)) {
    if (Date.now() > deadline) throw new Error(`the reader does not come to say: card ${present}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'nothing'));
  });
}
