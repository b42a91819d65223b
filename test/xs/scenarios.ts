/**
 * Whole visits in the emulated world, as transcripts: the same bytes on every engine. `test/golden` holds what they must
 * be; `npm run golden` writes it anew after a change that was meant.
 */

import type { IssuingTemper } from '../../hosts/peers/bank/issuing-bank.js';
import type { BankNetwork } from '../../hosts/peers/bank/network.js';
import { BureauHost } from '../../hosts/peers/bureau/bureau-host.js';
import { issueCard } from '../../hosts/peers/bureau/issue.js';
import { loadDesk } from '../../hosts/peers/bureau/load-desk.js';
import { PurseBooks } from '../../hosts/peers/bureau/purse-books.js';
import { createCard } from '../../hosts/peers/card/card.js';
import type { CardImage } from '../../hosts/peers/card/image.js';
import type { Chip } from '../../hosts/peers/chip.js';
import { testDevice } from '../../hosts/peers/device/test-device.js';
import type { Gesture } from '../../hosts/peers/finger/finger.js';
import type { Press } from '../../hosts/peers/finger/keys.js';
import type { LineMischief } from '../../hosts/peers/line/emulated-line.js';
import type { LineHost } from '../../hosts/peers/line/line-host.js';
import { type PsamDescription, parsePsamDescription } from '../../hosts/peers/psam/description.js';
import { createPsam } from '../../hosts/peers/psam/psam.js';
import type { Mischief } from '../../hosts/peers/slot/slot.js';
import blacklist from '../../hosts/samples/blacklist.json' with { type: 'json' };
import { SAMPLE_CARDS, SAMPLE_PSAMS } from '../../hosts/samples/samples.js';
import { type EmulatedWorld, type Emulation, emulatedWorld } from '../../hosts/world/emulated-world.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { testPayment } from '../../hosts/world/test-bank.js';
import type { VirtualClock } from '../../hosts/world/virtual-clock.js';
import type { SocialSwitches } from '../../src/app/management.js';
import type { ProfileName } from '../../src/app/profiles.js';
import { ACCEPT_ALL, type Configuration, type RunningTerminal, startTerminal } from '../../src/app/start-terminal.js';
import { traceLine } from '../../src/app/trace/jsonl.js';
import { traceWorld } from '../../src/app/trace/trace-world.js';
import { assert } from '../../src/base/assert.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Flash } from '../../src/ports/flash.js';
import type { Printer } from '../../src/ports/printer.js';
import type { Screen } from '../../src/ports/screen.js';
import type { Trace } from '../../src/ports/trace.js';
import { explain, type VisitResult } from '../../src/visits/visit-result.js';
import { MANAGEMENT_SCENARIOS } from './management.js';
import { MEDICAL_SCENARIOS } from './medical.js';
import { bankOf, PAYMENT_SCENARIOS, sampleProfile } from './payments.js';

/** A terminal that is up, and what is around it. */
export interface Scene {
  readonly world: EmulatedWorld;
  readonly bank: BankNetwork;
  /** The one that is up now. */
  readonly terminal: RunningTerminal;
  /** Power goes and comes back. */
  restart(): Promise<void>;
  /** Another sample card in the slot, new. */
  changeCard(sample: string): void;
}

