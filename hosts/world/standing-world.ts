/**
 * A world that outlives its terminal: card, banks, line and flash stay while the terminal boots again and again. It can be
 * put away as a value at any moment and taken up again.
 */

import { ACCEPT_ALL, type RunningTerminal, startTerminal } from '../../src/app/start-terminal.js';
import { traceWorld } from '../../src/app/trace/trace-world.js';
import type { Slip } from '../../src/ports/printer.js';
import type { View } from '../../src/ports/screen.js';
import type { Trace } from '../../src/ports/trace.js';
import type { World } from '../../src/ports/world.js';
import type { AccountOpening } from '../peers/bank/accounts.js';
import type { BankNetwork } from '../peers/bank/network.js';
import type { NetworkImage } from '../peers/bank/network-image.js';
import { BureauHost } from '../peers/bureau/bureau-host.js';
import { loadDesk } from '../peers/bureau/load-desk.js';
import { PurseBooks, type PurseBooksImage } from '../peers/bureau/purse-books.js';
import type { Chip } from '../peers/chip.js';
import { testDevice } from '../peers/device/test-device.js';
import { Finger, type Gesture } from '../peers/finger/finger.js';
import { Keys, type Press } from '../peers/finger/keys.js';
import { NorFlash, type NorShape } from '../peers/flash/nor-flash.js';
import { type Deed, isOfAnyLine } from '../peers/line/deeds.js';
import { EmulatedLine, type LineEvent } from '../peers/line/emulated-line.js';
import { type Mischief, Slot } from '../peers/slot/slot.js';
import { FIRST_OF_JUNE } from './emulated-world.js';
import { Power } from './power.js';
import { SeededRandom } from './seeded-random.js';
import { testBank, testPayment } from './test-bank.js';
import { VirtualClock } from './virtual-clock.js';

/** All that stays. */
export interface WorldState {
  /** Local time, YYYYMMDDhhmmss. */
  readonly now: string;
  /** undefined: never written. */
  readonly flash: Uint8Array | undefined;
  /** undefined: newly opened. */
  readonly bank: NetworkImage | undefined;
  /** What the bureau has of medical accounts. */
  readonly bureau: PurseBooksImage;
}

export const NEW_WORLD: WorldState = Object.freeze({
  now: FIRST_OF_JUNE,
  flash: undefined,
  bank: undefined,
  bureau: [],
});

export interface StandingOptions {
  readonly seed: number;
  readonly shape: NorShape;
  readonly accounts: readonly AccountOpening[];
  /** In the SAM slot as long as the world stands; none leaves it out. */
  readonly psam?: Chip;
  readonly state?: WorldState;
  /** Hears of every message before it meets its fate. */
  readonly onMessage?: (event: LineEvent) => void;
  readonly onView?: (view: View) => void;
  readonly onSlip?: (slip: Slip) => void;
  /** A PIN was entered at the pad, and confirmed. */
  readonly onEntry?: () => void;
  readonly trace?: Trace;
}

export class StandingWorld {
  readonly clock: VirtualClock;
  readonly network: BankNetwork;
  readonly flash: NorFlash;
  readonly line: EmulatedLine;
  readonly bureau: PurseBooks;
  readonly bureauLine: EmulatedLine;
  readonly power: Power;
  readonly #world: World;
  readonly #slot: Slot;
  readonly #sams: readonly Slot[];
  #finger: Finger;
  #keys: Keys;
  /** What is still to befall messages. */
  #deeds: Deed[] = [];

  constructor(options: StandingOptions) {
    const { seed, shape, accounts, state = NEW_WORLD, onMessage } = options;
    const dice = new SeededRandom(seed);
    const [bankDice, flashDice, terminalDice] = [dice.fork('bank'), dice.fork('flash'), dice.fork('terminal')];
    const clock = new VirtualClock(state.now);
    this.clock = clock;
    this.flash = new NorFlash(shape, (length) => flashDice.bytes(length), state.flash, clock);
    this.power = new Power(this.flash);
    const parts = { now: () => clock.now(), random: (length: number) => bankDice.bytes(length) };
    this.network = testBank(parts, accounts, state.bank && { image: state.bank });
    const { mischief } = this.power;
    this.line = new EmulatedLine({
      clock,
      host: this.network.host,
      mischief: (event) => {
        onMessage?.(event);
        return mischief(event) ?? (event.transaction === 'sign-in' ? undefined : this.#deeds.shift());
      },
    });
    this.bureau = new PurseBooks(state.bureau);
    const bureauHost = new BureauHost(this.bureau, { receive: () => undefined });
    this.bureauLine = new EmulatedLine({
      clock,
      host: bureauHost,
      mischief: (event) => {
        const deed = mischief(event);
        return deed && isOfAnyLine(deed) ? deed : undefined;
      },
    });
    this.#slot = new Slot({ name: 'icc', clock });
    const sam = new Slot({ name: 'sam1', clock });
    if (options.psam) sam.insert(options.psam);
    this.#sams = options.psam ? [sam] : [];
    this.#finger = new Finger(clock, []);
    this.#keys = new Keys(clock, []);
    this.#world = this.power.supply({
      icc: this.#slot,
      sams: this.#sams,
      pinPad: {
        enterPin: async (request) => {
          const answer = await this.#finger.enterPin(request);
          if (answer.kind === 'entered') options.onEntry?.();
          return answer;
        },
      },
      keypad: {
        choose: (count, withinMs) => this.#keys.choose(count, withinMs),
        enterDigits: (request) => this.#keys.enterDigits(request),
        awaitKey: (withinMs, isOver) => this.#keys.awaitKey(withinMs, isOver),
      },
      screen: { show: async (view) => options.onView?.(view) },
      printer: { print: async (slip) => options.onSlip?.(slip) },
      bankLine: this.line,
      bureauLine: this.bureauLine,
      flash: this.flash,
      clock,
      random: { bytes: async (length) => terminalDice.bytes(length) },
      ...(options.trace && { trace: options.trace }),
    });
  }

  /** Power on: the terminal comes up and settles what it can. */
  async boot(): Promise<RunningTerminal> {
    return await startTerminal(traceWorld(this.#world, false), {
      profile: 'full',
      acceptance: ACCEPT_ALL,
      blacklist: [],
      device: testDevice(),
      payment: testPayment('test'),
      loadDesk: loadDesk(() => this.clock.now()),
    });
  }

  /** Somebody comes, perhaps puts a card in, and will do this at the pad and beside the screen. */
  visitor(card: Chip | undefined, gestures: readonly Gesture[], presses: readonly Press[], mischief?: Mischief): void {
    this.leave();
    if (card) this.#slot.insert(card, mischief);
    this.#finger = new Finger(this.clock, gestures);
    this.#keys = new Keys(this.clock, presses);
  }

  /** The visitor goes, and takes the card. */
  leave(): void {
    this.#slot.remove();
  }

  /** After a power cut: what hung on the power is gone, what stays stays. */
  async restorePower(): Promise<void> {
    for (const slot of [this.#slot, ...this.#sams]) await slot.deactivate();
    await this.line.close();
    await this.bureauLine.close();
    this.power.restore();
  }

  /** What befalls the next messages one after the other, sign-ins apart. */
  befall(deeds: readonly Deed[]): void {
    this.#deeds = [...deeds];
  }

  state(): WorldState {
    return {
      now: this.clock.now(),
      flash: this.flash.content(),
      bank: this.network.image(),
      bureau: this.bureau.image(),
    };
  }
}
