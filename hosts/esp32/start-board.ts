/**
 * What every board starts: it gathers the SDK's modules and the pins, and hands them to {@link runBoard}, where the terminal
 * begins. The two boards, `wifi` and `ethernet`, add what they differ in. Nothing here has been tried on hardware.
 */

import Resource from 'Resource';
import Serial from 'embedded:io/serial';
import Tcp from 'embedded:io/socket/tcp';
import Udp from 'embedded:io/socket/udp';
import flash from 'embedded:storage/flash';
import keyValue from 'embedded:storage/key-value';
import { fill } from 'chip-random';
import Poco from 'commodetto/Poco';
import parseBMF from 'commodetto/parseBMF';
import { BlockCipher, Digest } from 'crypt';
import ISO7816 from 'iso7816';
import config from 'mc/config';
import Session from 'ssl/session';
import Time from 'time';
import Timer from 'timer';
import { ChipClock } from '../../src/drivers/clock/chip-clock.js';
import { type PocoFont, PocoSurface, type Poco as Renderer } from '../../src/drivers/display/poco-surface.js';
import { PartitionFlash } from '../../src/drivers/flash/partition-flash.js';
import { CardReader } from '../../src/drivers/iso7816/card-reader.js';
import { resolveOnce } from '../../src/drivers/network/resolve.js';
import { StripeHead } from '../../src/drivers/stripe/stripe-head.js';
import { CouplerReader } from '../../src/drivers/tda8029/coupler-reader.js';
import type { Clock } from '../../src/ports/clock.js';
import type { IccReader } from '../../src/ports/icc-reader.js';
import type { StripeReader } from '../../src/ports/stripe.js';
import { boardPrinter } from './board-printer.js';
import { JOURNAL, type KeyWiring, keyContacts } from './board-world.js';
import { once } from './once.js';
import { PRINTER_PINS } from './printer-pins.js';
import { RawContacts } from './raw-contacts.js';
import { type NetworkModules, runBoard } from './run-board.js';
import { RAW_SLOT_PINS, SLOT_PINS, type SlotPins } from './slot-pins.js';
import { STRIPE_PINS } from './stripe-pins.js';

/** Holds a band of a screen. */
const DISPLAY_LIST_LENGTH = 8_192;
/** Beijing time. */
const ZONE_MINUTES = 480;

/** How long an error stays on the console before the board starts anew. */
const RESTART_MS = 10_000;

/** What an image of the board is built for: the way into the network, and the keys that the pins beside it have room for. */
export interface BoardKind {
  readonly way: NetworkModules['way'];
  readonly keys: KeyWiring;
}

/** To be called once, when the preloaded modules stand. */
export function startBoard({ way, keys }: BoardKind): void {
  const after = (callback: () => void, ms: number) => void Timer.set(() => callback(), ms);
  const calendar = { now: () => Date.now(), set: (utc: number) => Time.set(Math.round(utc / 1_000)) };
  const clock = new ChipClock({ counter: () => Time.ticks, after, calendar: calendar.now, zoneMinutes: ZONE_MINUTES });
  const hasHead = config.uart0 === 'stripe';
  const resolve = resolveOnce((host, callback) => System.resolve(host, callback));
  const say = (line: string) => trace(`${line}\n`);
  runBoard({
    clock,
    after,
    calendar,
    zoneMinutes: ZONE_MINUTES,
    random: { fill },
    keyValue,
    display: display(),
    flash: once(() => new PartitionFlash({ io: flash, ...JOURNAL })),
    keys: once(() => keyContacts(keys)),
    slots: SLOT_PINS.map((pins) => ({ name: pins.slot, make: once(() => slotOn(pins, clock)) })),
    printer: (language) => boardPrinter(hasHead ? undefined : { io: Serial, ...PRINTER_PINS.serial }, clock, language),
    ...(hasHead && stripeOn(clock)),
    say,
    network: { way, tcp: Tcp, udp: Udp, Session, resolve },
    crypt: { BlockCipher, Digest },
  }).then(
    (failure) => say(`no terminal: ${failure}`),
    // A Bug: the terminal starts anew, and recovers what its journal holds.
    (error) => {
      say(`${error}`);
      after(() => System.restart(), RESTART_MS);
    },
  );
}

/** `config.slots`: a coupler each, or bare contacts where there are pins for them. */
function slotOn({ slot, serial, supplies, shortestEtuClocks }: SlotPins, clock: Clock): IccReader {
  const raw = config.slots === 'raw' ? RAW_SLOT_PINS.find((candidate) => candidate.slot === slot) : undefined;
  if (raw !== undefined)
    return new CardReader({ slot, contacts: { io: RawContacts, lines: ISO7816, ...raw }, clock, rates: 'emv' });
  return new CouplerReader({
    slot,
    serial: { io: Serial, ...serial },
    clock,
    supplies,
    shortestEtuClocks,
    rates: 'emv',
  });
}

/** Nothing where the debugger has its UART. */
function stripeOn(clock: Clock): { readonly stripe?: StripeReader } {
  const { serial, sendsLrc } = STRIPE_PINS;
  try {
    return { stripe: new StripeHead({ serial: { io: Serial, ...serial }, clock, sendsLrc }) };
  } catch {
    return {};
  }
}

function display(): PocoSurface<PocoFont> {
  const poco: Renderer<PocoFont> = new Poco(screen, { displayListLength: DISPLAY_LIST_LENGTH });
  const font = (name: string) => parseBMF(new Resource(`${name}.bf4`));
  return new PocoSurface({ poco, fonts: { large: font('large'), small: font('small'), names: font('names') } });
}
