/** The terminal in the simulator: the same app, drivers and screens as on a board, among emulated cards and back ends. */

import { runTerminal } from '../../src/app/run-terminal.js';
import { ACCEPT_ALL, startTerminal } from '../../src/app/start-terminal.js';
import { traceWorld } from '../../src/app/trace/trace-world.js';
import { PIN_PAD_LAYOUT } from '../../src/drivers/keypad/key.js';
import { KeyScanner } from '../../src/drivers/keypad/key-scanner.js';
import { LineKeys } from '../../src/drivers/keypad/line-keys.js';
import { KeyPinPad } from '../../src/drivers/pin-pad/key-pin-pad.js';
import { StripeHead } from '../../src/drivers/stripe/stripe-head.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Surface } from '../../src/ports/surface.js';
import type { Trace } from '../../src/ports/trace.js';
import type { World } from '../../src/ports/world.js';
import type { Language } from '../../src/screens/layout.js';
import { PaintedScreen } from '../../src/screens/painted-screen.js';
import { BureauHost } from '../peers/bureau/bureau-host.js';
import { HsmHost } from '../peers/bureau/hsm-host.js';
import { loadDesk } from '../peers/bureau/load-desk.js';
import { PurseBooks } from '../peers/bureau/purse-books.js';
import type { RandomBytes } from '../peers/chip.js';
import { testDevice } from '../peers/device/test-device.js';
import { NorFlash, PARTITION } from '../peers/flash/nor-flash.js';
import { testRoot } from '../peers/keys.js';
import { EmulatedLine } from '../peers/line/emulated-line.js';
import { Slot } from '../peers/slot/slot.js';
import type { Hand } from '../peers/stripe/hand.js';
import { HeadDecoder } from '../peers/stripe/head-decoder.js';
import { HeadSerial } from '../peers/stripe/head-serial.js';
import blacklist from '../samples/blacklist.json' with { type: 'json' };
import { testBank, testPayment } from '../world/test-bank.js';
import { testOperatorPassword } from '../world/test-operator.js';
import { accounts, Drawer, type Issued, sampleStripe } from './drawer.js';
import { readPanelMessage, type TerminalMessage } from './messages.js';
import { PanelKeys } from './panel-keys.js';
import { PaperRoll } from './paper-roll.js';

/** A hand at ease. */
const HAND: Hand = Object.freeze({ direction: 'forward', mmPerSecond: 400 });

export interface SimulationParts {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly display: Surface;
  readonly paper: Surface;
  readonly language: Language;
  readonly issued?: Issued;
  /** Tells the panel what it must show. */
  readonly tell: (message: TerminalMessage) => void;
  readonly trace?: Trace;
}

export class Simulation {
  readonly #parts: SimulationParts;
  readonly #drawer: Drawer;
  readonly #keys: PanelKeys;
  readonly #icc: Slot;
  readonly #sam: Slot;
  readonly #head: HeadDecoder;
  readonly #bankLine: EmulatedLine;
  readonly #bureauLine: EmulatedLine;
  readonly #screen: PaintedScreen;
  readonly #paper: PaperRoll;

  constructor(parts: SimulationParts) {
    const { clock, random, display, paper, language } = parts;
    this.#parts = parts;
    this.#drawer = new Drawer(random, parts.issued);
    this.#keys = new PanelKeys(clock);
    this.#icc = new Slot({ name: 'icc', clock });
    this.#sam = new Slot({ name: 'sam1', clock });
    this.#head = new HeadDecoder(clock);
    this.#sam.insert(this.#drawer.psam('full'));
    const bank = testBank({ now: () => clock.now(), random }, accounts(), { strangers: 'welcome' });
    this.#bankLine = new EmulatedLine({ clock, host: bank.host });
    const bureau = new BureauHost(new PurseBooks(), new HsmHost({ pinKey: testRoot('TPK') }));
    this.#bureauLine = new EmulatedLine({ clock, host: bureau });
    this.#screen = new PaintedScreen(display, language);
    this.#paper = new PaperRoll(paper, language);
  }

  /** Starts the terminal, and serves whoever is at the panel. */
  async run(): Promise<never> {
    const world = traceWorld(this.#world(), false);
    const terminal = await startTerminal(world, {
      profile: 'full',
      acceptance: ACCEPT_ALL,
      blacklist: blacklist.entries,
      device: testDevice(),
      payment: testPayment('test'),
      loadDesk: loadDesk(() => world.clock.now()),
      bureau: { pinKey: testRoot('TPK') },
    });
    return await runTerminal(terminal, world, testOperatorPassword());
  }

  /** What somebody does at the panel takes effect at once, also in the middle of a visit. @param text a message of it */
  hear(text: string): void {
    const message = readPanelMessage(text);
    if (message === undefined) return;
    if ('key' in message) this.#keys.press(message.key);
    else if ('insert' in message) this.#insert(message.insert);
    else if ('remove' in message) this.#remove();
    else if ('swipe' in message) this.#head.swipe(sampleStripe(message.swipe), HAND);
    else if ('psam' in message) this.#changePsam(message.psam);
    else if ('bank' in message) turn(this.#bankLine, message.bank);
    else if ('bureau' in message) turn(this.#bureauLine, message.bureau);
    else if ('language' in message) this.#speak(message.language);
    else if (message.paper === 'tear') this.#paper.tear();
    else this.#paper.turn(message.paper);
  }

  #world(): World {
    const { clock, random, trace } = this.#parts;
    const scanner = new KeyScanner({ contacts: this.#keys, layout: PIN_PAD_LAYOUT, clock });
    const showLength = (digits: number) => this.#screen.showDigits(digits);
    return {
      icc: this.#icc,
      sams: [this.#sam],
      pinPad: new KeyPinPad({ scanner, clock, showLength }),
      keypad: new LineKeys({ scanner, clock, pages: this.#screen }),
      stripe: new StripeHead({
        serial: { io: HeadSerial, port: { decoder: this.#head, clock } },
        clock,
        sendsLrc: false,
      }),
      screen: this.#screen,
      printer: this.#paper,
      bankLine: this.#bankLine,
      bureauLine: this.#bureauLine,
      flash: new NorFlash(PARTITION, random),
      clock,
      random: { bytes: async (length) => random(length) },
      ...(trace && { trace }),
    };
  }

  /** A card that is in the slot already goes back first. */
  #insert(name: string): void {
    this.#icc.remove();
    this.#icc.insert(this.#drawer.card(name));
    this.#parts.tell({ card: name });
  }

  #remove(): void {
    this.#icc.remove();
    this.#parts.tell({ card: null });
  }

  #changePsam(name: string): void {
    this.#sam.remove();
    if (name !== 'none') this.#sam.insert(this.#drawer.psam(name));
  }

  #speak(language: Language): void {
    this.#screen.speak(language);
    this.#paper.speak(language);
  }
}

function turn(line: EmulatedLine, to: 'up' | 'down'): void {
  if (to === 'up') line.restore();
  else line.cut();
}
