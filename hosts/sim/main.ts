/** What the simulator starts: the display and the paper are two parts of the one screen that it gives a device. */

import Resource from 'Resource';
import Poco from 'commodetto/Poco';
import parseBMF from 'commodetto/parseBMF';
import Time from 'time';
import Timer from 'timer';
import { traceLine } from '../../src/app/trace/jsonl.js';
import { ChipClock } from '../../src/drivers/clock/chip-clock.js';
import { type PocoFont, PocoSurface, type Poco as Renderer } from '../../src/drivers/display/poco-surface.js';
import { SeededRandom } from '../world/seeded-random.js';
import { BETWEEN, BODY, DISPLAY, PAPER } from './face.js';
import type { TerminalMessage } from './messages.js';
import { Simulation } from './simulation.js';

/** A band of a screen, with the commands of a 64-bit machine. */
const DISPLAY_LIST_LENGTH = 16_384;
/** Beijing time. */
const ZONE_MINUTES = 480;

export function main(): void {
  const poco: Renderer<PocoFont> = new Poco<PocoFont>(screen, { displayListLength: DISPLAY_LIST_LENGTH });
  const font = (name: string) => parseBMF(new Resource(`${name}.bf4`));
  const fonts = { large: font('large'), small: font('small'), names: font('names') };
  const clock = new ChipClock({
    counter: () => Time.ticks,
    after: (callback, ms) => void Timer.set(() => callback(), ms),
    calendar: () => Date.now(),
    zoneMinutes: ZONE_MINUTES,
  });
  const dice = new SeededRandom(Date.now());
  const between = new PocoSurface({ poco, fonts, area: BETWEEN });
  const whole = { x: 0, y: 0, width: between.width, height: between.height };
  between.begin(whole);
  between.fill(whole, BODY);
  between.end();
  const simulation = new Simulation({
    clock,
    random: (length) => dice.bytes(length),
    display: new PocoSurface({ poco, fonts, area: DISPLAY }),
    paper: new PocoSurface({ poco, fonts, area: PAPER }),
    language: 'zh',
    issued: (name) => String.fromArrayBuffer(new Resource(`${name}.json`).slice(0)),
    tell: (message) => screen.postMessage(JSON.stringify(message)),
    trace: { write: (event) => trace(`${traceLine(event)}\n`) },
  });
  screen.onMessage = (text) => simulation.hear(text);
  screen.postMessage(JSON.stringify({ ready: true } satisfies TerminalMessage));
  simulation.run().catch((error) => trace(`the terminal has stopped: ${error}\n${error.stack}\n`));
}
