/**
 * Links the modules of the image with the SDK alone: everything that its compiler, its linker and its resource tools do for an
 * ESP32 happens before the ESP-IDF compiles a line of C.
 */

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type Finished, run } from '../command.js';
import { TOP } from '../files.js';

/** For `env`. */
export function withTools(sdk: string): string[] {
  return [`MODDABLE=${sdk}`, `PATH=${toolsOf(sdk)}:${process.env.PATH}`];
}

/** Makes makefile and folders of the image of `manifest` in `out`, which is there, and builds it without flashing. */
export function mcconfig(sdk: string, manifest: string, out: string): string[] {
  return [`${toolsOf(sdk)}/mcconfig`, '-m', '-p', 'esp32', '-t', 'build', '-o', out, `${TOP}${manifest}`];
}

export async function linkModules(sdk: string, manifest: string, out: string): Promise<Finished> {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  // The makefile asks the ESP-IDF's own repository for its version, and is content with any.
  const env = [...withTools(sdk), `IDF_PATH=${TOP}`];
  const made = await run('env', [...env, ...mcconfig(sdk, manifest, out).filter((option) => option !== '-m')]);
  if (!made.ok) return made;
  const name = readdirSync(`${out}/tmp/esp32/release`).find((entry) => entry !== 'lib');
  const folder = `${out}/tmp/esp32/release/${name}`;
  // What the ESP-IDF would write, and nothing here reads.
  const settings = `${folder}/xsProj-esp32/build/config/sdkconfig.h`;
  const targets = [`${folder}/mc.xs.c`, `${folder}/mc.resources.c`];
  return await run('env', [...env, 'make', '-f', `${folder}/makefile`, '-o', settings, ...targets], folder);
}

function toolsOf(sdk: string): string {
  return `${sdk}/build/bin/${process.platform === 'darwin' ? 'mac' : 'lin'}/release`;
}
