/** What the firmware's checks see, on manifests and modules that are right and that are wrong in one thing. */

import { describe, expect, it } from 'vitest';
import { ENTRIES_MAX } from '../../hosts/esp32/board-world.js';
import { readText } from '../../tools/files.js';
import { checkFirmware } from '../../tools/firmware/check.js';
import { missingForImage } from '../../tools/firmware/toolchain.js';
import { checkTypings, differences } from '../../tools/firmware/typings.js';

const MANIFEST = {
  modules: { 'src/base/*': './dist/src/base/*', 'src/app/*': './dist/src/app/*' },
  preload: ['src/base/*', 'src/app/*'],
  platforms: { esp32: { include: './board/manifest.json' } },
};

const BOARD = {
  include: ['$(MODDABLE)/modules/io/manifest.json'],
  creation: { main: 'hosts/esp32/main' },
  modules: { 'hosts/esp32/*': '../dist/hosts/esp32/*' },
  preload: ['hosts/esp32/*'],
};

const GOOD: Readonly<Record<string, string>> = {
  'manifest.json': JSON.stringify(MANIFEST),
  'board/manifest.json': JSON.stringify(BOARD),
  'dist/src/base/hex.js': `
    const DIGITS = '0123456789abcdef';
    export const TABLE = Object.freeze([Object.freeze(['a', 1]), Object.freeze({ b: 2 })]);
    export const ROM = new Uint8Array(16);
    export function toHex(byte) { let text = ''; text += DIGITS[byte >> 4]; return text + DIGITS[byte & 15]; }`,
  'dist/src/app/start.js': `
    import { toHex } from '../base/hex.js';
    export class Terminal { #state = []; static NAME = 'ssc'; show() { return toHex(this.#state.length); } }`,
  'dist/hosts/esp32/main.js': `
    import Digital from 'embedded:io/digital';
    import { Terminal } from '../../src/app/start.js';
    export default () => new Terminal(Digital).show();`,
};

