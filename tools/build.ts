/**
 * `npm run build`: compiles src and the ESP32's host to dist, the JavaScript modules that manifest.json lists, in the shape
 * of the source tree. One pass for all of them.
 */

import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Finished, runTool } from './command.js';
import { filesIn, TOP } from './files.js';

const COMPILED: readonly string[] = Object.freeze(['dist/src', 'dist/hosts']);

/** Starts from a dist without modules: one left over from a file that is gone would be linked into the firmware. */
export async function build(): Promise<Finished> {
  for (const folder of COMPILED) rmSync(TOP + folder, { recursive: true, force: true });
  return runTool('typescript/bin/tsc', '-p', 'hosts/esp32/tsconfig.build.json');
}

/** What the last build has made. */
export function compiledModules(): string[] {
  return COMPILED.flatMap((folder) => filesIn(folder, '.js'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { ok, output } = await build();
  process.stdout.write(output);
  process.exitCode = ok ? 0 : 1;
}
