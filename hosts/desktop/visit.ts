/** `ssc visit`: one visit in an emulated world, from files to a result. */

import { appendFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { enquiryJson, identityJson } from '../../src/app/report.js';
import { ACCEPT_ALL, startTerminal } from '../../src/app/start-terminal.js';
import { traceLine } from '../../src/app/trace/jsonl.js';
import { traceBlacklist, traceWorld } from '../../src/app/trace/trace-world.js';
import type { Printer } from '../../src/ports/printer.js';
import type { Screen } from '../../src/ports/screen.js';
import type { Trace, TraceEvent } from '../../src/ports/trace.js';
import type { EnquiryRequest } from '../../src/visits/enquire.js';
import type { BankNetwork } from '../peers/bank/network.js';
import { loadDesk } from '../peers/bureau/load-desk.js';
import { type Card, createCard } from '../peers/card/card.js';
import { testDevice } from '../peers/device/test-device.js';
import type { Gesture } from '../peers/finger/finger.js';
import type { NorFlash } from '../peers/flash/nor-flash.js';
import { testRoot } from '../peers/keys.js';
import type { LineHost } from '../peers/line/line-host.js';
import { createPsam } from '../peers/psam/psam.js';
import { type EmulatedWorld, emulatedWorld, FIRST_OF_JUNE } from '../world/emulated-world.js';
import { testPayment } from '../world/test-bank.js';
import { VirtualClock } from '../world/virtual-clock.js';
import { bankOf, pressOf, trustOf, writeBank } from './bank.js';
import { visitBlacklist } from './blacklist.js';
import { bureauOf } from './bureau.js';
import { type CardFile, codeOf, loadCard, loadFlash, loadPsam, samplePath, writeFlash, writeImage } from './files.js';
import { MANAGE_OPTIONS, MANAGE_VISITS, socialSwitches } from './manage.js';
import { MEDICAL_OPTIONS, MEDICAL_VISITS } from './medical.js';
import { MONEY_OPTIONS, MONEY_VISITS, WITHOUT_CARD } from './money.js';
import { paletteFor, textPrinter, textScreen, textTrace, type Write } from './outputs.js';
import { pictureScreen } from './pictures.js';
import { picturePrinter } from './slip-pictures.js';
import { type Play, type Told, told } from './told.js';
import { momentOf, profileOf, seedOf, UsageError, usageErrorOf } from './usage.js';

const OPTIONS = {
  card: { type: 'string' },
  psam: { type: 'string' },
  profile: { type: 'string', default: 'full' },
  by: { type: 'string', default: 'pin' },
  pin: { type: 'string', multiple: true, default: [] as string[] },
  files: { type: 'string' },
  ...MANAGE_OPTIONS,
  ...MEDICAL_OPTIONS,
  ...MONEY_OPTIONS,
  bureau: { type: 'string' },
  press: { type: 'string', multiple: true, default: [] as string[] },
  bank: { type: 'string', default: 'up' },
  'bank-file': { type: 'string' },
  'bureau-file': { type: 'string' },
  'host-script': { type: 'string' },
  trust: { type: 'string', default: 'test' },
  seed: { type: 'string', default: '1' },
  now: { type: 'string', default: FIRST_OF_JUNE },
  blacklist: { type: 'string' },
  'blacklist-store': { type: 'string' },
  flash: { type: 'string' },
  trace: { type: 'string' },
  screens: { type: 'string' },
  unmasked: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parseVisit>['values'];

/**
 * Runs the visits that the arguments ask for, one after the other at one terminal, with the same card.
 * @returns the exit status: 0 all done, 1 one was refused or broke off, and none came after it
 */
export async function visitCommand(args: readonly string[], write: Write): Promise<number> {
  const { values, positionals } = parseVisit(args);
  const plays = positionals.map((visit) => preparation(visit)(values));
  if (plays.length === 0) throw new UsageError(`visit what? one or more of ${[...VISITS.keys()].join(', ')}`);
  const cardFile = cardOf(values, positionals);
  const inserted: Inserted = {};
  const state = values.bureau ?? (positionals.includes('medical-settle') ? 'up' : 'none');
  const bureau = bureauOf(state, values['bureau-file']);
  const world = worldOf(values, cardFile, inserted, write, bureau?.host);
  const blacklist = visitBlacklist(values.blacklist, values['blacklist-store'], world.clock);
  const terminal = await startTerminal(traceWorld(world, values.unmasked), {
    profile: profileOf(values.profile),
    acceptance: ACCEPT_ALL,
    blacklist: traceBlacklist(blacklist.configuration, world),
    device: testDevice(),
    payment: testPayment(trustOf(values.trust)),
    social: socialSwitches(values),
    loadDesk: loadDesk(() => world.clock.now()),
    bureau: { pinKey: testRoot('TPK') },
  });
  const results: Told[] = [];
  for (const play of plays) {
    results.push(await play(terminal, world));
    if (results.at(-1)?.done !== true) break;
  }
  keep(values, inserted);
  bureau?.keep();
  blacklist.keep();
  const json = results.map((result) => result.json);
  if (values.json) write(`${JSON.stringify(plays.length === 1 ? json[0] : json, undefined, 2)}\n`);
  return results.length === plays.length && results.every(({ done }) => done) ? 0 : 1;
}

function preparation(visit: string): (values: Values) => Play {
  const prepare = VISITS.get(visit);
  if (prepare === undefined)
    throw new UsageError(`visit what? '${visit}' is not one of ${[...VISITS.keys()].join(', ')}`);
  return prepare;
}

/** What outlives the visit, where its arguments name a file for it. */
function keep(values: Values, { card, flash, network }: Inserted): void {
  if (values.flash && flash) writeFlash(values.flash, flash);
  if (values['bank-file'] && network) writeBank(values['bank-file'], network);
  if (values.keep && card && values.card) writeImage(values.card, card.image());
}

/** What the world was given, for what becomes of it. */
interface Inserted {
  card?: Card;
  flash?: NorFlash;
  network?: BankNetwork;
}

/** Each visit by its name on the command line: its own arguments are read before anything is shown. */
const VISITS: ReadonlyMap<string, (values: Values) => Play> = new Map([
  ['identify', identified],
  ['enquire', enquired],
  ...MONEY_VISITS,
  ...MANAGE_VISITS,
  ...MEDICAL_VISITS,
]);

function identified({ unmasked }: Values): Play {
  return async (terminal, world) => told('identify', await terminal.identify(), unmasked, world, identityJson);
}

function enquired({ files, by, unmasked }: Values): Play {
  const request = { files: filesOf(files), proof: proofOf(by) };
  return async (terminal, world) => told('enquire', await terminal.enquire(request), unmasked, world, enquiryJson);
}

function parseVisit(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw usageErrorOf(error);
  }
}

function worldOf(
  values: Values,
  cardFile: CardFile | undefined,
  inserted: Inserted,
  write: Write,
  bureau: LineHost | undefined,
): EmulatedWorld {
  const palette = paletteFor(process.stdout, process.env);
  const show = values.json ? () => {} : write;
  const psam = psamOf(values);
  const { flash } = values;
  return emulatedWorld({
    seed: seedOf(values.seed),
    clock: new VirtualClock(momentOf(values.now)),
    ...(cardFile && {
      card: (random) => {
        inserted.card = createCard(cardFile.image(random), (n) => random.bytes(n));
        return inserted.card;
      },
    }),
    ...(flash !== undefined && {
      flash: (random, clock) => {
        inserted.flash = loadFlash(flash, random, clock);
        return inserted.flash;
      },
    }),
    ...(psam && { psam: (random) => createPsam(psam, (n) => random.bytes(n)) }),
    ...(bureau && { bureau }),
    gestures: values.pin.map(gestureOf),
    presses: values.press.map(pressOf),
    ...bankOf({
      bank: values.bank,
      file: values['bank-file'],
      script: values['host-script'],
      card: cardFile,
      opened: (network) => {
        inserted.network = network;
      },
    }),
    screen: shownOn(textScreen(show, palette), values.screens),
    printer: printedOn(textPrinter(show, palette), values.screens),
    trace: both(textTrace(show, palette, 'cards'), fileTrace(values.trace)),
  });
}

/** @param folder where each screen goes as a picture, too */
function shownOn(screen: Screen, folder: string | undefined): Screen {
  if (folder === undefined) return screen;
  const pictures = pictureScreen(folder);
  return {
    async show(view) {
      await screen.show(view);
      await pictures.show(view);
    },
  };
}

/** @param folder where each slip goes as a picture, too */
function printedOn(printer: Printer, folder: string | undefined): Printer {
  if (folder === undefined) return printer;
  const pictures = picturePrinter(folder);
  return {
    async print(slip) {
      await printer.print(slip);
      await pictures.print(slip);
    },
  };
}

function both(...traces: readonly Trace[]): Trace {
  return {
    write(event: TraceEvent) {
      for (const trace of traces) trace.write(event);
    },
  };
}

function fileTrace(path: string | undefined): Trace {
  if (path === undefined) return { write() {} };
  try {
    writeFileSync(path, '');
  } catch (error) {
    throw new UsageError(`${path}: cannot be written (${codeOf(error)})`);
  }
  return { write: (event) => appendFileSync(path, `${traceLine(event)}\n`) };
}

function cardOf(values: Values, visits: readonly string[]): CardFile | undefined {
  if (values.card === undefined && visits.every((visit) => WITHOUT_CARD.includes(visit))) return undefined;
  if (values.card === undefined) throw new UsageError('--card FILE is missing (or --card none)');
  if (values.card === 'none') return undefined;
  const card = loadCard(values.card);
  if (values.keep && card.kind !== 'image') {
    throw new UsageError(`--keep needs a card image; make one: ssc card new --profile ${values.card} -o FILE`);
  }
  return card;
}

/** The test terminal's own PSAM holds national roots of both algorithms, unless it is given another or none. */
function psamOf(values: Values) {
  if (values.psam === 'none') return undefined;
  return loadPsam(values.psam ?? samplePath('psams/full.json'));
}

function proofOf(by: string): EnquiryRequest['proof'] {
  if (by === 'pin' || by === 'key') return by;
  throw new UsageError(`--by is pin or key, not '${by}'`);
}

function filesOf(list: string | undefined): string[] {
  const files = (list ?? '').split(',').filter((name) => name !== '');
  if (files.length === 0) throw new UsageError('--files is missing: names such as SSSEEF06,DF01EF05');
  const odd = files.find((name) => !/^(SSSE|DF0[1-7])EF[0-9A-F]{2}$/.test(name));
  if (odd !== undefined) throw new UsageError(`'${odd}' is no file name; they look like SSSEEF06 or DF01EF0A`);
  return files;
}

function gestureOf(text: string): Gesture {
  if (text === 'cancel' || text === 'away') return text;
  if (/^\d{1,16}$/.test(text)) return { digits: text };
  throw new UsageError('--pin takes digits, cancel or away');
}
