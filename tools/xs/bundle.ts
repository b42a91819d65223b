/** Bundles TypeScript into one script for XS. */

import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { filesIn, readText, TOP } from '../files.js';

const ENGINE = `${TOP}tools/xs/engine`;

/** Tests that must fail in XS. */
export const KNOWN_BAD = 'tools/xs/known-bad.ts';

/** Rooms whose modules the device preloads into ROM; hosts/desktop is Node's. */
const PRELOADED = /^(?:src|hosts\/peers|hosts\/world)\//;

/** Shows the module-level constants of each preloaded module to the engine, which watches over them (device.ts). */
const watchConstants: Plugin = {
  name: 'watch-constants',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const file = path.replaceAll('\\', '/').slice(TOP.length);
      if (!PRELOADED.test(file) && file !== KNOWN_BAD) return undefined;
      const text = readText(file);
      const names = [...text.matchAll(/^(?:export )?const (\w+)/gm)].map(([, name]) => name);
      if (names.length === 0) return undefined;
      return { contents: `${text}\nglobalThis.xsHost.keepInRom('${file}', { ${names.join(', ')} });\n`, loader: 'ts' };
    });
  },
};

/** @throws Error, with esbuild's account of each problem, when it does not bundle: a `node:` import is such a problem */
async function bundle(contents: string, plugins: readonly Plugin[] = [watchConstants]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: TOP, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    alias: { vitest: `${ENGINE}/vitest.ts` },
    banner: { js: "'use strict';" },
    plugins: [...plugins],
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

/** What makes a fresh engine behave as the device. */
export function bundleDevice(): Promise<string> {
  return bundle(`import './tools/xs/engine/device.ts';`);
}

/** A test file that runs as soon as it is evaluated. */
export function bundleTest(file: string): Promise<string> {
  return bundle(`import './${file}'; import { runTests } from 'vitest'; runTests();`);
}

/** A module and all that it takes, as one script. */
export function bundleScript(file: string): Promise<string> {
  return bundle(`import './${file}';`, []);
}

/** The scenarios: `listScenarios()` tells their names and `playScenario(name)` plays one. */
export function bundleScenarios(): Promise<string> {
  return bundle(`import './tools/xs/engine/scenarios.ts';`);
}

/** Leaves the terminal's modules to the image, under the keys that they have in the device's manifest. */
const terminalOutside: Plugin = {
  name: 'terminal-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const file = join(resolveDir, path).replaceAll('\\', '/');
      if (!file.startsWith(`${TOP}src/`)) return undefined;
      return { path: file.slice(TOP.length).replace(/\.[jt]s$/, ''), external: true };
    });
  },
};

/**
 * The scenarios and the peers as one module of an image of the Moddable SDK: its default export plays them all (tools/sdk).
 * The terminal itself is not in it.
 */
export async function bundleScenariosModule(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export { playScenarios as default } from './tools/sdk/scenarios.ts';`, resolveDir: TOP },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    plugins: [terminalOutside],
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

/** The engine-neutral tests: all but those that need Node. */
export function neutralTests(): string[] {
  return filesIn('test', '.test.ts').filter(
    (file) => !file.endsWith('.node.test.ts') && !file.startsWith('test/house/'),
  );
}
