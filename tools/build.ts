/** `npm run build`: compiles src to dist, the JavaScript modules that manifest.json lists. One pass for all of them. */

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type Finished, runTool } from './command.js';
import { TOP } from './files.js';

/** Starts from a dist without modules: one left over from a file that is gone would be linked into the firmware. */
export async function build(): Promise<Finished> {
  const dist = `${TOP}dist`;
  for (const entry of existsSync(dist) ? readdirSync(dist) : [])
    if (entry !== 'fonts') rmSync(`${dist}/${entry}`, { recursive: true, force: true });
  return runTool('typescript/bin/tsc', '-p', 'src/tsconfig.build.json');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { ok, output } = await build();
  process.stdout.write(output);
  process.exitCode = ok ? 0 : 1;
}
