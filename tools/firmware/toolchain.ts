/** What an image takes besides this project. */

type Environment = Readonly<Record<string, string | undefined>>;

/** @returns what is missing to build an image, saying what to do; undefined where all is there */
export function missingForImage(environment: Environment, system: string): string | undefined {
  if (system !== 'linux' && system !== 'darwin') return 'It needs Linux or macOS.';
  if (!environment.MODDABLE) return 'MODDABLE is not set: it names the Moddable SDK, with its tools built.';
  if (!environment.IDF_PATH)
    return 'IDF_PATH is not set: source export.sh of the ESP-IDF that the SDK names (6.0 for 8.2.3).';
  return undefined;
}
