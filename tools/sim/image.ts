/** Makes what the simulator opens: the terminal as an image, and the panel as the plain script and pictures that mcsim loads. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { issueSample } from '../../hosts/sim/drawer.js';
import { CARDS } from '../../hosts/sim/shelf.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { type Finished, run } from '../command.js';
import { TOP } from '../files.js';
import { cardPicture, facePicture } from './face-picture.js';

/** The cards are the same in each build. */
const SEED = 20120528;

const ROOM = `${TOP}dist/sim`;
/** What mcsim is given: the folder of its device, and the image. */
export const PANEL = `${ROOM}/panel`;
export const IMAGE = `${ROOM}/out/bin/lin/mc/release/ssc-terminal/mc.so`;

/** All in one module, which is not preloaded: the peers' is not code of a device (tools/sdk/run.ts says what happens else). */
const MANIFEST = Object.freeze({
  build: { NAME: 'ssc-terminal', SIMULATORS: './panel' },
  creation: { stack: 8192 },
  include: ['$(MODDABLE)/examples/manifest_base.json', '$(MODDABLE)/examples/manifest_commodetto.json'],
  modules: { '*': './main' },
  data: { '*': './cards/*' },
  resources: { '*-mask': ['../fonts/large', '../fonts/small', '../fonts/names'] },
});

/** The terminal's only module, as text. @throws Error with esbuild's account of what does not bundle */
export function bundleTerminal(): Promise<string> {
  return bundle(`export { main as default } from './hosts/sim/main.ts';`, [
    'commodetto/Poco',
    'commodetto/parseBMF',
    'Resource',
    'time',
    'timer',
  ]);
}

/** The panel's script, as text. @throws Error with esbuild's account of what does not bundle */
export function bundlePanel(): Promise<string> {
  return bundle(`export { default } from './hosts/sim/panel.ts';`, ['ControlsPane', 'DevicePane']);
}

async function bundle(contents: string, external: string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: TOP },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external,
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

/** A card as the bureau hands it out: signing its bank side takes a simulator's XS seconds, and its window with it. */
function issued(name: string): string {
  const dice = new SeededRandom(SEED);
  return JSON.stringify(issueSample(name, (length) => dice.bytes(length)));
}

/** The first time compiles all of the SDK's XS: a minute or two. The fonts must have been made. */
export async function buildSimulator(sdk: string): Promise<Finished> {
  rmSync(PANEL, { recursive: true, force: true });
  mkdirSync(PANEL, { recursive: true });
  for (const folder of ['out', 'cards']) mkdirSync(`${ROOM}/${folder}`, { recursive: true });
  writeFileSync(`${PANEL}/ssc-terminal.js`, await bundlePanel());
  writeFileSync(`${PANEL}/face.png`, facePicture());
  writeFileSync(`${PANEL}/card.png`, cardPicture());
  for (const name of CARDS) writeFileSync(`${ROOM}/cards/${name}.json`, issued(name));
  writeFileSync(`${ROOM}/main.js`, await bundleTerminal());
  writeFileSync(`${ROOM}/manifest.json`, JSON.stringify(MANIFEST));
  const tools = `${sdk}/build/bin/lin/release`;
  const mcconfig = ['-m', '-p', 'lin', '-t', 'build', '-o', `${ROOM}/out`, `${ROOM}/manifest.json`];
  return run('env', [`PATH=${tools}:${process.env.PATH}`, `${tools}/mcconfig`, ...mcconfig], ROOM);
}
