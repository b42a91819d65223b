/**
 * `npm run check:manifest`: whether the boards' Moddable manifests are of all that the build makes, and whether each can
 * be linked. mcconfig finds out much later, on a machine with the SDK, and says less.
 */

import { pathToFileURL } from 'node:url';
import { build, compiledModules } from './build.js';
import { filesIn, readText } from './files.js';
import { checkFirmware } from './firmware/check.js';
import { type Files, IMAGES } from './firmware/manifest.js';

/** @returns what is wrong with the manifests and what the last build made, one sentence each; nothing when all is right */
export function checkManifest(): string[] {
  return checkFirmware(firmwareFiles(), IMAGES);
}

/** The manifests, what was written by hand, and what the last build made. */
export function firmwareFiles(): Files {
  const written = ['manifest.json', '.c', '.js'].flatMap((ending) => filesIn('hosts/esp32', ending));
  const paths = ['manifest.json', 'src/manifest.json', ...written, ...compiledModules()];
  return new Map(paths.map((path) => [path, readText(path)]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const built = await build();
  const wrong = built.ok ? checkManifest() : [built.output];
  process.stdout.write(wrong.length > 0 ? `${wrong.join('\n')}\n` : 'manifest: every module is in it\n');
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
