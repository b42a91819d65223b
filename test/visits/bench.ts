/** A terminal in an emulated world with everything heard and seen, and chips that can be tampered with. */

import { issueCard } from '../../hosts/peers/bureau/issue.js';
import { parseCardProfile } from '../../hosts/peers/bureau/profile.js';
import { type Card, createCard } from '../../hosts/peers/card/card.js';
import type { CardImage } from '../../hosts/peers/card/image.js';
import type { Chip } from '../../hosts/peers/chip.js';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import type { Gesture } from '../../hosts/peers/finger/finger.js';
import type { Press } from '../../hosts/peers/finger/keys.js';
import { testRoot } from '../../hosts/peers/keys.js';
import type { LineHost } from '../../hosts/peers/line/line-host.js';
import type { Mischief } from '../../hosts/peers/slot/slot.js';
import { SAMPLE_CARDS } from '../../hosts/samples/samples.js';
import { type EmulatedWorld, emulatedWorld } from '../../hosts/world/emulated-world.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { BlacklistStorage } from '../../src/app/blacklist.js';
import type { SocialSwitches } from '../../src/app/management.js';
import type { ProfileName } from '../../src/app/profiles.js';
import { ACCEPT_ALL, type RunningTerminal, startTerminal } from '../../src/app/start-terminal.js';
import { traceWorld } from '../../src/app/trace/trace-world.js';
import type { Flash } from '../../src/ports/flash.js';
import type { Slip } from '../../src/ports/printer.js';
import type { View } from '../../src/ports/screen.js';
import type { TraceEvent } from '../../src/ports/trace.js';
import type { BlacklistEntry } from '../../src/ssse/blacklist.js';
import type { Acceptance } from '../../src/ssse/validity.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import { samplePsam } from '../xs/scenarios.js';

export interface Bench {
  readonly world: EmulatedWorld;
  readonly terminal: RunningTerminal;
  readonly events: readonly TraceEvent[];
  readonly views: readonly View[];
  readonly slips: readonly Slip[];
  /** Commands that the card got, in hexadecimal, GET RESPONSE left away; PINs are hidden. */
  commands(): string[];
}

export interface Setting {
  /** undefined leaves the slot empty. */
  readonly card: Chip | undefined;
  readonly psam?: Chip | 'none';
  readonly gestures?: readonly Gesture[];
  readonly presses?: readonly Press[];
  readonly blacklist?: readonly BlacklistEntry[] | BlacklistStorage;
  readonly social?: SocialSwitches;
  readonly acceptance?: Acceptance;
  readonly profile?: ProfileName;
  /** The bureau's host at the end of a line of its own. */
  readonly bureau?: LineHost;
  /** Whether the terminal has a key under which a PIN goes there; it has without. */
  readonly agreesPinKey?: boolean;
  /** The terminal's own; a blank one without. */
  readonly flash?: Flash;
  readonly cardMischief?: Mischief;
  readonly psamMischief?: Mischief;
}

export async function bench(setting: Setting): Promise<Bench> {
  const { card, psam, gestures = [], presses = [], social, flash, cardMischief, psamMischief } = setting;
  const events: TraceEvent[] = [];
  const views: View[] = [];
  const slips: Slip[] = [];
  const world = emulatedWorld({
    seed: 1,
    ...(card && { card: () => card }),
    ...(flash && { flash: () => flash }),
    ...(setting.bureau && { bureau: setting.bureau }),
    ...(psam !== 'none' && { psam: (random) => psam ?? samplePsam('full')(random) }),
    gestures,
    presses,
    ...(cardMischief && { cardMischief }),
    ...(psamMischief && { psamMischief }),
    screen: { show: async (view) => void views.push(view) },
    printer: { print: async (slip) => void slips.push(slip) },
    trace: { write: (event) => void events.push(event) },
  });
  const terminal = await startTerminal(traceWorld(world, false), {
    profile: setting.profile ?? 'full',
    acceptance: setting.acceptance ?? ACCEPT_ALL,
    blacklist: setting.blacklist ?? [],
    device: testDevice(),
    ...(social && { social }),
    deviceNumber: 'T990100A0001',
    ...(setting.agreesPinKey !== false && { bureau: { pinKey: testRoot('TPK') } }),
  });
  return { world, terminal, events, views, slips, commands: () => commandsIn(events, 'icc') };
}

/** Commands to a slot, in hexadecimal, GET RESPONSE left away. */
export function commandsIn(events: readonly TraceEvent[], port: string): string[] {
  return events
    .filter((event) => event.port === port && event.direction === '>')
    .flatMap(({ bytes }) => (bytes === undefined || bytes.startsWith('00C0') ? [] : [bytes]));
}

/** What a card of a test has other than its sample. */
export interface PinChanges {
  /** Digits; null for a card that the holder gave none. */
  readonly pin?: string | null;
  readonly pinTries?: number;
  readonly pinTriesLeft?: number;
}

/** Each sample is personalised once; every test meets a card fresh from that image. */
const images = new Map<string, CardImage>();

function imageOf(sample: string): CardImage {
  const dice = new SeededRandom(2);
  const image = images.get(sample) ?? issueCard(parseCardProfile(SAMPLE_CARDS[sample]), (length) => dice.bytes(length));
  images.set(sample, image);
  return image;
}

/** A sample card, its PIN (key type 01) and tries changed as a card that was ordered so would have them. */
export function cardLike(sample: string, { pin, pinTries, pinTriesLeft }: PinChanges = {}): Card {
  const image = imageOf(sample);
  const environments = image.environments.map((environment) => ({
    ...environment,
    keys: environment.keys.map((key) => {
      if (key.type !== '01') return key;
      const value = pin === undefined ? key.value : (pin ?? '').padEnd(16, 'F');
      const triesMax = pinTries ?? key.triesMax;
      return { ...key, value, triesMax, triesLeft: pinTriesLeft ?? triesMax };
    }),
  }));
  const dice = new SeededRandom(3);
  return createCard({ ...image, environments }, (length) => dice.bytes(length));
}

/** A chip whose answers pass through other hands. */
export function tampered(chip: Chip, answer: (tpdu: Uint8Array, real: () => Uint8Array) => Uint8Array): Chip {
  return {
    reset: () => chip.reset(),
    powerOff: () => chip.powerOff(),
    expectsData: (header) => chip.expectsData(header),
    exchange: (tpdu) => answer(tpdu, () => chip.exchange(tpdu)),
  };
}

/** `done`, the reason of a refusal with its number, or slot and kind of a Fault. */
export function outcome(result: VisitResult<unknown>): string {
  switch (result.outcome) {
    case 'done':
      return 'done';
    case 'refused': {
      const { refused, ...number } = result.refusal;
      return [refused, ...Object.values(number)].join(' ');
    }
    case 'interrupted':
      return `${result.fault.port} ${result.fault.kind}`;
  }
}
