/**
 * `npm run check:manifest`: whether manifest.json is the Moddable manifest of all that src compiles to. mcconfig finds
 * out much later, on a machine with the SDK, and says less.
 */

import { pathToFileURL } from 'node:url';
import { build } from './build.js';
import { exists, filesIn, readText } from './files.js';
import { importsOf } from './source.js';

interface Manifest {
  readonly modules: Readonly<Record<string, unknown>>;
  readonly preload: readonly string[];
}

/** @returns what is wrong, one sentence each, saying what to do; nothing when the manifest is right */
export function checkManifest(): string[] {
  const modules = filesIn('dist', '.js').map((file) => file.slice('dist/'.length, -'.js'.length));
  if (modules.length === 0) return ['dist is empty: npm run build'];
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readText('manifest.json')) as Manifest;
  } catch (error) {
    return [`manifest.json: ${(error as Error).message}`];
  }
  return [
    ...checkFolders(manifest, [...new Set(modules.map(folderOf))]),
    ...modules
      .filter((module) => !exists(`src/${module}.ts`))
      .map((module) => `src/${module}.ts is gone: npm run build`),
    ...modules.flatMap(checkImports),
  ];
}

/** Globs are not recursive, and a module's key is what relative imports resolve against: one key a folder, same shape. */
function checkFolders(manifest: Manifest, folders: readonly string[]): string[] {
  const wrong: string[] = [];
  for (const folder of folders) {
    const entry = `"${folder}/*": "./dist/${folder}/*"`;
    if (manifest.modules?.[`${folder}/*`] !== `./dist/${folder}/*`) wrong.push(`add to modules: ${entry}`);
    if (!manifest.preload?.includes(`${folder}/*`)) wrong.push(`add to preload: "${folder}/*"`);
  }
  for (const key of [...Object.keys(manifest.modules ?? {}), ...(manifest.preload ?? [])])
    if (!folders.includes(key.replace(/\/\*$/, ''))) wrong.push(`take away "${key}": src has no module there`);
  return wrong.map((sentence) => `manifest.json: ${sentence}`);
}

/** XS resolves a relative specifier against the importer's key and drops `.js`: what remains must be a module's key. */
function checkImports(module: string): string[] {
  const wrong: string[] = [];
  for (const specifier of importsOf(readText(`dist/${module}.js`))) {
    const target = `dist/${folderOf(module)}/${specifier}`;
    if (!/^\.\.?\//.test(specifier)) wrong.push(`imports ${specifier}, which the manifest does not have`);
    else if (!specifier.endsWith('.js')) wrong.push(`imports ${specifier} without .js`);
    else if (!exists(target)) wrong.push(`imports ${specifier}, which does not exist`);
  }
  return wrong.map((sentence) => `src/${module}.ts ${sentence}`);
}

function folderOf(module: string): string {
  return module.slice(0, module.lastIndexOf('/'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const built = await build();
  const wrong = built.ok ? checkManifest() : [built.output];
  process.stdout.write(wrong.length > 0 ? `${wrong.join('\n')}\n` : 'manifest: every module of src is in it\n');
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
