/** `ssc terminal`: the terminal with its menus in a text console, by the computer's keys, with emulated cards and back ends. */

import { randomBytes, randomInt } from 'node:crypto';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { runTerminal } from '../../src/app/run-terminal.js';
import { ACCEPT_ALL, startTerminal } from '../../src/app/start-terminal.js';
import { ChipClock } from '../../src/drivers/clock/chip-clock.js';
import { LineKeys } from '../../src/drivers/keypad/line-keys.js';
import { KeyPinPad } from '../../src/drivers/pin-pad/key-pin-pad.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Screen } from '../../src/ports/screen.js';
import type { World } from '../../src/ports/world.js';
import { loadDesk } from '../peers/bureau/load-desk.js';
import { type Card, createCard } from '../peers/card/card.js';
import { testDevice } from '../peers/device/test-device.js';
import { NorFlash, PARTITION } from '../peers/flash/nor-flash.js';
import { testRoot } from '../peers/keys.js';
import { EmulatedLine } from '../peers/line/emulated-line.js';
import type { LineHost } from '../peers/line/line-host.js';
import { createPsam } from '../peers/psam/psam.js';
import { Slot } from '../peers/slot/slot.js';
import { SeededRandom } from '../world/seeded-random.js';
import { testBank, testPayment } from '../world/test-bank.js';
import { testOperatorPassword } from '../world/test-operator.js';
import { bureauOf } from './bureau.js';
import { ConsoleKeys, type Hand } from './console-keys.js';
import { type CardFile, loadBlacklist, loadCard, loadPsam, samplePath } from './files.js';
import { paletteFor, textPrinter, textScreen, type Write } from './outputs.js';
import { profileOf, UsageError, usageErrorOf } from './usage.js';

const OPTIONS = {
  card: { type: 'string', multiple: true, default: [] as string[] },
  psam: { type: 'string' },
  profile: { type: 'string', default: 'full' },
  bank: { type: 'string', default: 'up' },
  bureau: { type: 'string', default: 'up' },
} as const;

const SEEDS = 0x1_0000_0000;

/** Standard input: a person's keys one by one where it is a TTY, characters of a pipe else. */
export type Keyboard = Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/** Runs until `q`, Ctrl-C or the end of a pipe. @returns the exit status, 0 @throws whatever a bug of the terminal threw */
export async function terminalCommand(args: readonly string[], write: Write, keyboard: Keyboard): Promise<number> {
  const { values } = parseTerminal(args);
  const profile = profileOf(values.profile);
  const drawer = new ConsoleDrawer(values.card.map(loadCard));
  const bureau = bureauOf(values.bureau)?.host;
  const clock = consoleClock();
  const icc = new Slot({ name: 'icc', clock });
  const ended = untilEnded();
  const isPerson = keyboard.isTTY === true;
  const keys = new ConsoleKeys({
    clock,
    piped: !isPerson,
    onHand: (hand) => (hand === 'quit' ? ended.end() : drawer.move(hand, icc, write)),
  });
  write(HELP);
  const world = consoleWorld(values, { clock, icc, keys, drawer, bureau, write, isPerson });
  const terminal = await startTerminal(world, {
    profile,
    acceptance: ACCEPT_ALL,
    blacklist: loadBlacklist(samplePath('blacklist.json')),
    device: testDevice(),
    payment: testPayment('test'),
    loadDesk: loadDesk(() => clock.now()),
    bureau: { pinKey: testRoot('TPK') },
  });
  listen(keyboard, keys, isPerson);
  try {
    await Promise.race([runTerminal(terminal, world, testOperatorPassword()), ended.promise]);
  } finally {
    if (isPerson) keyboard.setRawMode?.(false);
    keyboard.pause();
  }
  return 0;
}

const HELP = `keys: 0 to 9, Enter (e), Backspace (b) for Clear, Esc (c) for Cancel; i inserts the card, o takes it out, q quits
`;

interface ConsoleParts {
  readonly clock: Clock;
  readonly icc: Slot;
  readonly keys: ConsoleKeys;
  readonly drawer: ConsoleDrawer;
  readonly bureau: LineHost | undefined;
  readonly write: Write;
  readonly isPerson: boolean;
}

