/** What can be said of a firmware without the SDK: whether its modules are all there, find each other, and hold no state. */

import { parseAst } from 'vitest/node';
import { type Files, type Image, readManifest } from './manifest.js';
import { moduleState, type Program } from './module-state.js';

/** Modules of the SDK that the host may import, and the manifest each comes with (SDK 8.2.3). */
const SDK_MODULES: Readonly<Record<string, string>> = Object.freeze({
  'commodetto/Poco': '$(MODDABLE)/examples/manifest_commodetto.json',
  'commodetto/parseBMF': '$(MODDABLE)/examples/manifest_commodetto.json',
  crypt: '$(MODDABLE)/modules/crypt/tls_419.json',
  'embedded:io/digital': '$(MODDABLE)/modules/io/manifest.json',
  'embedded:io/i2c': '$(MODDABLE)/modules/io/manifest.json',
  'embedded:io/serial': '$(MODDABLE)/modules/io/manifest.json',
  'embedded:io/socket/tcp': '$(MODDABLE)/modules/io/manifest.json',
  'embedded:io/socket/udp': '$(MODDABLE)/modules/io/manifest.json',
  'embedded:network/interface/ethernet': '$(MODDABLE)/modules/io/ethernet/manifest.json',
  'embedded:network/interface/wifi': '$(MODDABLE)/modules/io/manifest.json',
  'embedded:storage/flash': '$(MODDABLE)/modules/io/flash/manifest.json',
  'embedded:storage/key-value': '$(MODDABLE)/modules/io/storage/manifest.json',
  Resource: '$(MODDABLE)/modules/crypt/tls_419.json',
  'ssl/session': '$(MODDABLE)/modules/crypt/tls_419.json',
  time: '$(MODDABLE)/modules/io/manifest.json',
  timer: '$(MODDABLE)/modules/io/manifest.json',
});

/** Made by mcconfig of every manifest's `config`. */
const CONFIG = 'mc/config';

/** Rooms that put bytes into words for a transcript. A device keeps none, so that its image does without a fifth of `src`. */
const LEFT_OUT: readonly string[] = Object.freeze(['dist/src/app/decode', 'dist/src/app/trace', 'dist/src/pse/words']);

/**
 * @param manifests of the images, each to be linked by itself
 * @returns what is wrong, one sentence each, saying what to do; nothing when every image can be linked
 */
export function checkFirmware(files: Files, manifests: readonly string[]): string[] {
  const images = manifests.map((path) => ({ path, ...readManifest(files, path, 'esp32') }));
  const listed = new Set(images.flatMap(({ modules }) => [...modules.values()]));
  const compiled = [...files.keys()].filter((file) => file.endsWith('.js'));
  const folders = compiled.filter((file) => !listed.has(file)).map(folderOf);
  const unlisted = folders.filter((folder) => !LEFT_OUT.includes(folder));
  const wrong = [
    ...(compiled.length === 0 ? ['dist is empty: npm run build'] : []),
    ...images.flatMap((image) => [
      ...image.wrong,
      ...(image.main !== undefined && !image.modules.has(image.main)
        ? [`${image.path}: creation starts "${image.main}", which is no module of it`]
        : []),
    ]),
    ...[...new Set(unlisted)].map((folder) => `${manifests[0]}: add to modules and to preload what lies in ${folder}`),
    ...images.flatMap((image) => [...image.modules].flatMap(([key, file]) => checkModule(files, image, key, file))),
  ];
  return [...new Set(wrong)];
}

function checkModule(files: Files, image: Image, key: string, file: string): string[] {
  let program: Program;
  try {
    program = parseAst(files.get(file) ?? '');
  } catch (error) {
    return [`${file}: ${(error as Error).message}`];
  }
  const wrong = specifiersOf(program).flatMap((specifier) => checkImport(image, key, specifier));
  return [...wrong, ...moduleState(program)].map((sentence) => `${file}: ${sentence}`);
}

function checkImport({ modules, sdk }: Image, key: string, specifier: string): string[] {
  if (!/^\.\.?\//.test(specifier)) {
    const manifest = SDK_MODULES[specifier];
    if (specifier === CONFIG || modules.has(specifier) || (manifest !== undefined && sdk.includes(manifest))) return [];
    const advice = manifest === undefined ? 'is no known module of the SDK' : `wants "${manifest}" in include`;
    return [`imports ${specifier}, which ${advice}`];
  }
  if (!specifier.endsWith('.js')) return [`imports ${specifier} without .js`];
  const target = resolveKey(key, specifier);
  return target !== undefined && modules.has(target)
    ? []
    : [`imports ${specifier}, which is no module of the manifest (${target ?? 'above its top'})`];
}

/** As XS does on a device (fxFindModule of SDK 8.2.3): against the importer's key, `..` in front only, without `.js`. */
function resolveKey(importer: string, specifier: string): string | undefined {
  const [, ups] = /^\.\/|^((?:\.\.\/)+)/.exec(specifier) ?? [];
  const parents = (ups ?? '').length / '../'.length;
  const folders = importer.split('/').slice(0, -1);
  if (parents > folders.length) return undefined;
  const rest = specifier.slice(ups?.length ?? './'.length).replace(/\.js$/, '');
  return [...folders.slice(0, folders.length - parents), rest].join('/');
}

/** Every specifier that the module names: in imports, re-exports and `import()` of a literal. */
function specifiersOf(program: Program): string[] {
  const found: string[] = [];
  const visit = (node: unknown) => {
    if (Array.isArray(node)) for (const item of node) visit(item);
    else if (typeof node === 'object' && node !== null) {
      const { type, source } = node as { readonly type?: string; readonly source?: { readonly value?: unknown } };
      const isImport = type !== undefined && /^(?:Import|ExportNamed|ExportAll)(?:Declaration|Expression)$/.test(type);
      if (isImport && typeof source?.value === 'string') found.push(source.value);
      for (const inner of Object.values(node)) visit(inner);
    }
  };
  visit(program.body);
  return found;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
