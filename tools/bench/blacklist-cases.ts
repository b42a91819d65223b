/** What `npm run bench:blacklist` measures, by the number of entries; one entry in a thousand is a range. */

import { createCipheriv } from 'node:crypto';
import type { ListedEntries, ListedRange } from '../../hosts/peers/bureau/blacklist-list.js';
import { BlacklistPublisher } from '../../hosts/peers/bureau/blacklist-publisher.js';
import { NorFlash, type NorShape } from '../../hosts/peers/flash/nor-flash.js';
import { testRoot } from '../../hosts/peers/keys.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { MakeAes } from '../../src/crypto/aes.js';
import { BlacklistStore } from '../../src/journal/blacklist/store.js';
import type { ReadNext } from '../../src/journal/blacklist/update-file.js';
import type { Flash } from '../../src/ports/flash.js';
import { BlacklistKey } from '../../src/vault/blacklist-key.js';
import { DeviceKey } from '../../src/vault/device-key.js';

const RANGE_EVERY = 1_000;
const TODAY = '20260601';
const CARD_RECORD = 25;

/** The engine's own, as a chip has its own. */
const nativeAes: MakeAes = (key) => {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return { encrypt: (block) => cipher.update(block) };
};

/** 4 MiB up to a million entries, and ten times that for ten million. */
function shapeFor(entries: number): NorShape {
  return { unitCount: 1_024 * Math.ceil(entries / 1_000_000), unitLength: 4_096, programLength: 16 };
}

/** Counts what is read. */
class Counted implements Flash {
  readonly unitCount: number;
  readonly unitLength: number;
  readonly programLength: number;
  readonly #flash: NorFlash;
  reads = 0;
  bytes = 0;

  constructor(flash: NorFlash) {
    this.#flash = flash;
    this.unitCount = flash.unitCount;
    this.unitLength = flash.unitLength;
    this.programLength = flash.programLength;
  }

  async read(unit: number, offset: number, length: number): Promise<Uint8Array> {
    this.reads++;
    this.bytes += length;
    return await this.#flash.read(unit, offset, length);
  }

  async program(unit: number, offset: number, bytes: Uint8Array): Promise<void> {
    await this.#flash.program(unit, offset, bytes);
  }

  async erase(unit: number): Promise<void> {
    await this.#flash.erase(unit);
  }
}

/** 识别码 and 卡号 of a card that nobody has. */
function drawCard(dice: SeededRandom, into: Uint8Array): void {
  into.set([0x99, dice.next() % 100, dice.next() % 100, 0xd1, 0x56, 0x00, 0x00, 0x05]);
  for (let i = 8; i < 16; i++) into[i] = dice.next() >>> 24;
  into[16] = 0x41 + (dice.next() % 26);
  for (let i = 17; i < CARD_RECORD; i++) into[i] = 0x30 + (dice.next() % 10);
}

function drawList(entries: number, dice: SeededRandom): ListedEntries {
  const ranges = drawRanges(Math.floor(entries / RANGE_EVERY), dice);
  const cards = new Uint8Array((entries - ranges.length) * CARD_RECORD);
  for (let at = 0; at < cards.length; at += CARD_RECORD) drawCard(dice, cards.subarray(at, at + CARD_RECORD));
  return { cards, ranges };
}

/** Batches of up to a hundred numbers each, spread over all letters. */
function drawRanges(count: number, dice: SeededRandom): ListedRange[] {
  const step = Math.floor((26 * 1e8) / (count + 1));
  return Array.from({ length: count }, (_, i) => {
    const first = i * step + (dice.next() % Math.floor(step / 2));
    const last = Math.min(first + (dice.next() % 100), first - (first % 1e8) + 99_999_999);
    return { from: numberText(first), to: numberText(last) };
  });
}

/** A letter and eight digits. */
function numberText(number: number): string {
  return String.fromCharCode(0x41 + Math.floor(number / 1e8)) + String(number % 1e8).padStart(8, '0');
}

function reading(parts: readonly Uint8Array[]): ReadNext {
  let part = 0;
  let at = 0;
  return async (length) => {
    const result = new Uint8Array(length);
    let done = 0;
    while (done < length && part < parts.length) {
      const piece = parts[part].subarray(at, at + length - done);
      result.set(piece, done);
      done += piece.length;
      at += piece.length;
      if (at === parts[part].length) {
        part++;
        at = 0;
      }
    }
    return result.subarray(0, done);
  };
}

export interface Row {
  readonly entries: number;
  readonly flashMiB: number;
  readonly bytesPerEntry: number;
  readonly readsMean: number;
  readonly readsMost: number;
  readonly bytesRead: number;
  readonly micros: number;
  readonly falseHits: number;
  readonly updateSeconds: number;
}

/** Half of the look-ups are for cards that are listed. @throws Error when one of them is not found */
export async function measure(entries: number, lookUps: number): Promise<Row> {
  const dice = new SeededRandom(entries);
  const list = drawList(entries, dice);
  const key = testRoot('BLACKLIST');
  const file = new BlacklistPublisher(nativeAes, key).full({ version: 1, created: `${TODAY}080000` }, list);
  const shape = shapeFor(entries);
  const nor = new NorFlash(shape, (length) => dice.bytes(length));
  const flash = new Counted(nor);
  const deviceKey = new DeviceKey(nativeAes, testRoot('DEVICE'));
  const store = await BlacklistStore.open(flash, deviceKey, new BlacklistKey(nativeAes, key));
  const begun = performance.now();
  const result = await store.update(reading(file));
  if (result.outcome !== 'done') throw new Error(`${entries} entries: ${result.reason}`);
  const updateSeconds = (performance.now() - begun) / 1000;
  const used = Array.from({ length: shape.unitCount }, (_, unit) => nor.wear(unit)).filter((wear) => wear > 0).length;
  return {
    entries,
    flashMiB: (shape.unitCount * shape.unitLength) / 2 ** 20,
    bytesPerEntry: (used * shape.unitLength) / entries,
    ...(await timeLookUps(store, flash, list, dice, lookUps)),
    updateSeconds,
  };
}

/** Cards that are listed, which must be found, and cards that are not, in turn. */
async function timeLookUps(
  store: BlacklistStore,
  flash: Counted,
  { cards }: ListedEntries,
  dice: SeededRandom,
  lookUps: number,
) {
  let readsMost = 0;
  let falseHits = 0;
  const record = new Uint8Array(CARD_RECORD);
  const start = { reads: flash.reads, bytes: flash.bytes };
  const times = new Float64Array(lookUps);
  for (let i = 0; i < lookUps; i++) {
    const listed = i % 2 === 0;
    if (listed)
      record.set(cards.subarray((dice.next() % (cards.length / CARD_RECORD)) * CARD_RECORD).subarray(0, CARD_RECORD));
    else drawCard(dice, record);
    const before = flash.reads;
    const begun = performance.now();
    const found = await store.find(record.slice(0, 16), String.fromCharCode(...record.subarray(16)), TODAY);
    times[i] = (performance.now() - begun) * 1000;
    readsMost = Math.max(readsMost, flash.reads - before);
    if (listed && found === undefined) throw new Error('a listed card was not found');
    if (!listed && found === 'suspect') falseHits++;
  }
  return {
    // What the machine did besides is in the slow half.
    micros: times.sort()[lookUps >> 1],
    readsMean: (flash.reads - start.reads) / lookUps,
    readsMost,
    bytesRead: (flash.bytes - start.bytes) / lookUps,
    falseHits,
  };
}
