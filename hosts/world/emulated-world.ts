/**
 * A whole emulated world from one seed: card, PSAM, slots, finger, clock and randomness. The same seed and the same deeds
 * give the same bytes, on every engine.
 */

import type { Clock } from '../../src/ports/clock.js';
import type { Flash } from '../../src/ports/flash.js';
import type { Printer } from '../../src/ports/printer.js';
import type { Random } from '../../src/ports/random.js';
import type { Screen } from '../../src/ports/screen.js';
import type { StripeReader } from '../../src/ports/stripe.js';
import type { Trace } from '../../src/ports/trace.js';
import type { World } from '../../src/ports/world.js';
import type { Chip, RandomBytes } from '../peers/chip.js';
import { Finger, type Gesture } from '../peers/finger/finger.js';
import { Keys, type Press } from '../peers/finger/keys.js';
import { NorFlash, PARTITION } from '../peers/flash/nor-flash.js';
import { EmulatedLine, type LineMischief } from '../peers/line/emulated-line.js';
import type { LineHost } from '../peers/line/line-host.js';
import { type Mischief, Slot } from '../peers/slot/slot.js';
import { type ContactSettings, ContactSlot } from './contact-slot.js';
import { type CouplerSettings, CouplerSlot } from './coupler-slot.js';
import type { EmulatedSlot } from './driven-slot.js';
import { SeededRandom } from './seeded-random.js';
import { VirtualClock } from './virtual-clock.js';

/** When the deterministic world begins unless it is told otherwise. */
export const FIRST_OF_JUNE = '20260601090000';

export interface Emulation {
  readonly seed: number;
  /** One that begins on the first of June without. */
  readonly clock?: VirtualClock;
  /** Makes the card that goes into the slot, with its own source of randomness; none leaves the slot empty. */
  readonly card?: (random: SeededRandom) => Chip;
  readonly psam?: (random: SeededRandom) => Chip;
  /** What the holder does at the PIN pad. */
  readonly gestures?: readonly Gesture[];
  /** What holder and attendant press beside the screen. */
  readonly presses?: readonly Press[];
  /** Makes the reader beside the slot; none for a terminal without one. */
  readonly stripe?: (clock: VirtualClock) => StripeReader;
  /** Makes the bank's host at the other end of the line; none for a line that is down. */
  readonly bank?: (parts: BankParts) => LineHost;
  readonly lineMischief?: LineMischief;
  /** The bureau's host at the end of a second line; none for a terminal without one. */
  readonly bureau?: LineHost;
  /** The terminal's flash as an earlier run left it; none for a blank one. */
  readonly flash?: (random: SeededRandom, clock: Clock) => Flash;
  readonly cardMischief?: Mischief;
  readonly psamMischief?: Mischief;
  /** Reaches card and PSAM character by character, through the driver of real contacts, instead of command by command. */
  readonly contacts?: { readonly icc: ContactSettings; readonly sam1: ContactSettings };
  /** Reaches card and PSAM each through a coupler on a serial line. */
  readonly couplers?: { readonly icc: CouplerSettings; readonly sam1: CouplerSettings };
  readonly screen: Screen;
  readonly printer: Printer;
  readonly trace?: Trace;
}

/** What a bank is given: local time YYYYMMDDhhmmss, and its own source of randomness. */
export interface BankParts {
  readonly now: () => string;
  readonly random: RandomBytes;
}

export interface EmulatedWorld extends World {
  readonly icc: EmulatedSlot;
  readonly sams: readonly EmulatedSlot[];
  readonly pinPad: Finger;
  readonly bankLine: EmulatedLine;
  readonly bureauLine?: EmulatedLine;
  readonly clock: VirtualClock;
}

export function emulatedWorld(emulation: Emulation): EmulatedWorld {
  const dice = new SeededRandom(emulation.seed);
  // Every stream is drawn in a fixed order, so that leaving one peer out does not change another's luck.
  const cardDice = dice.fork('card');
  const psamDice = dice.fork('psam');
  const terminalDice = dice.fork('terminal');
  const flashDice = dice.fork('flash');
  const bankDice = dice.fork('bank');
  const lineDice = dice.fork('line');
  const clock = emulation.clock ?? new VirtualClock(FIRST_OF_JUNE);
  const slot = (name: 'icc' | 'sam1'): EmulatedSlot => {
    if (emulation.contacts) return new ContactSlot(name, clock, emulation.contacts[name]);
    return emulation.couplers ? new CouplerSlot(name, clock, emulation.couplers[name]) : new Slot({ name, clock });
  };
  const icc = slot('icc');
  const sam = slot('sam1');
  if (emulation.card) icc.insert(emulation.card(cardDice), emulation.cardMischief);
  if (emulation.psam) sam.insert(emulation.psam(psamDice), emulation.psamMischief);
  const random: Random = { bytes: async (length) => terminalDice.bytes(length) };
  return {
    icc,
    sams: [sam],
    pinPad: new Finger(clock, emulation.gestures ?? []),
    keypad: new Keys(clock, emulation.presses ?? []),
    ...(emulation.stripe && { stripe: emulation.stripe(clock) }),
    bankLine: lineOf(emulation, clock, bankDice, lineDice),
    ...(emulation.bureau && { bureauLine: new EmulatedLine({ clock, host: emulation.bureau }) }),
    screen: emulation.screen,
    printer: emulation.printer,
    flash:
      emulation.flash?.(flashDice, clock) ??
      new NorFlash(PARTITION, (length) => flashDice.bytes(length), undefined, clock),
    clock,
    random,
    ...(emulation.trace && { trace: emulation.trace }),
  };
}

function lineOf(
  { bank, lineMischief }: Emulation,
  clock: VirtualClock,
  bankDice: SeededRandom,
  lineDice: SeededRandom,
): EmulatedLine {
  const host = bank?.({ now: () => clock.now(), random: (length) => bankDice.bytes(length) });
  const line = new EmulatedLine({
    clock,
    host: host ?? NOBODY,
    random: (length) => lineDice.bytes(length),
    ...(lineMischief && { mischief: lineMischief }),
  });
  if (host === undefined) line.cut();
  return line;
}

const NOBODY: LineHost = Object.freeze({ receive: () => undefined });
