/** Somebody at the simulator's window, without a monitor: clicks keys and controls, reads the transcript, takes pictures. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { FACE, KEYS } from '../../hosts/sim/face.js';
import { parseTraceLine } from '../../src/app/trace/jsonl.js';
import type { Key } from '../../src/drivers/keypad/key.js';
import { run } from '../command.js';
import { TOP } from '../files.js';
import { IMAGE, PANEL } from './image.js';

/** What is run besides the simulator. */
export const PROGRAMS: readonly string[] = Object.freeze(['Xvfb', 'xdotool', 'import', 'stdbuf']);

/**
 * The window, and where mcsim then has the face, in the middle of the right pane, and its controls: the rows of panel.ts, one
 * every 30.
 */
const WINDOW = Object.freeze({ width: 1000, height: 800 });
const FACE_AT = Object.freeze({ x: 359, y: 101 });
const CONTROLS = Object.freeze({
  insert: Object.freeze({ x: 159, y: 96 }),
  paperUp: Object.freeze({ x: 159, y: 276 }),
  paperTear: Object.freeze({ x: 159, y: 306 }),
  bank: Object.freeze({ x: 144, y: 186 }),
  language: Object.freeze({ x: 144, y: 246 }),
});

/** How long a finger is down, and the least time to the next click; how long a screen may take to come, and to be painted. */
const DOWN_MS = 50;
const UP_MS = 150;
const SCREEN_MS = 60_000;
const PAINTED_MS = 400;

/** A key that nobody asked for is pressed again so much later, and so often in all. */
const AGAIN_MS = 5_000;
const TRIES = 5;

export class Operator {
  readonly #programs: ChildProcess[] = [];
  readonly #screens: string[] = [];
  #env: NodeJS.ProcessEnv = {};

  /** Opens the simulator on a display of its own, and waits for the idle screen. @throws Error where it does not come up */
  async open(sdk: string): Promise<void> {
    const home = `${TOP}dist/sim/home`;
    rmSync(home, { recursive: true, force: true });
    mkdirSync(`${home}/.config/tech.moddable.mcsim`, { recursive: true });
    const size = `${WINDOW.width}x${WINDOW.height}x24`;
    const display = this.#start('Xvfb', ['-displayfd', '1', '-screen', '0', size]);
    const number = await firstLine(display);
    this.#env = { ...process.env, DISPLAY: `:${number}`, HOME: home };
    const simulator = this.#start('stdbuf', ['-oL', `${sdk}/build/bin/lin/release/mcsim`, PANEL, IMAGE]);
    if (simulator.stdout) createInterface(simulator.stdout).on('line', (line) => this.#read(line));
    await this.reads('idle');
    const { output } = await this.#xdotool('search', '--name', 'mcsim');
    const window = output.trim().split('\n').at(-1) ?? '';
    await this.#xdotool('windowmove', window, '0', '0');
    await this.#xdotool('windowsize', window, String(WINDOW.width), String(WINDOW.height));
    await pause(1_000);
  }

  /** Waits for a screen that comes from now on, or has come since the last that was waited for. */
  async reads(screen: string): Promise<void> {
    if (await this.#comes(screen, SCREEN_MS)) return;
    throw new Error(`the screen ${screen} did not come; there came ${this.#screens.join(', ') || 'none'}`);
  }

  /** Presses a key until a screen comes: while a slip is being printed nobody asks for keys yet. */
  async goesOn(key: Key, screen: string): Promise<void> {
    for (let tries = 1; tries < TRIES; tries++) {
      await this.presses(key);
      if (await this.#comes(screen, AGAIN_MS)) return;
    }
    await this.presses(key);
    await this.reads(screen);
  }

  async presses(...keys: readonly Key[]): Promise<void> {
    for (const key of keys) {
      const face = KEYS.find((one) => one.key === key);
      if (face) await this.#click(FACE_AT.x + face.x + face.width / 2, FACE_AT.y + face.y + face.height / 2);
    }
  }

  async uses(control: keyof typeof CONTROLS): Promise<void> {
    await this.#click(CONTROLS[control].x, CONTROLS[control].y);
  }

  /** Of the face alone, or of the window. */
  async takesPicture(file: string, of: 'face' | 'window'): Promise<void> {
    const { width, height } = of === 'face' ? FACE : WINDOW;
    const { x, y } = of === 'face' ? FACE_AT : { x: 0, y: 0 };
    // The pointer away from keys and buttons, which it would light up.
    await this.#xdotool('mousemove', String(WINDOW.width - 8), String(WINDOW.height - 60));
    await pause(UP_MS);
    const part = ['-window', 'root', '-crop', `${width}x${height}+${x}+${y}`, '+repage'];
    const small = ['+dither', '-colors', '64', '-strip', `png8:${file}`];
    await this.#do('import', [...part, ...small]);
  }

  close(): void {
    for (const program of this.#programs.reverse()) program.kill();
  }

  async #comes(screen: string, withinMs: number): Promise<boolean> {
    for (let waited = 0; waited < withinMs; waited += UP_MS) {
      const at = this.#screens.indexOf(screen);
      if (at >= 0) {
        this.#screens.splice(0, at + 1);
        await pause(PAINTED_MS);
        return true;
      }
      await pause(UP_MS);
    }
    return false;
  }

  #start(program: string, args: readonly string[]): ChildProcess {
    const env = { ...process.env, ...this.#env };
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    this.#programs.push(child);
    return child;
  }

  /** A line of the transcript that shows a screen: `[idle] …`. */
  #read(line: string): void {
    if (!line.startsWith('{"at":')) return;
    const { port, words } = parseTraceLine(line);
    const [, screen] = /^\[([\w-]+)\]/.exec(words.en) ?? [];
    if (port === 'screen' && screen !== undefined) this.#screens.push(screen);
  }

  async #click(x: number, y: number): Promise<void> {
    await this.#xdotool('mousemove', String(Math.round(x)), String(Math.round(y)), 'mousedown', '1');
    await pause(DOWN_MS);
    await this.#xdotool('mouseup', '1');
    await pause(UP_MS);
  }

  #xdotool(...args: readonly string[]) {
    return this.#do('xdotool', args);
  }

  async #do(program: string, args: readonly string[]) {
    const environment = [`DISPLAY=${this.#env.DISPLAY}`, program, ...args];
    const done = await run('env', environment);
    if (!done.ok) throw new Error(`${program}: ${done.output}`);
    return done;
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => reject(new Error('Xvfb ended')));
    child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
  });
}