function check(changes: Readonly<Record<string, string | undefined>>): string[] {
  const files = Object.entries({ ...GOOD, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return checkFirmware(new Map(files), ['manifest.json']);
}

describe('checkFirmware', () => {
  it('finds nothing wrong with a firmware that can be linked', () => {
    expect(check({})).toEqual([]);
  });

  it('lets the words of a transcript stay out of the image, and nothing in it ask for them', () => {
    const words = { 'dist/src/app/trace/trace-world.js': 'export const traceWorld = (world) => world;' };
    expect(check(words)).toEqual([]);
    const start = "import { traceWorld } from './trace/trace-world.js'; export class Terminal { show = traceWorld }";
    expect(check({ ...words, 'dist/src/app/start.js': start })).toEqual([
      'dist/src/app/start.js: imports ./trace/trace-world.js, which is no module of the manifest (src/app/trace/trace-world)',
    ]);
  });

  it('sees an import that resolves to no key of the manifest', () => {
    const main = 'dist/hosts/esp32/main.js';
    const wrong = (text: string) => check({ [main]: text });
    expect(wrong("import { a } from '../src/app/start.js';")).toEqual([
      `${main}: imports ../src/app/start.js, which is no module of the manifest (hosts/src/app/start)`,
    ]);
    expect(wrong("export { a } from '../../../src/app/start.js';")).toEqual([
      `${main}: imports ../../../src/app/start.js, which is no module of the manifest (above its top)`,
    ]);
    expect(wrong("export const f = () => import('./gone.js');")).toEqual([
      `${main}: imports ./gone.js, which is no module of the manifest (hosts/esp32/gone)`,
    ]);
    expect(wrong("import '../../src/base/hex';")).toEqual([`${main}: imports ../../src/base/hex without .js`]);
  });

  it('sees an import of the SDK that nothing brings', () => {
    const main = 'dist/hosts/esp32/main.js';
    expect(check({ [main]: "import fs from 'node:fs';" })).toEqual([
      `${main}: imports node:fs, which is no known module of the SDK`,
    ]);
    expect(check({ [main]: "import flash from 'embedded:storage/flash';" })).toEqual([
      `${main}: imports embedded:storage/flash, which wants "$(MODDABLE)/modules/io/flash/manifest.json" in include`,
    ]);
  });

  it('sees a path of the manifest where no module lies, and a module that the manifest lacks', () => {
    expect(check({ 'dist/src/base/hex.js': undefined, 'dist/src/app/start.js': '' })).toEqual([
      'manifest.json: "src/base/*": "./dist/src/base/*" has no module there',
      'manifest.json: preload "src/base/*" is no module of the manifest',
    ]);
    expect(check({ 'dist/src/base/deep/table.js': '' })).toEqual([
      'manifest.json: add to modules and to preload what lies in dist/src/base/deep',
    ]);
    expect(check({ 'board/manifest.json': JSON.stringify({ ...BOARD, creation: { main: 'main' } }) })).toEqual([
      'manifest.json: creation starts "main", which is no module of it',
    ]);
    expect(check({ 'board/manifest.json': JSON.stringify({ ...BOARD, preload: [] }) })).toEqual([
      'manifest.json: "hosts/esp32/main" is not preloaded, and would take RAM',
    ]);
  });

  it('links each board by itself, and says once what is wrong with both', () => {
    const wired = {
      include: ['../src.json', './manifest.json'],
      creation: { main: 'wired/main' },
      modules: { 'wired/*': '../dist/wired/*' },
      preload: ['wired/*'],
    };
    const both = (changes: Readonly<Record<string, string>>) =>
      checkFirmware(new Map(Object.entries({ ...GOOD, ...changes })), ['manifest.json', 'board/wired.json']);
    const good = {
      'src.json': JSON.stringify({ modules: MANIFEST.modules, preload: MANIFEST.preload }),
      'board/wired.json': JSON.stringify(wired),
      'dist/wired/main.js': "import { Terminal } from '../src/app/start.js'; export default () => new Terminal();",
    };
    expect(both(good)).toEqual([]);
    const ethernet = "import Ethernet from 'embedded:network/interface/ethernet'; export default () => Ethernet;";
    expect(both({ ...good, 'dist/wired/main.js': ethernet })).toEqual([
      'dist/wired/main.js: imports embedded:network/interface/ethernet, which wants "$(MODDABLE)/modules/io/ethernet/manifest.json" in include',
    ]);
    expect(both({ ...good, 'dist/src/base/hex.js': 'let count = 0; export const toHex = () => count++;' })).toEqual([
      'dist/src/base/hex.js: count is a variable: pass it, or make it a field',
    ]);
  });

  it('follows native modules: C beside the class that names it, and sources of the SDK', () => {
    const include = ['$(MODDABLE)/modules/io/manifest.json', '../native/manifest.json'];
    const modules = { iso7816: ['./slot', './iso7816'], '*': ['$(MODULES)/io/common/builtinCommon'] };
    const platforms = { esp32: { modules, preload: ['iso7816'] } };
    const native = {
      'board/manifest.json': JSON.stringify({ ...BOARD, include }),
      'native/manifest.json': JSON.stringify({ platforms }),
      'native/slot.js': "export default class extends Native('xs_slot_destructor') {}",
      'native/slot.c': '',
      'native/iso7816.c': '',
      'dist/hosts/esp32/main.js':
        "import ISO7816 from 'iso7816'; import config from 'mc/config'; export default () => {};",
    };
    expect(check(native)).toEqual([]);
    expect(check({ ...native, 'native/iso7816.c': undefined })).toEqual([
      'native/manifest.json: "iso7816": "./iso7816" has no module there',
    ]);
    expect(check({ ...native, 'board/manifest.json': JSON.stringify(BOARD) })).toEqual([
      'manifest.json: add to modules and to preload what lies in native',
      'dist/hosts/esp32/main.js: imports iso7816, which is no known module of the SDK',
    ]);
  });

  it('sees a manifest that is gone or no JSON', () => {
    expect(check({ 'board/manifest.json': undefined })[0]).toBe('board/manifest.json is not there');
    expect(check({ 'board/manifest.json': '{ "modules": {}, }' })[0]).toMatch(/^board\/manifest\.json: .*JSON/);
  });

  it.each([
    ['let count = 0;', 'count is a variable: pass it, or make it a field'],
    ['export var seen;', 'seen is a variable: pass it, or make it a field'],
    ['export const cache = new Map();', 'cache is not frozen: Object.freeze it, rows and all'],
    ['const SET = Object.freeze(new Set([1]));', 'SET is not frozen: Object.freeze it, rows and all'],
    ['const ROWS = Object.freeze([[1, 2]]);', 'ROWS is not frozen: Object.freeze it, rows and all'],
    ['const WORDS = Object.freeze({ a: { b: 1 } });', 'WORDS is not frozen: Object.freeze it, rows and all'],
    ['const DEEP = Object.freeze([Object.freeze([[1]])]);', 'DEEP is not frozen: Object.freeze it, rows and all'],
    ['const LIST = globalThis.x ?? [];', 'LIST is not frozen: Object.freeze it, rows and all'],
    ['class Pool { static free = []; }', 'a static field of Pool is not frozen: Object.freeze it, rows and all'],
  ])('sees state at the top of a module: %s', (text, sentence) => {
    expect(check({ 'dist/src/base/hex.js': text })).toEqual([`dist/src/base/hex.js: ${sentence}`]);
  });

  it('sees a module that is no JavaScript', () => {
    expect(check({ 'dist/src/base/hex.js': 'const a = ;' })[0]).toMatch(/^dist\/src\/base\/hex\.js: /);
  });
});

describe('missingForImage', () => {
  it('names what is missing, in the order in which it is installed', () => {
    expect(missingForImage({ MODDABLE: '/sdk', IDF_PATH: '/idf' }, 'win32')).toMatch(/Linux or macOS/);
    expect(missingForImage({ IDF_PATH: '/idf' }, 'linux')).toMatch(/^MODDABLE is not set/);
    expect(missingForImage({ MODDABLE: '/sdk', IDF_PATH: '' }, 'linux')).toMatch(/^IDF_PATH is not set/);
    const environment = { MODDABLE: '/sdk', IDF_PATH: '/idf', PATH: '/bin:/idf/tools' };
    expect(missingForImage(environment, 'linux', () => false)).toMatch(/^idf\.py is not in PATH/);
    const without = (path: string) => path === '/idf/tools/idf.py';
    expect(missingForImage(environment, 'linux', without)).toMatch(/^xtensa-esp32-elf-gcc is not in PATH/);
    expect(missingForImage(environment, 'linux', (path) => path.startsWith('/idf/tools/'))).toBeUndefined();
  });
});

describe('the memory that the board begins with', () => {
  const { chunk, heap } = JSON.parse(readText('hosts/esp32/board/manifest.json')).creation;

  it('holds a visit, and as many entries as the journal takes before it wants to be emptied', () => {
    // Measured: the budget of a visit, and 88 slots of 16 bytes and 750 bytes besides of a row with field 55 of 150 bytes.
    const needed = 48 * 1024 + ENTRIES_MAX * (88 * 16 + 750);
    expect(chunk.initial + heap.initial * 16).toBeGreaterThanOrEqual(needed);
  });

  it('may grow: XS ends where it cannot', () => {
    expect(Math.min(chunk.incremental, heap.incremental)).toBeGreaterThan(0);
  });
});

describe('the board’s main and the typings of the SDK', () => {
  it('differ where they are known to, and nowhere else', async () => {
    expect(await checkTypings()).toEqual([]);
  });

  it('are told where they differ anew, and where they no longer do', () => {
    const anew = "TS2322: Type 'typeof Timer' is not assignable to type 'string'.";
    const found = differences(`hosts/esp32/main.ts(7,1): error ${anew}\nsrc/base/hex.ts(1,2): error TS1: no\n`);
    expect(found.slice(0, 2)).toEqual([
      `hosts/esp32/main.ts: not as @moddable/typings has it: ${anew}`,
      'src/base/hex.ts: not as @moddable/typings has it: TS1: no',
    ]);
    expect(found.slice(2).every((line) => line.startsWith('@moddable/typings has put right'))).toBe(true);
    expect(found.length).toBeGreaterThan(2);
  });
});
