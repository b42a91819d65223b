/**
 * `npm run sim`: builds the terminal as an image of the Moddable SDK and opens it in the SDK's simulator. It needs the SDK,
 * which `MODDABLE` names, with its tools built, on Linux. `--pictures DIR` takes the README's pictures instead, by clicks in
 * a window that nobody sees.
 */

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { runNpm } from './command.js';
import { TOP } from './files.js';
import { buildSimulator, IMAGE, PANEL } from './sim/image.js';
import { missingForPictures, takePictures } from './sim/pictures.js';

async function main(): Promise<number> {
  const { pictures } = parseArgs({ options: { pictures: { type: 'string' } } }).values;
  const sdk = process.env.MODDABLE;
  if (sdk === undefined || sdk === '' || process.platform !== 'linux') {
    const missing =
      process.platform === 'linux'
        ? 'MODDABLE is not set: it names the Moddable SDK, with its tools built'
        : 'it needs Linux';
    say(`sim: NOT OPENED. ${missing}`);
    return 1;
  }
  const missing = pictures === undefined ? undefined : await missingForPictures();
  if (missing !== undefined) return failed('', missing);
  // Anew each time: texts may have come in since.
  const fonts = await runNpm(['run', '-s', 'fonts'], TOP);
  if (!fonts.ok) return failed(fonts.output, 'the fonts could not be made');
  say('sim: building, which takes a minute or two the first time');
  const built = await buildSimulator(sdk);
  if (!built.ok) return failed(built.output, 'the image could not be built');
  if (pictures !== undefined) {
    await takePictures(sdk, pictures);
    return 0;
  }
  say('sim: opening');
  return await openSimulator(sdk);
}

/** mcsim keeps its state in a folder that it does not make. */
function openSimulator(sdk: string): Promise<number> {
  mkdirSync(`${homedir()}/.config/tech.moddable.mcsim`, { recursive: true });
  const simulator = spawn(`${sdk}/build/bin/lin/release/mcsim`, [PANEL, IMAGE], { stdio: 'inherit' });
  return new Promise((resolve) => {
    simulator.once('error', (error) => resolve(failed(`${error.message}\n`, 'mcsim could not be started')));
    simulator.once('close', (code) => resolve(code ?? 1));
  });
}

function failed(output: string, what: string): number {
  say(`${output}\nsim: FAILED, ${what}`);
  return 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main();
