/** The river runs one way: which room may import which, and who may name a platform. */

import { describe, expect, it } from 'vitest';
import { exists, filesIn, readText } from '../../tools/files.js';
import { importsOf, resolveImport } from '../../tools/source.js';

const KERNEL = ['src/base', 'src/ports', 'src/codec', 'src/crypto', 'src/card', 'src/vault'];

const BELOW_VISITS = [...KERNEL, 'src/drivers', 'src/ssse', 'src/pse', 'src/journal', 'src/links', 'src/screens'];

/** What a room may import besides itself: the plan of the house. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/base': [],
  'src/ports': ['src/base'],
  'src/codec': ['src/base'],
  'src/crypto': ['src/base'],
  'src/drivers': ['src/base', 'src/ports', 'src/codec'],
  'src/card': ['src/base', 'src/ports', 'src/codec'],
  'src/vault': ['src/base', 'src/ports', 'src/codec', 'src/crypto'],
  'src/ssse': KERNEL,
  'src/pse': KERNEL,
  'src/journal': ['src/base', 'src/ports', 'src/codec', 'src/crypto', 'src/vault'],
  'src/links': ['src/base', 'src/ports', 'src/codec', 'src/crypto', 'src/vault', 'src/journal'],
  'src/screens': ['src/base', 'src/ports'],
  'src/visits': BELOW_VISITS,
  'src/app': [...BELOW_VISITS, 'src/visits'],
  'hosts/peers': ['src/base', 'src/ports', 'src/codec', 'src/crypto', 'hosts/samples'],
  'hosts/samples': [],
  'hosts/world': ['src/app', 'src/base', 'src/codec', 'src/drivers', 'src/ports', 'hosts/peers', 'hosts/samples'],
  'hosts/desktop': [
    'src/app',
    'src/base',
    'src/drivers',
    'src/ports',
    'src/screens',
    'src/visits',
    'hosts/peers',
    'hosts/samples',
    'hosts/world',
  ],
  'hosts/sim': [
    'src/app',
    'src/base',
    'src/drivers',
    'src/ports',
    'src/screens',
    'hosts/peers',
    'hosts/samples',
    'hosts/world',
  ],
  'hosts/esp32': ['src/app', 'src/base', 'src/crypto', 'src/drivers', 'src/ports', 'src/screens'],
};

/** The only rooms that may name Node's modules or the SDK's. */
const PLATFORM: Readonly<Record<string, RegExp>> = {
  'hosts/desktop': /^node:/,
  'hosts/sim': /^(?:commodetto\/(?:Poco|parseBMF)|Resource|timer?|piu\/PC|(?:Controls|Device)Pane)$/,
  'hosts/esp32':
    /^(?:embedded:|(?:commodetto\/(?:Poco|parseBMF)|Resource|chip-random|crypt|iso7816|mc\/config|ssl\/session|timer?)$)/,
};

const files = [...filesIn('src', '.ts'), ...filesIn('hosts', '.ts')];

/** What `npm start` has installed: it runs without the development dependencies. */
const installed: readonly string[] = Object.keys(JSON.parse(readText('package.json')).dependencies);

/** A package, or a module of one. */
function isInstalled(specifier: string): boolean {
  return installed.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

const imports = files.flatMap((file) => importsOf(readText(file)).map((specifier) => ({ file, specifier })));
const relative = imports.filter(({ specifier }) => specifier.startsWith('.'));
const absolute = imports.filter(({ specifier }) => !specifier.startsWith('.'));

/** What a module takes from another as values; a constant's name begins with a capital like a type's. */
function importedNames(text: string, specifier: string): string[] {
  const from = `from '${specifier}';`;
  const line = text.split(/^(?=import )/m).find((part) => part.includes(from) && !part.startsWith('import type')) ?? '';
  const names = /\{([^}]*)\}/.exec(line)?.[1] ?? '';
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '));
}

function roomOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

describe('imports', () => {
  it('come from rooms of the plan', () => {
    const unknown = files.filter((file) => !(roomOf(file) in MAY_IMPORT));
    expect(unknown, 'give the room a row in this test, and say in the README what lives there').toEqual([]);
  });

  it('follow the river', () => {
    const upstream = relative
      .map(({ file, specifier }) => ({ file, target: resolveImport(file, specifier) }))
      .filter(({ file, target }) => roomOf(file) !== roomOf(target))
      .filter(({ file, target }) => !MAY_IMPORT[roomOf(file)]?.includes(roomOf(target)))
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(upstream, 'move the line to a room that may know both, or pass the value in').toEqual([]);
  });

  it('name files as they are after the build, and files that exist', () => {
    const wrong = relative
      .filter(({ file, specifier }) => !/\.(?:js|json)$/.test(specifier) || !exists(resolveImport(file, specifier)))
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    expect(wrong, 'a relative import ends in .js, and its .ts exists').toEqual([]);
  });

  it('of src take nothing from outside', () => {
    const outside = absolute.filter(({ file }) => file.startsWith('src/'));
    expect(outside, 'the device has no packages: the world comes through a port').toEqual([]);
  });

  it('of what a host may have in silicon stay within the cipher room, and the decoder that runs on a desk', () => {
    const primitive = /src\/crypto\/(?:aes|des|sha1|sm4|software-ciphers)\.ts$/;
    const inSoftware = files
      .filter((file) => file.startsWith('src/') && !/^src\/(?:crypto|app\/decode)\//.test(file))
      .flatMap((file) => importsOf(readText(file)).map((specifier) => ({ file, specifier })))
      .filter(({ file, specifier }) => primitive.test(resolveImport(file, specifier)))
      .filter(({ file, specifier }) => importedNames(readText(file), specifier).some((name) => !/^[A-Z]/.test(name)))
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    expect(inSoftware, 'take it from the Device that the host gives').toEqual([]);
  });

  it('of hosts take packages that the terminal is installed with, and each its own platform', () => {
    const wrong = absolute
      .filter(({ file }) => file.startsWith('hosts/'))
      .filter(({ file, specifier }) => !isInstalled(specifier) && !PLATFORM[roomOf(file)]?.test(specifier));
    expect(wrong, 'a package goes into "dependencies"; node: belongs to desktop, the SDK to sim and esp32').toEqual([]);
  });
});
