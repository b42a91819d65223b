/** What an image takes besides this project. */

import { existsSync } from 'node:fs';

type Environment = Readonly<Record<string, string | undefined>>;

/** What export.sh puts into the path beside setting IDF_PATH. */
const PROGRAMS: readonly string[] = Object.freeze(['idf.py', 'xtensa-esp32-elf-gcc']);

/**
 * @param isThere whether a file is
 * @returns what is missing to build an image, saying what to do; undefined where all is there
 */
export function missingForImage(
  environment: Environment,
  system: string,
  isThere: (path: string) => boolean = existsSync,
): string | undefined {
  if (system !== 'linux' && system !== 'darwin') return 'It needs Linux or macOS.';
  if (!environment.MODDABLE) return 'MODDABLE is not set: it names the Moddable SDK, with its tools built.';
  if (!environment.IDF_PATH)
    return 'IDF_PATH is not set: source export.sh of the ESP-IDF that the SDK names (6.0 for 8.2.3).';
  const folders = (environment.PATH ?? '').split(':');
  const program = PROGRAMS.find((name) => !folders.some((folder) => isThere(`${folder}/${name}`)));
  if (program !== undefined)
    return `${program} is not in PATH, though IDF_PATH is set: run its install.sh esp32, and source its export.sh.`;
  return undefined;
}
