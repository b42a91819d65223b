/** `npm run typecheck`: every world with the types that it may see, all at once. */

import { pathToFileURL } from 'node:url';
import { type Finished, runTool } from './command.js';

/** One tsconfig a world: src and the emulated peers see neither Node nor DOM types. */
const WORLDS: readonly string[] = Object.freeze(['src', 'hosts', 'hosts/desktop', 'test', 'tools']);

export async function typecheck(): Promise<Finished> {
  const checked = await Promise.all(
    WORLDS.map(async (world) => ({ world, ...(await runTool('typescript/bin/tsc', '-p', world)) })),
  );
  const wrong = checked.filter(({ ok }) => !ok);
  return { ok: wrong.length === 0, output: wrong.map(({ world, output }) => `tsc -p ${world}\n${output}`).join('\n') };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { ok, output } = await typecheck();
  process.stdout.write(ok ? `types: ${WORLDS.join(', ')}\n` : output);
  process.exitCode = ok ? 0 : 1;
}
