/** `ssc visit`: one visit in an emulated world, from files to a result. */

import { appendFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ProfileName } from '../../src/app/profiles.js';
import { ACCEPT_ALL, type RunningTerminal, startTerminal } from '../../src/app/start-terminal.js';
import { traceLine } from '../../src/app/trace/jsonl.js';
import type { Trace, TraceEvent } from '../../src/ports/trace.js';
import type { Proof } from '../../src/ssse/social-card.js';
import { type Card, createCard } from '../peers/card/card.js';
import type { Gesture } from '../peers/finger/finger.js';
import { createPsam } from '../peers/psam/psam.js';
import { type EmulatedWorld, emulatedWorld, FIRST_OF_JUNE } from '../world/emulated-world.js';
import { type CardFile, loadBlacklist, loadCard, loadPsam, samplePath } from './files.js';
import { paletteFor, textPrinter, textScreen, textTrace, type Write } from './outputs.js';
import { enquiryJson, identityJson, type Measure, report } from './report.js';
import { UsageError } from './usage.js';

const OPTIONS = {
  card: { type: 'string' },
  psam: { type: 'string' },
  profile: { type: 'string', default: 'full' },
  by: { type: 'string', default: 'pin' },
  pin: { type: 'string', multiple: true, default: [] as string[] },
  files: { type: 'string' },
  seed: { type: 'string', default: '1' },
  now: { type: 'string', default: FIRST_OF_JUNE },
  blacklist: { type: 'string' },
  trace: { type: 'string' },
  unmasked: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parseVisit>['values'];

/** Runs the visit that the arguments ask for. @returns the exit status: 0 done, 1 refused or broken off */
export async function visitCommand(args: readonly string[], write: Write): Promise<number> {
  const { values, positionals } = parseVisit(args);
  const [visit, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`unexpected argument '${rest[0]}'`);
  if (visit !== 'identify' && visit !== 'enquire')
    throw new UsageError(`visit what? '${visit ?? ''}' is not identify or enquire`);
  const cardFile = cardOf(values);
  const inserted: { card?: Card } = {};
  const world = worldOf(values, cardFile, inserted, write);
  const terminal = await startTerminal(world, {
    profile: profileOf(values.profile),
    acceptance: ACCEPT_ALL,
    blacklist: loadBlacklist(values.blacklist ?? samplePath('blacklist.json')),
    unmasked: values.unmasked,
  });
  const result =
    visit === 'identify' ? await identified(terminal, values, world) : await enquired(terminal, values, world);
  if (values.json) write(`${JSON.stringify(result.json, undefined, 2)}\n`);
  if (values.keep && inserted.card && values.card) {
    writeFileSync(values.card, `${JSON.stringify(inserted.card.image(), undefined, 1)}\n`);
  }
  return result.done ? 0 : 1;
}

interface Told {
  readonly done: boolean;
  readonly json: Readonly<Record<string, unknown>>;
}

async function identified(terminal: RunningTerminal, values: Values, world: EmulatedWorld): Promise<Told> {
  const result = await terminal.identify();
  const json = report('identify', result, measure(world), (value) => identityJson(value, values.unmasked));
  return { done: result.outcome === 'done', json };
}

async function enquired(terminal: RunningTerminal, values: Values, world: EmulatedWorld): Promise<Told> {
  const result = await terminal.enquire({ files: filesOf(values.files), proof: proofOf(values.by) });
  const json = report('enquire', result, measure(world), (value) => enquiryJson(value, values.unmasked));
  return { done: result.outcome === 'done', json };
}

function parseVisit(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'unreadable arguments');
  }
}

function worldOf(
  values: Values,
  cardFile: CardFile | undefined,
  inserted: { card?: Card },
  write: Write,
): EmulatedWorld {
  const palette = paletteFor(process.stdout, process.env);
  const show = values.json ? () => {} : write;
  const psam = psamOf(values);
  return emulatedWorld({
    seed: seedOf(values.seed),
    start: startOf(values.now),
    ...(cardFile && {
      card: (random) => {
        inserted.card = createCard(cardFile.image(random), (n) => random.bytes(n));
        return inserted.card;
      },
    }),
    ...(psam && { psam: (random) => createPsam(psam, (n) => random.bytes(n)) }),
    gestures: values.pin.map(gestureOf),
    screen: textScreen(show, palette),
    printer: textPrinter(show, palette),
    trace: both(textTrace(show, palette), fileTrace(values.trace)),
  });
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
  } catch {
    throw new UsageError(`${path}: cannot be written`);
  }
  return { write: (event) => appendFileSync(path, `${traceLine(event)}\n`) };
}

function measure(world: EmulatedWorld): Measure {
  return {
    cardExchanges: world.icc.exchanges,
    psamExchanges: world.sams.reduce((sum, sam) => sum + sam.exchanges, 0),
    elapsedMs: world.clock.ticks(),
  };
}

function cardOf(values: Values): CardFile | undefined {
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

function profileOf(name: string): ProfileName {
  if (name === 'social' || name === 'financial' || name === 'full') return name;
  throw new UsageError(`--profile is social, financial or full, not '${name}'`);
}

function proofOf(by: string): Proof {
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

function seedOf(text: string): number {
  const seed = Number(text);
  if (/^\d{1,10}$/.test(text) && seed <= 0xffffffff) return seed;
  throw new UsageError(`--seed is a whole number from 0 to 4294967295, not '${text}'`);
}

function startOf(text: string): string {
  if (/^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d$/.test(text)) return text;
  throw new UsageError(`--now is YYYYMMDDhhmmss, not '${text}'`);
}

function gestureOf(text: string): Gesture {
  if (text === 'cancel' || text === 'away') return text;
  if (/^\d{1,16}$/.test(text)) return { digits: text };
  throw new UsageError('--pin takes digits, cancel or away');
}