/** One visit: which card meets which PSAM, and what the holder and the operator do. */
export interface Scenario {
  /** A sample's name; undefined leaves the slot empty. */
  readonly card?: string;
  /** Samples whose accounts the banks know besides. */
  readonly others?: readonly string[];
  /** A sample's name; undefined leaves the SAM slot empty. */
  readonly psam?: string;
  /** A sample card in the SAM slot instead of a PSAM. */
  readonly cardAsPsam?: string;
  readonly profile?: ProfileName;
  readonly gestures?: readonly Gesture[];
  /** What is pressed beside the screen. */
  readonly presses?: readonly Press[];
  /** How the issuer departs from what it would do. */
  readonly temper?: IssuingTemper;
  /** The line to the bank: down; silent, so that the bank acts on everything but the sign-in and nobody hears it. */
  readonly line?: 'down' | 'silent' | LineMischief;
  /** The terminal has no key for its bank. */
  readonly withoutMasterKey?: boolean;
  readonly social?: SocialSwitches;
  /** There is a line to the bureau; of a bureau that is `mute`, nothing comes back. */
  readonly bureau?: 'up' | 'mute';
  /** What has happened before the visit. */
  readonly before?: readonly ((scene: Scene) => Promise<unknown>)[];
  readonly visit: (terminal: RunningTerminal) => Promise<VisitResult<unknown>>;
}

const identify = (terminal: RunningTerminal) => terminal.identify();

const enquire =
  (proof: 'pin' | 'key', ...files: readonly string[]) =>
  (terminal: RunningTerminal) =>
    terminal.enquire({ files, proof });

const RIGHT: Gesture = { digits: '123456' };
const WRONG: Gesture = { digits: '654321' };

/** The 2.0 files that a holder may look at, across all directories. */
const HOLDERS_FILES = [
  'SSSEEF05',
  'SSSEEF06',
  'DF01EF05',
  'DF01EF06',
  'DF01EF09',
  'DF01EF15',
  'DF02EF05',
  'DF02EF06',
  'DF02EF07',
  'DF02EF16',
  'DF03EF05',
  'DF03EF06',
  'DF03EF19',
  'DF04EF05',
  'DF04EF06',
  'DF04EF08',
  'DF04EF15',
  'DF05EF05',
];

const IDENTIFY_EACH: Readonly<Record<string, Scenario>> = Object.fromEntries(
  Object.keys(SAMPLE_CARDS).map((card) => [`identify-${card}`, { card, psam: 'full', visit: identify }]),
);

/** Those of the social security side, which need no bank. */
export const SOCIAL_SCENARIOS: Readonly<Record<string, Scenario>> = Object.freeze({
  ...IDENTIFY_EACH,
  'psam-national': { card: 'v2-des', psam: 'national', visit: identify },
  'psam-city': { card: 'v2-des', psam: 'city', visit: identify },
  'psam-other-city': { card: 'v2-des', psam: 'other-city', visit: identify },
  'psam-no-keys': { card: 'v2-des', psam: 'no-keys', visit: identify },
  'psam-other-algorithm': { card: 'v2-des', psam: 'sm4', visit: identify },
  'psam-none': { card: 'v2-des', visit: identify },
  'psam-a-card': { card: 'v2-des', cardAsPsam: 'v2-rich', visit: identify },
  'no-card': { psam: 'full', visit: identify },
  'financial-terminal': { card: 'v2-des', psam: 'full', profile: 'financial', visit: identify },
  'enquire-all-by-pin': { card: 'v2-rich', psam: 'full', gestures: [RIGHT], visit: enquire('pin', ...HOLDERS_FILES) },
  'enquire-by-key': {
    card: 'v2-rich',
    psam: 'full',
    visit: enquire('key', 'DF01EF05', 'DF03EF05', 'DF03EF07', 'SSSEEF08', 'DF07EF05'),
  },
  'enquire-pin-third-time': {
    card: 'v2-rich',
    psam: 'full',
    gestures: [WRONG, WRONG, RIGHT],
    visit: enquire('pin', 'DF01EF05'),
  },
  'enquire-pin-locks': {
    card: 'v2-rich',
    psam: 'full',
    gestures: [WRONG, WRONG, WRONG],
    visit: enquire('pin', 'DF01EF05'),
  },
  'enquire-pin-cancelled': { card: 'v2-rich', psam: 'full', gestures: ['cancel'], visit: enquire('pin', 'DF01EF05') },
  'enquire-pin-away': { card: 'v2-rich', psam: 'full', gestures: ['away'], visit: enquire('pin', 'DF01EF05') },
  'enquire-v1-with-v2-data': {
    card: 'v1-with-v2-data',
    psam: 'full',
    gestures: [RIGHT],
    visit: enquire('pin', 'DF01EF0A', 'DF02EF06', 'DF03EF05', 'DF04EF05'),
  },
  'enquire-v3': {
    card: 'v3-sm4',
    psam: 'sm4',
    gestures: [RIGHT],
    visit: enquire('pin', 'SSSEEF06', 'DF04EF06', 'DF01EF05'),
  },
  'enquire-by-number': { card: 'v2-by-number', psam: 'full', visit: enquire('key', 'DF01EF05', 'DF01EF15') },
  'enquire-medical-blocked': {
    card: 'medical-blocked',
    psam: 'full',
    gestures: [RIGHT],
    visit: enquire('pin', 'DF04EF05'),
  },
  'enquire-unknown-file': { card: 'v2-des', psam: 'full', visit: enquire('pin', 'DF01EF0C') },
  ...MANAGEMENT_SCENARIOS,
  ...MEDICAL_SCENARIOS,
});

