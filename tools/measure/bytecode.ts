/** Bytecode of the terminal's modules, by room: what XS's own compiler makes of each for a device. */

import { spawnSync } from 'node:child_process';
import { build, compiledModules } from '../build.js';
import { firmwareFiles } from '../check-manifest.js';
import { TOP } from '../files.js';
import { IMAGES, readManifest } from '../firmware/manifest.js';

/**
 * Bytes that each room may have in a device's image. They are what the rooms have, and a little: one that grows beyond says
 * why where it raises its number. App, codec and drivers have taken on the magnetic stripe, 5 KB together; app, drivers and the
 * ESP32's host the second board, whose network is a cable, 3 KB; app and screens the operator's password, screens the hint which
 * key goes on, 5 KB; drivers the health tests of the random source, a printer's XOFF, what ends a PIN and a card of T=1 that answers
 * no S(IFS request), 2.5 KB.
 */
const BUDGETS: Readonly<Record<string, number>> = Object.freeze({
  app: 64512,
  base: 4096,
  card: 9216,
  codec: 66560,
  crypto: 21504,
  drivers: 59392,
  journal: 43520,
  links: 45568,
  ports: 512,
  pse: 64512,
  screens: 79360,
  ssse: 94208,
  vault: 7680,
  visits: 90624,
  'hosts/esp32': 17920,
});

/** What all of them were meant to have together: missed by far, and by more than tables and words for people (README). */
const GOAL = 160 * 1024;

/** The compiler's sources, as the package of the XS engine has them. */
const XS = `${TOP}tools/xs/node_modules/@agoric/xsnap/moddable/xs`;
const PARTS = 'BigInt Code Common dtoa Lexical re Scope Script SourceMap Syntaxical Tree'.split(' ');
const PROGRAM = `${TOP}dist/bytecode`;

interface Size {
  /** Of the modules that an image has, whichever the board. */
  readonly image: number;
  readonly all: number;
}

/**
 * Builds, and weighs what that made.
 * @returns the lines of a table, and whether each room keeps its budget
 * @throws Error where there is no C compiler, or a module does not compile
 */
export async function weighBytecode(): Promise<{ readonly lines: readonly string[]; readonly kept: boolean }> {
  const rooms = await bytecodeByRoom();
  const names = [...new Set([...rooms.keys(), ...Object.keys(BUDGETS)])];
  const lines = names.map((room) => {
    const { image, all } = rooms.get(room) ?? { image: 0, all: 0 };
    return row([room, image, BUDGETS[room] ?? 0, isKept(room, image) ? 'kept' : 'NOT KEPT', all]);
  });
  const total = [...rooms.values()].reduce((one, other) => ({
    image: one.image + other.image,
    all: one.all + other.all,
  }));
  const budget = Object.values(BUDGETS).reduce((sum, bytes) => sum + bytes);
  const goal = total.image <= GOAL ? 'reached' : 'missed';
  return {
    lines: [
      row(['room', 'image', 'budget', '', 'all modules']),
      ...lines,
      row(['together', total.image, budget, '', total.all]),
      `bytecode of an image ${total.image} bytes; the goal of ${GOAL} is ${goal}`,
    ],
    kept: [...rooms].every(([room, { image }]) => isKept(room, image)),
  };
}

function isKept(room: string, bytes: number): boolean {
  return bytes <= (BUDGETS[room] ?? 0);
}

function row([room, ...cells]: readonly (string | number)[]): string {
  return `  ${String(room).padEnd(12)}${cells.map((cell) => String(cell).padStart(12)).join('')}`;
}

async function bytecodeByRoom(): Promise<ReadonlyMap<string, Size>> {
  const built = await build();
  if (!built.ok) throw new Error(built.output);
  compile();
  const files = compiledModules();
  const linked = firmwareFiles();
  const inImage = new Set(IMAGES.flatMap((path) => [...readManifest(linked, path, 'esp32').modules.values()]));
  const sizes = output(PROGRAM, [], files.map((file) => `${TOP}${file}\n`).join(''))
    .trim()
    .split('\n')
    .map(Number);
  const rooms = new Map<string, Size>();
  for (const [i, file] of files.entries()) {
    if (!(sizes[i] >= 0)) throw new Error(`${file} does not compile`);
    const room = /^dist\/(?:src\/)?((?:hosts\/)?[^/]+)/.exec(file)?.[1] ?? file;
    const { image, all } = rooms.get(room) ?? { image: 0, all: 0 };
    rooms.set(room, { image: image + (inImage.has(file) ? sizes[i] : 0), all: all + sizes[i] });
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