function consoleWorld(
  { psam, bank: state }: { readonly psam?: string; readonly bank: string },
  { clock, icc, keys, drawer, bureau, write, isPerson }: ConsoleParts,
): World {
  if (state !== 'up' && state !== 'down') throw new UsageError(`--bank is up or down, not '${state}'`);
  const sam = new Slot({ name: 'sam1', clock });
  if (psam !== 'none') sam.insert(createPsam(loadPsam(psam ?? samplePath('psams/full.json')), bytesOf));
  const bank = testBank({ now: () => clock.now(), random: bytesOf }, drawer.accounts, { strangers: 'welcome' });
  const bankLine = new EmulatedLine({ clock, host: bank.host });
  if (state === 'down') bankLine.cut();
  const palette = paletteFor(process.stdout, process.env);
  const screen = textScreen(write, palette);
  return {
    icc,
    sams: [sam],
    pinPad: new KeyPinPad({ scanner: keys, clock, showLength: (length) => showStars(length, write, isPerson) }),
    keypad: new LineKeys({ scanner: keys, clock }),
    screen: isPerson ? cleared(screen, write) : screen,
    printer: textPrinter(write, palette),
    bankLine,
    ...(bureau && { bureauLine: new EmulatedLine({ clock, host: bureau }) }),
    flash: new NorFlash(PARTITION, bytesOf),
    clock,
    random: { bytes: async (length) => bytesOf(length) },
  };
}

function bytesOf(length: number): Uint8Array {
  return Uint8Array.from(randomBytes(length));
}

/** A star a digit, in one row of the window; a pipe is told nothing. */
function showStars(length: number, write: Write, isPerson: boolean): void {
  if (isPerson) write(`\r\x1b[K  ${'*'.repeat(length)}`);
}

/** A window shows what a terminal's display does: one screen, with what was printed since above it. */
function cleared(screen: Screen, write: Write): Screen {
  let last = '';
  return {
    async show(view) {
      // While something is typed the screen is the same, and is written over.
      write(view.screen === last && view.typed !== undefined ? '\x1b[H\x1b[J' : '\r\x1b[K\n');
      last = view.typed === undefined ? '' : view.screen;
      await screen.show(view);
    },
  };
}

/** The cards, each personalised when it is first put in: `i` takes the next. */
class ConsoleDrawer {
  readonly #files: readonly CardFile[];
  readonly #taken = new Map<number, Card>();
  #next = 0;

  constructor(files: readonly CardFile[]) {
    this.#files = files;
  }

  /** What the bank keeps for them. */
  get accounts() {
    return this.#files.flatMap(({ account }) => (account ? [account] : []));
  }

  move(hand: Exclude<Hand, 'quit'>, slot: Slot, write: Write): void {
    slot.remove();
    if (hand === 'remove') return;
    if (this.#files.length === 0) return void write('no card at hand: ssc terminal --card FILE\n');
    slot.insert(this.#card(this.#next));
    this.#next = (this.#next + 1) % this.#files.length;
  }

  #card(at: number): Card {
    const card = this.#taken.get(at) ?? createCard(this.#files[at].image(new SeededRandom(randomInt(SEEDS))), bytesOf);
    this.#taken.set(at, card);
    return card;
  }
}

function consoleClock(): Clock {
  return new ChipClock({
    counter: () => Math.trunc(performance.now()),
    after: (callback, ms) => void setTimeout(callback, ms),
    calendar: () => Date.now(),
    zoneMinutes: -new Date().getTimezoneOffset(),
  });
}

function listen(keyboard: Keyboard, keys: ConsoleKeys, isPerson: boolean): void {
  if (isPerson) keyboard.setRawMode?.(true);
  keyboard.setEncoding('utf8');
  keyboard.on('data', (text: string) => keys.type(text));
  keyboard.once('end', () => keys.end());
}

function untilEnded(): { readonly promise: Promise<void>; readonly end: () => void } {
  let end: () => void = () => {};
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { promise, end };
}

function parseTerminal(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS });
  } catch (error) {
    throw usageErrorOf(error);
  }
}
