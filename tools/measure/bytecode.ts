/** Bytecode of the terminal's modules, by room: what XS's own compiler makes of each for a device. */

import { spawnSync } from 'node:child_process';
import { build, compiledModules } from '../build.js';
import { TOP } from '../files.js';

/** Bytes that all rooms may have together; a budget of the README. */
export const BYTECODE_BUDGET = 160 * 1024;

/** The compiler's sources, as the package of the XS engine has them. */
const XS = `${TOP}tools/xs/node_modules/@agoric/xsnap/moddable/xs`;
const PARTS = 'BigInt Code Common dtoa Lexical re Scope Script SourceMap Syntaxical Tree'.split(' ');
const PROGRAM = `${TOP}dist/bytecode`;

/** @returns bytes by room @throws Error where there is no C compiler, or a module does not compile */
export async function bytecodeByRoom(): Promise<ReadonlyMap<string, number>> {
  const built = await build();
  if (!built.ok) throw new Error(built.output);
  compile();
  const files = compiledModules();
  const sizes = output(PROGRAM, [], files.map((file) => `${TOP}${file}\n`).join(''))
    .trim()
    .split('\n')
    .map(Number);
  const rooms = new Map<string, number>();
  for (const [i, file] of files.entries()) {
    if (!(sizes[i] >= 0)) throw new Error(`${file} does not compile`);
    const room = /^dist\/(?:src\/)?((?:hosts\/)?[^/]+)/.exec(file)?.[1] ?? file;
    rooms.set(room, (rooms.get(room) ?? 0) + sizes[i]);
  }
  return rooms;
}

function compile(): void {
  const sources = [`${TOP}tools/measure/bytecode.c`, ...PARTS.map((part) => `${XS}/sources/xs${part}.c`)];
  const folders = ['includes', 'platforms', 'sources'].map((folder) => `-I${XS}/${folder}`);
  const options = ['-O1', '-w', '-DmxCompile=1', '-DmxParse=1', ...folders];
  output('cc', [...options, ...sources, '-lm', '-ldl', '-lpthread', '-o', PROGRAM], '');
}

function output(program: string, args: readonly string[], input: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
  return stdout;
}
