/** Runs the programs that check and build the project. */

import { spawn } from 'node:child_process';
import { TOP } from './files.js';

export interface Finished {
  readonly ok: boolean;
  /** What it wrote, both streams in the order they came. */
  readonly output: string;
}

/** Runs a program in `folder` (the project's top unless told) to its end. One that cannot be started has failed. */
export function run(program: string, args: readonly string[], folder: string = TOP): Promise<Finished> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) };
    const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (text: string) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => resolve({ ok: false, output: `${output}${program}: ${error.message}\n` }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** Runs the command of an installed package with this Node: `script` is its path inside node_modules. */
export function runTool(script: string, ...args: readonly string[]): Promise<Finished> {
  return run(process.execPath, [`${TOP}node_modules/${script}`, ...args]);
}

/** Runs npm: the one that started this process, where one did. */
export function runNpm(args: readonly string[], folder: string): Promise<Finished> {
  const npm = process.env.npm_execpath;
  return npm ? run(process.execPath, [npm, ...args], folder) : run('npm', args, folder);
}
