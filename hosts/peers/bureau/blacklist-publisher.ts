/**
 * The bureau's publisher of blacklists: full and incremental updates in the form that src/journal/blacklist/update-file.ts
 * documents `[TP]`, made here from the exact records without a line of the terminal's.
 */

import { asciiBytes, concat, readUint, uintBytes } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import type { MakeAes } from '../../../src/crypto/aes.js';
import { cmac, derivedKey } from '../../../src/crypto/cmac.js';
import { CARD_RECORD, disjoint, type ListedEntries, type ListedRange } from './blacklist-list.js';

export interface FullEdition {
  /** 1 to 2^32 − 1. */
  readonly version: number;
  /** YYYYMMDDhhmmss. */
  readonly created: string;
}

export interface IncrementalEdition extends FullEdition {
  /** The version that it builds on, and the full one that this goes back to. */
  readonly base: number;
  readonly era: number;
}

const FULL = 1;
const INCREMENTAL = 2;
const CARD = 1;
const RANGE = 2;
const OFF = 0x80;
const BLOCK_MAX = 4096;
const WORD = 2 ** 32;

type Mac = (message: Uint8Array) => Uint8Array;

/** Cards by their digests, ascending, none twice. */
interface SortedCards {
  readonly records: Uint8Array;
  readonly count: number;
  /** Where the i-th card's record begins, and its digest. */
  readonly start: (i: number) => number;
  readonly high: (i: number) => number;
  readonly low: (i: number) => number;
}

export class BlacklistPublisher {
  readonly #keyFor: (label: Uint8Array) => Mac;
  readonly #tag: Mac;

  /** @param key 16 bytes */
  constructor(aes: MakeAes, key: Uint8Array) {
    const root = aes(key);
    this.#keyFor = (label) => cmac(aes(derivedKey(root, label)));
    this.#tag = this.#keyFor(asciiBytes('blacklist update'));
  }

  /** All of the list. @returns the file in parts, one behind the other */
  full({ version, created }: FullEdition, list: ListedEntries): Uint8Array[] {
    const mac = this.#digestOf(version);
    const cards = sortedCards(list.cards, mac);
    const ranges = disjoint(list.ranges);
    const body = new Body();
    for (const range of ranges) body.range(range, 0);
    for (let i = 0; i < cards.count; i++) body.card(cards, i, 0);
    return this.#file(FULL, { version, base: 0, created }, body, ranges, cards, mac);
  }

  /** What has changed between two lists. @returns the file in parts */
  incremental(edition: IncrementalEdition, before: ListedEntries, after: ListedEntries): Uint8Array[] {
    const mac = this.#digestOf(edition.era);
    const ranges = disjoint(after.ranges);
    const cards = sortedCards(after.cards, mac);
    const body = new Body();
    rangeChanges(body, disjoint(before.ranges), ranges);
    cardChanges(body, sortedCards(before.cards, mac), cards);
    return this.#file(INCREMENTAL, edition, body, ranges, cards, mac);
  }

  #digestOf(era: number): Mac {
    return this.#keyFor(concat(asciiBytes('blacklist digest'), uintBytes(era, 4)));
  }

  #file(
    kind: number,
    { version, base, created }: { readonly version: number; readonly base: number; readonly created: string },
    body: Body,
    ranges: readonly ListedRange[],
    cards: SortedCards,
    mac: Mac,
  ): Uint8Array[] {
    const counts = [body.ranges, body.cards, ranges.length, cards.count].map((count) => uintBytes(count, 4));
    const head = concat(
      asciiBytes('SSCB'),
      Uint8Array.of(1, kind),
      uintBytes(version, 4),
      uintBytes(base, 4),
      fromHex(created),
      ...counts,
      sumOf(ranges, cards, mac),
    );
    const headTag = this.#tag(concat(Uint8Array.of(0), head));
    const blocks = body.blocks().map((block, i) => {
      const tag = this.#tag(concat(Uint8Array.of(1), headTag, uintBytes(i, 4), block));
      return concat(uintBytes(block.length, 2), block, tag);
    });
    return [concat(head, headTag), ...blocks];
  }
}

