/** From power-on to the menu: what a board has been set up with, its network, its key, its calendar, and then the terminal. */

import { type Calendar, setCalendar } from '../../src/app/calendar.js';
import { configure } from '../../src/app/configure.js';
import { runTerminal } from '../../src/app/run-terminal.js';
import type { EndSettings, NetworkSettings, Settings } from '../../src/app/settings.js';
import { startTerminal } from '../../src/app/start-terminal.js';
import { networkTime, type UdpClass } from '../../src/drivers/clock/network-time.js';
import type { TcpClass } from '../../src/drivers/line/connection.js';
import { type TlsSessionClass, tlsClass } from '../../src/drivers/line/tls-socket.js';
import type { Network } from '../../src/drivers/network/network.js';
import { type NetworkClass, NetworkKeeper } from '../../src/drivers/network/network-keeper.js';
import { addressOf, type Resolve } from '../../src/drivers/network/resolve.js';
import { type EthernetClass, WiredNetwork, type WireState } from '../../src/drivers/network/wired-network.js';
import type { KeyValueStorage } from '../../src/drivers/settings/kept-record.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Printer } from '../../src/ports/printer.js';
import type { Screen } from '../../src/ports/screen.js';
import type { StripeReader } from '../../src/ports/stripe.js';
import type { Surface } from '../../src/ports/surface.js';
import type { World } from '../../src/ports/world.js';
import type { Language } from '../../src/screens/layout.js';
import { PaintedScreen } from '../../src/screens/painted-screen.js';
import { type StartFailure, settingsWrongView, startFailureView } from '../../src/screens/start-views.js';
import { boardSettings } from './board-settings.js';
import { type Board, type BoardWorld, boardWorld, ENTRIES_MAX, type LineWiring } from './board-world.js';
import { bringUp, type Parts, WIRE_WORDS } from './bring-up.js';
import { deviceKey } from './device-key.js';
import {
  type NativeCipherClass,
  type NativeDigestClass,
  nativeAes,
  nativeCiphers,
  nativeSha1,
} from './native-ciphers.js';

/** What the platform gives, each as its module has it, and the parts of the board, each made when it is first asked for. */
export interface Platform extends Parts, Pick<Board, 'random'> {
  readonly clock: Clock;
  /** Calls back once after this many milliseconds. */
  readonly after: (callback: () => void, ms: number) => void;
  readonly calendar: Calendar;
  readonly zoneMinutes: number;
  readonly keyValue: KeyValueStorage;
  readonly display: Surface;
  readonly printer: (language: Language) => Printer;
  /** Of a board that has a head. */
  readonly stripe?: StripeReader;
  /** Listens at the ports; an image has none. */
  readonly ears?: (world: World) => World;
  /** Takes one line for the console. */
  readonly say: (line: string) => void;
  readonly network: NetworkModules;
  readonly crypt: { readonly BlockCipher: NativeCipherClass; readonly Digest: NativeDigestClass };
}

export interface NetworkModules {
  /** The one way into the network that the board has. */
  readonly way:
    | { readonly by: 'wifi'; readonly io: NetworkClass }
    | { readonly by: 'ethernet'; readonly io: EthernetClass };
  readonly tcp: TcpClass;
  readonly udp: UdpClass;
  readonly Session: TlsSessionClass;
  readonly resolve: Resolve;
}

/** Below this many bytes the PSAM is asked for more while nobody is there. */
const CHALLENGES_LOW = 128;
const NOTICE_MS = 60_000;
const JOIN_MS = 15_000;
const TIME_MS = 15_000;

/** @returns only where there can be no terminal, with the screen that says why; what it throws is a Bug */
export async function runBoard(platform: Platform): Promise<StartFailure> {
  const { settings, wrong } = boardSettings(platform.keyValue);
  const screen = new PaintedScreen(platform.display, settings.language);
  const network = joinNetwork(platform, settings.network);
  if (wrong.includes('settings')) await askParts(platform, network);
  if (network === 'no-ethernet' || network === 'no-wifi') return await failed(screen, network);
  const world = worldOf(platform, settings, screen, network);
  if (wrong.length > 0) {
    await world.screen.show(settingsWrongView(wrong));
    await world.keypad.awaitKey(NOTICE_MS, async () => false);
  }
  if ((await world.challenges.refill()) === 'stuck') platform.say('psam: gives the same challenge again, none is used');
  const key = await deviceKey(platform.keyValue, world.random);
  if (typeof key === 'string') return await failed(screen, `device-key-${key}`);
  await haveCalendar(platform, settings, world, network);
  const { BlockCipher, Digest } = platform.crypt;
  const chip = {
    aes: nativeAes(BlockCipher),
    ciphers: nativeCiphers(BlockCipher),
    sha1: nativeSha1(Digest),
    key,
    entriesMax: ENTRIES_MAX,
  };
  const heard = platform.ears?.(world) ?? world;
  const terminal = await startTerminal(heard, configure(settings, chip));
  return await runTerminal(terminal, heard, settings.operatorPassword?.open());
}

