/**
 * `npm run firmware`: the firmware of the ESP32. Compiles it, checks what can be checked without the SDK, weighs the bytecode
 * by room, and goes on to an image where `MODDABLE` names the SDK and `IDF_PATH` the ESP-IDF that the SDK wants.
 */

import { mkdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from './build.js';
import { checkManifest } from './check-manifest.js';
import { run } from './command.js';
import { TOP } from './files.js';
import { missingForImage } from './firmware/toolchain.js';
import { weighBytecode } from './measure/bytecode.js';
import { installXs } from './xs/install.js';

const OUT = `${TOP}dist/firmware`;

/** @returns the exit status: a missing compiler or SDK is told, what is wrong or has grown beyond its budget fails */
async function main(): Promise<number> {
  const built = await build();
  const wrong = built.ok ? checkManifest() : [built.output];
  if (wrong.length > 0) {
    say(`${wrong.join('\n')}\nfirmware: FAILED, it could not be linked`);
    return 1;
  }
  say('firmware: every module is in the manifest, finds what it imports and holds no state');
  if (!(await keepsBudgets())) return 1;
  const missing = missingForImage(process.env, process.platform);
  if (missing !== undefined) {
    say(`image: NOT BUILT. ${missing}`);
    return 0;
  }
  return buildImage(process.env.MODDABLE ?? '');
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

async function buildImage(sdk: string): Promise<number> {
  mkdirSync(OUT, { recursive: true });
  const tools = `${sdk}/build/bin/${process.platform === 'darwin' ? 'mac' : 'lin'}/release`;
  const mcconfig = ['-m', '-p', 'esp32', '-t', 'build', '-o', OUT, `${TOP}manifest.json`];
  const image = await run('env', [`PATH=${tools}:${process.env.PATH}`, `${tools}/mcconfig`, ...mcconfig]);
  say(image.ok ? 'image: built, in dist/firmware' : `${image.output}\nimage: FAILED, mcconfig could not build it`);
  return image.ok ? 0 : 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main();