export const SCENARIOS: Readonly<Record<string, Scenario>> = Object.freeze({
  ...SOCIAL_SCENARIOS,
  ...PAYMENT_SCENARIOS,
});

export function scenarioNames(): string[] {
  return Object.keys(SCENARIOS);
}

/** How a scenario is disturbed, and where its transcript, its screens and its slips go. */
export interface Disturbance {
  readonly cardMischief?: Mischief;
  readonly psamMischief?: Mischief;
  readonly lineMischief?: LineMischief;
  /** Both chips are met character by character. */
  readonly contacts?: Emulation['contacts'];
  /** Each behind a coupler. */
  readonly couplers?: Emulation['couplers'];
  /** The terminal's flash; a blank one without. */
  readonly flash?: Flash;
  readonly clock?: VirtualClock;
  readonly trace?: Trace;
  /** Lets the transcript carry the numbers of holder and card. */
  readonly unmasked?: boolean;
  readonly screen?: Screen;
  readonly printer?: Printer;
}

export interface Play {
  readonly world: EmulatedWorld;
  readonly terminal: RunningTerminal;
  readonly result: VisitResult<unknown>;
  readonly bank: BankNetwork;
}

const SEED = 20120528;

/** What a scenario finds around the terminal before that is switched on. */
export interface Stage {
  readonly world: EmulatedWorld;
  readonly bank: BankNetwork;
}

export function stageOf(scenario: Scenario, disturbance: Disturbance = {}): Stage {
  const samChip = scenario.psam ? samplePsam(scenario.psam) : scenario.cardAsPsam && sampleCard(scenario.cardAsPsam);
  const { cardMischief, psamMischief, contacts, couplers, flash, clock } = disturbance;
  const lineMischief = disturbance.lineMischief ?? mischiefOf(scenario.line);
  let bank: BankNetwork | undefined;
  const world = emulatedWorld({
    seed: SEED,
    ...(scenario.card && { card: sampleCard(scenario.card) }),
    ...(samChip && { psam: samChip }),
    ...(flash && { flash: () => flash }),
    ...(clock && { clock }),
    ...(cardMischief && { cardMischief }),
    ...(psamMischief && { psamMischief }),
    ...(contacts && { contacts }),
    ...(couplers && { couplers }),
    gestures: scenario.gestures ?? [],
    presses: scenario.presses ?? [],
    bank: (parts) => {
      bank = bankOf(parts, scenario);
      return bank.host;
    },
    ...(lineMischief && { lineMischief }),
    ...(scenario.bureau && { bureau: bureauOf(scenario.bureau) }),
    screen: disturbance.screen ?? { async show() {} },
    printer: disturbance.printer ?? { async print() {} },
    trace: disturbance.trace ?? { write() {} },
  });
  if (scenario.line === 'down') world.bankLine.cut();
  assert(bank !== undefined, 'the world opens the bank');
  return { world, bank };
}