/** A board that nobody has set up yet says over its console what answers. */
async function askParts(platform: Platform, network: ReturnType<typeof joinNetwork>): Promise<void> {
  const parts = network instanceof WiredNetwork ? { ...platform, wire: network } : platform;
  const works = await bringUp(parts, platform.say);
  platform.say(works ? 'bring-up: every part answers' : 'bring-up: see what FAILED above, and its pins and supply');
}

async function failed(screen: Screen, failure: StartFailure): Promise<StartFailure> {
  await screen.show(startFailureView(failure));
  return failure;
}

/**
 * A board with a radio has it on in any case: its random numbers are made of the noise. A cable needs no name: where the settings
 * have no network, it is asked for an address all the same.
 */
function joinNetwork(
  { network: { way }, clock, after, say }: Platform,
  settings: NetworkSettings | undefined,
): Network | 'no-ethernet' | 'no-wifi' | undefined {
  if (way.by === 'ethernet') {
    if (settings?.by === 'wifi') return 'no-wifi';
    const onState = (state: WireState) => say(`network: ${WIRE_WORDS[state]}`);
    return new WiredNetwork({ io: way.io, ...(settings?.static && { address: settings.static }), clock, onState });
  }
  if (settings?.by === 'wifi') {
    const password = settings.password?.open();
    const join = { SSID: settings.ssid, ...(password && { password: String.fromCharCode(...password) }) };
    return new NetworkKeeper({ io: way.io, join, clock, after });
  }
  new way.io({ onChanged() {} });
  return settings === undefined ? undefined : 'no-ethernet';
}

function worldOf(
  platform: Platform,
  settings: Settings,
  screen: PaintedScreen,
  network: Network | undefined,
): BoardWorld {
  const { clock, random, slots, stripe } = platform;
  const wiring = (end: EndSettings | undefined) => end && network && lineTo(platform, settings, end, network);
  const [bank, bureau] = [wiring(settings.bank), wiring(settings.bureau)];
  const [icc, ...sams] = slots.map(({ make }) => make());
  const world = boardWorld({
    clock,
    random,
    flash: platform.flash(),
    keys: platform.keys(),
    showPinLength: (digits) => screen.showDigits(digits),
    pages: screen,
    ...(bank && { bank }),
    ...(bureau && { bureau }),
    parts: { icc, sams, ...(stripe && { stripe }), screen, printer: platform.printer(settings.language) },
  });
  return { ...world, screen: refilling(world) };
}

function lineTo(
  { network: { tcp, Session, resolve }, clock, after }: Platform,
  { authority }: Settings,
  { host, port, tls }: EndSettings,
  network: Network,
): LineWiring {
  return {
    io: tls ? tlsClass({ Session, Tcp: tcp, authority, soon: (callback) => after(callback, 0) }) : tcp,
    end: { host, port },
    async address(withinMs) {
      const until = clock.ticks() + withinMs;
      return (await network.awaitUp(withinMs))
        ? await addressOf(resolve, host, clock, until - clock.ticks())
        : undefined;
    },
  };
}

/**
 * Nobody is there while the terminal shows that it is idle: then the PSAM has no session that would be disturbed. A PSAM that
 * takes its time, or does not answer, keeps nobody from reading what to do.
 */
function refilling({ screen, challenges }: BoardWorld): Screen {
  return {
    async show(view) {
      await screen.show(view);
      if (view.screen === 'idle' && challenges.length < CHALLENGES_LOW) await challenges.refill();
    },
  };
}

async function haveCalendar(
  { calendar, zoneMinutes, network: { udp, resolve } }: Platform,
  { timeServer }: Settings,
  world: World,
  network: Network | undefined,
): Promise<void> {
  const { clock, random } = world;
  const askNetwork = async (host: string, network: Network) =>
    (await network.awaitUp(JOIN_MS))
      ? await networkTime({ io: udp, resolve, host, clock, random }, TIME_MS)
      : undefined;
  await setCalendar({
    calendar,
    zoneMinutes,
    world,
    ...(timeServer !== undefined && network && { askNetwork: () => askNetwork(timeServer, network) }),
  });
}
