/**
 * `npm run firmware`: the firmware of the ESP32, for each board. Compiles it, checks what can be checked without the SDK, weighs
 * the bytecode by room, links the modules of the images where `MODDABLE` names the SDK, and goes on to the images themselves where
 * `IDF_PATH` names the ESP-IDF that the SDK wants.
 */

import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from './build.js';
import { checkManifest } from './check-manifest.js';
import { run, runNpm } from './command.js';
import { exists, TOP } from './files.js';
import { linkModules, mcconfig, withTools } from './firmware/link.js';
import { IMAGES } from './firmware/manifest.js';
import { missingForImage } from './firmware/toolchain.js';
import { checkTypings } from './firmware/typings.js';
import { weighBytecode } from './measure/bytecode.js';
import { installXs } from './xs/install.js';

const OUT = `${TOP}dist/firmware`;

/** @returns the exit status: a missing compiler or SDK is told, what is wrong or has grown beyond its budget fails */
async function main(): Promise<number> {
  const built = await build();
  const wrong = built.ok ? [...checkManifest(), ...(await checkTypings())] : [built.output];
  if (wrong.length > 0) {
    say(`${wrong.join('\n')}\nfirmware: FAILED, it could not be linked`);
    return 1;
  }
  say('firmware: every module is in the manifest, finds what it imports, holds no state, and has the types of the SDK');
  if (!(await keepsBudgets())) return 1;
  const missing = missingForImage(process.env, process.platform);
  const sdk = process.env.MODDABLE ?? '';
  if (missing !== undefined) say(`image: NOT BUILT. ${missing}`);
  if (sdk === '' || !['linux', 'darwin'].includes(process.platform)) return 0;
  if (!(await haveFonts())) return 1;
  const make = missing === undefined ? buildImage : linkImage;
  for (const manifest of IMAGES) if (!(await make(sdk, manifest))) return 1;
  return 0;
}

/** The image has them as resources. */
async function haveFonts(): Promise<boolean> {
  if (exists('dist/fonts/names.fnt')) return true;
  const fonts = await runNpm(['run', '-s', 'fonts'], TOP);
  if (!fonts.ok) say(`${fonts.output}\nimage: FAILED, the fonts could not be made`);
  return fonts.ok;
}

/** The compiler is XS's own, and its sources come with the engine of the tests. */
async function keepsBudgets(): Promise<boolean> {
  const xs = await installXs();
  if (xs.kind !== 'ready') {
    say(
      `bytecode: NOT MEASURED. ${xs.kind === 'failed' ? xs.output : `It takes ${xs.missing} to compile XS's compiler.`}`,
    );
    return true;
  }
  const { lines, kept } = await weighBytecode();
  say(lines.join('\n'));
  if (!kept) say('firmware: FAILED, a room has grown beyond its budget (tools/measure/bytecode.ts)');
  return kept;
}

async function buildImage(sdk: string, manifest: string): Promise<boolean> {
  mkdirSync(OUT, { recursive: true });
  const image = await run('env', [...withTools(sdk), ...mcconfig(sdk, manifest, OUT)]);
  say(
    image.ok
      ? `${manifest}: image built, in dist/firmware`
      : `${image.output}\n${manifest}: image FAILED, mcconfig could not build it`,
  );
  return image.ok;
}

async function linkImage(sdk: string, manifest: string): Promise<boolean> {
  const linked = await linkModules(sdk, manifest, `${OUT}-link`);
  const said = linked.ok
    ? `${manifest}: every module and resource linked, by the tools of the SDK`
    : `${linked.output}\n${manifest}: link FAILED, the tools of the SDK could not link the modules of the image`;
  say(said);
  return linked.ok;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main();