/** Entries as they go into the file. */
class Body {
  ranges = 0;
  cards = 0;
  readonly #blocks: Uint8Array[] = [];
  #block = new Uint8Array(BLOCK_MAX);
  #used = 0;

  range({ from, to }: ListedRange, off: number): void {
    this.ranges++;
    this.#add(RANGE | off, asciiBytes(from + to));
  }

  card(cards: SortedCards, i: number, off: number): void {
    this.cards++;
    const start = cards.start(i);
    this.#add(CARD | off, cards.records.subarray(start, start + CARD_RECORD));
  }

  blocks(): Uint8Array[] {
    return this.#used === 0 ? this.#blocks : [...this.#blocks, this.#block.slice(0, this.#used)];
  }

  #add(code: number, entry: Uint8Array): void {
    if (this.#used + 1 + entry.length > BLOCK_MAX) {
      this.#blocks.push(this.#block.slice(0, this.#used));
      this.#used = 0;
    }
    this.#block[this.#used] = code;
    this.#block.set(entry, this.#used + 1);
    this.#used += 1 + entry.length;
  }
}

function sortedCards(records: Uint8Array, mac: Mac): SortedCards {
  const count = records.length / CARD_RECORD;
  const highs = new Uint32Array(count);
  const lows = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const digest = mac(records.subarray(i * CARD_RECORD, (i + 1) * CARD_RECORD));
    highs[i] = readUint(digest, 0, 4);
    lows[i] = readUint(digest, 4, 4);
  }
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const byDigest = (a: number, b: number) =>
    highs[a] - highs[b] || lows[a] - lows[b] || recordOrder(records, a * CARD_RECORD, records, b * CARD_RECORD);
  order.sort(byDigest);
  const single = order.filter((card, i) => i === 0 || byDigest(order[i - 1], card) !== 0);
  return {
    records,
    count: single.length,
    start: (i) => single[i] * CARD_RECORD,
    high: (i) => highs[single[i]],
    low: (i) => lows[single[i]],
  };
}

function recordOrder(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  for (let i = 0; i < CARD_RECORD; i++) if (a[atA + i] !== b[atB + i]) return a[atA + i] - b[atB + i];
  return 0;
}

/** What is in one sorted row and not in the other, in the order of both. */
function cardChanges(body: Body, before: SortedCards, after: SortedCards): void {
  let old = 0;
  let now = 0;
  while (old < before.count || now < after.count) {
    const order =
      old === before.count
        ? 1
        : now === after.count
          ? -1
          : before.high(old) - after.high(now) ||
            before.low(old) - after.low(now) ||
            recordOrder(before.records, before.start(old), after.records, after.start(now));
    if (order < 0) body.card(before, old, OFF);
    if (order > 0) body.card(after, now, 0);
    if (order <= 0) old++;
    if (order >= 0) now++;
  }
}

/** A range that has changed is taken off and put on again. */
function rangeChanges(body: Body, before: readonly ListedRange[], after: readonly ListedRange[]): void {
  const nameOf = ({ from, to }: ListedRange) => from + to;
  const had = new Set(before.map(nameOf));
  const has = new Set(after.map(nameOf));
  const changes = [
    ...before.filter((range) => !has.has(nameOf(range))).map((range) => ({ range, off: OFF })),
    ...after.filter((range) => !had.has(nameOf(range))).map((range) => ({ range, off: 0 })),
  ];
  changes.sort((a, b) => (a.range.from < b.range.from ? -1 : a.range.from > b.range.from ? 1 : b.off - a.off));
  for (const { range, off } of changes) body.range(range, off);
}

/** Of all digests, modulo 2^64. */
function sumOf(ranges: readonly ListedRange[], cards: SortedCards, mac: Mac): Uint8Array {
  let high = 0;
  let low = 0;
  const add = (moreHigh: number, moreLow: number) => {
    low += moreLow;
    high = (high + moreHigh + Math.floor(low / WORD)) % WORD;
    low %= WORD;
  };
  for (let i = 0; i < cards.count; i++) add(cards.high(i), cards.low(i));
  for (const { from, to } of ranges) {
    const digest = mac(asciiBytes(from + to));
    add(readUint(digest, 0, 4), readUint(digest, 4, 4));
  }
  return concat(uintBytes(high, 4), uintBytes(low, 4));
}