/** How the scenario's terminal is configured. */
export function configurationOf(scenario: Scenario, clock: Clock): Configuration {
  return {
    profile: scenario.profile ?? 'full',
    acceptance: ACCEPT_ALL,
    blacklist: blacklist.entries,
    device: testDevice(),
    payment: testPayment('test', scenario.withoutMasterKey !== true),
    ...(scenario.social && { social: scenario.social }),
    loadDesk: loadDesk(() => clock.now()),
  };
}

/** Plays a scenario from power-on to its result. */
export async function play(scenario: Scenario, disturbance: Disturbance = {}): Promise<Play> {
  const { world, bank } = stageOf(scenario, disturbance);
  const start = () =>
    startTerminal(traceWorld(world, disturbance.unmasked === true), configurationOf(scenario, world.clock));
  let terminal = await start();
  const scene: Scene = {
    world,
    bank,
    get terminal() {
      return terminal;
    },
    restart: async () => {
      terminal = await start();
    },
    changeCard: (sample) => {
      world.icc.remove();
      world.icc.insert(sampleCard(sample)(new SeededRandom(SEED)), disturbance.cardMischief);
    },
  };
  for (const deed of scenario.before ?? []) await deed(scene);
  return { world, terminal, bank, result: await scenario.visit(terminal) };
}

function bureauOf(bureau: 'up' | 'mute'): LineHost {
  const silent: LineHost = { receive: () => undefined };
  return bureau === 'up' ? new BureauHost(new PurseBooks(), silent) : silent;
}

function mischiefOf(line: Scenario['line']): LineMischief | undefined {
  if (line !== 'silent') return line === 'down' ? undefined : line;
  return ({ transaction }) => (transaction === 'sign-in' ? undefined : { deed: 'answer-lost' });
}

/** @returns the transcript as JSON lines, the last one the result */
export async function runScenario(name: string): Promise<string> {
  const lines: string[] = [];
  const { result } = await play(SCENARIOS[name], { trace: { write: (event) => void lines.push(traceLine(event)) } });
  lines.push(JSON.stringify(summary(result)));
  return `${lines.join('\n')}\n`;
}

/** Each sample is personalised once; every play meets a card fresh from that image. */
const images = new Map<string, CardImage>();

/** The chip of a sample card. */
export function sampleCard(name: string): (random: SeededRandom) => Chip {
  const known = images.get(name);
  const dice = new SeededRandom(SEED);
  const image = known ?? issueCard(sampleProfile(name), (length) => dice.bytes(length));
  images.set(name, image);
  return (random) => createCard(image, (length) => random.bytes(length));
}

/** Each is read once. */
const descriptions = new Map<string, PsamDescription>();

export function samplePsam(name: string): (random: SeededRandom) => Chip {
  const description = descriptions.get(name) ?? parsePsamDescription(SAMPLE_PSAMS[name]);
  descriptions.set(name, description);
  return (random) => createPsam(description, (length) => random.bytes(length));
}

function summary(result: VisitResult<unknown>): object {
  if (result.outcome === 'done') return { outcome: 'done' };
  const said = explain(result);
  // Copies: they may lie in ROM, and JSON.stringify of XS throws on an object there.
  const [what, next] = [{ ...said.what }, { ...said.next }];
  const left = result.aftermath === undefined ? {} : { aftermath: result.aftermath };
  const reversal = { ...(result.reversal === undefined ? {} : { reversal: result.reversal }), ...left };
  if (result.outcome === 'refused') {
    const { record: _, ...refusal } = { record: undefined, ...result.refusal };
    return { outcome: 'refused', ...refusal, ...reversal, what, next };
  }
  return { outcome: 'interrupted', port: result.fault.port, fault: result.fault.kind, ...reversal, what, next };
}
