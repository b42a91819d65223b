/** `ssc blacklist`: the bureau's side makes updates of a blacklist, the terminal's side takes them into its flash. */

import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BlacklistService } from '../../src/app/blacklist.js';
import { ACCEPT_ALL, type Configuration, startTerminal } from '../../src/app/start-terminal.js';
import type { Clock } from '../../src/ports/clock.js';
import { blacklistDesk } from '../peers/bureau/blacklist-desk.js';
import { listedEntries } from '../peers/bureau/blacklist-list.js';
import { BlacklistPublisher } from '../peers/bureau/blacklist-publisher.js';
import { testDevice } from '../peers/device/test-device.js';
import type { NorFlash, NorShape } from '../peers/flash/nor-flash.js';
import { testRoot } from '../peers/keys.js';
import { emulatedWorld, FIRST_OF_JUNE } from '../world/emulated-world.js';
import { SeededRandom } from '../world/seeded-random.js';
import { VirtualClock } from '../world/virtual-clock.js';
import { codeOf, loadBlacklist, loadFlash, readBytes, samplePath, writeFlash } from './files.js';
import type { Write } from './outputs.js';
import { momentOf, UsageError, usageErrorOf } from './usage.js';

/** 4 MiB in the sectors of a NOR chip: room for a million cards in each of two banks. */
const BLACKLIST_PARTITION: NorShape = Object.freeze({ unitCount: 1024, unitLength: 4096, programLength: 16 });

const OPTIONS = {
  entries: { type: 'string' },
  before: { type: 'string' },
  version: { type: 'string' },
  base: { type: 'string' },
  era: { type: 'string' },
  store: { type: 'string' },
  output: { type: 'string', short: 'o' },
  now: { type: 'string', default: FIRST_OF_JUNE },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parseBlacklistArgs>['values'];

/** @returns the exit status: 0 done, 1 an update that was not taken */
export async function blacklistCommand(args: readonly string[], write: Write): Promise<number> {
  const { values, positionals } = parseBlacklistArgs(args);
  const [what, ...rest] = positionals;
  if (what === 'publish' && rest.length === 0) return publish(values, write);
  if (what === 'load' && rest.length === 1) return await load(rest[0], values, write);
  if (what === 'show' && rest.length === 0) return await show(values, write);
  throw new UsageError('blacklist what? publish, load FILE or show');
}

function parseBlacklistArgs(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw usageErrorOf(error);
  }
}

/** The key of the test bureau [TP]. */
function publisherKey(): Uint8Array {
  return testRoot('BLACKLIST');
}

/** A full version, or with --before the changes since a list. */
function publish(values: Values, write: Write): number {
  const output = required(values.output, '-o FILE');
  const list = listedEntries(loadBlacklist(required(values.entries, '--entries FILE')));
  const edition = { version: versionOf('version', values.version), created: momentOf(values.now) };
  const publisher = new BlacklistPublisher(testDevice().aes, publisherKey());
  const parts = values.before
    ? publisher.incremental(
        { ...edition, base: versionOf('base', values.base), era: versionOf('era', values.era ?? values.base) },
        listedEntries(loadBlacklist(values.before)),
        list,
      )
    : publisher.full(edition, list);
  try {
    writeFileSync(output, Buffer.concat(parts));
  } catch (error) {
    throw new UsageError(`${output}: cannot be written (${codeOf(error)})`);
  }
  write(`${output}: ${values.before ? 'incremental' : 'full'} version ${edition.version}\n`);
  return 0;
}

async function load(path: string, values: Values, write: Write): Promise<number> {
  const store = required(values.store, '--store FILE');
  const file = readBytes(path);
  const flash = loadStore(store);
  const service = await serviceOn(flash, values.now);
  let at = 0;
  const update = await service.update(async (length) => file.subarray(at, (at += length)));
  writeFlash(store, flash);
  if (values.json) write(`${JSON.stringify(update, undefined, 2)}\n`);
  else if (update.outcome === 'done') tell(service, write);
  else write(`${update.what.zh}  ${update.what.en}\n${update.next.zh}  ${update.next.en}\n`);
  return update.outcome === 'done' ? 0 : 1;
}

async function show(values: Values, write: Write): Promise<number> {
  const store = required(values.store, '--store FILE');
  if (!existsSync(store)) throw new UsageError(`${store}: cannot be read (ENOENT)`);
  const service = await serviceOn(loadStore(store), values.now);
  if (values.json) write(`${JSON.stringify(service.inForce() ?? null, undefined, 2)}\n`);
  else tell(service, write);
  return 0;
}

const AGE_WORDS = Object.freeze({
  current: '有效 current',
  old: '超过 7 天，请更新 over 7 days old, fetch an update',
  outdated: '超过 30 天，只能联机核对 over 30 days old, good for nothing but online',
});

function tell(service: BlacklistService, write: Write): void {
  const inForce = service.inForce();
  if (inForce === undefined) {
    write('无黑名单  No blacklist\n');
    return;
  }
  const { version, created, cards, ranges, age } = inForce;
  write(`版本 Version ${version}, ${created}: ${cards} 卡 cards, ${ranges} 号段 ranges; ${AGE_WORDS[age]}\n`);
}

/** A terminal with nothing in its slots, for the sake of its blacklist. */
async function serviceOn(flash: NorFlash, now: string): Promise<BlacklistService> {
  const world = emulatedWorld({
    seed: 1,
    clock: new VirtualClock(momentOf(now)),
    screen: { async show() {} },
    printer: { async print() {} },
  });
  const { blacklist } = await startTerminal(world, {
    profile: 'social',
    acceptance: ACCEPT_ALL,
    blacklist: { flash, publisherKey: publisherKey() },
    device: testDevice(),
  });
  if (blacklist === undefined) throw new Error('a terminal with a flash for its blacklist has one');
  return blacklist;
}

/** What a visit goes by, and what becomes of it afterwards. */
export interface VisitBlacklist {
  readonly configuration: Configuration['blacklist'];
  keep(): void;
}

/** @param list exact records: the terminal's own, or those that the bureau answers from when there is a store */
export function visitBlacklist(list: string | undefined, store: string | undefined, clock: Clock): VisitBlacklist {
  if (store === undefined) return { configuration: loadBlacklist(list ?? samplePath('blacklist.json')), keep() {} };
  const flash = loadStore(store, clock);
  const inquiry = list === undefined ? undefined : blacklistDesk(loadBlacklist(list));
  return {
    configuration: { flash, publisherKey: publisherKey(), ...(inquiry && { inquiry }) },
    keep() {
      if (flash.operations > 0) writeFlash(store, flash);
    },
  };
}

/** @param clock of a visit, whose time its reading takes */
function loadStore(path: string, clock?: Clock): NorFlash {
  return loadFlash(path, new SeededRandom(1), clock, BLACKLIST_PARTITION);
}

function required(value: string | undefined, option: string): string {
  if (value === undefined) throw new UsageError(`${option} is missing`);
  return value;
}

function versionOf(option: string, text: string | undefined): number {
  const version = Number(required(text, `--${option} N`));
  if (/^\d{1,10}$/.test(text ?? '') && version >= 1 && version <= 0xffffffff) return version;
  throw new UsageError(`--${option} is a whole number from 1 to 4294967295, not '${text}'`);
}
