/** Writes a version into a bank: what the version before it has, if the update builds on one, and what the update changes. */

import type { Bank } from './bank.js';
import {
  type CardPage,
  cardsMost,
  cutPlace,
  decodeCardPage,
  encodeCardPage,
  lowBitsFor,
  lowBitsMost,
} from './card-page.js';
import type { Version } from './head.js';
import { cardPlace } from './place.js';
import { decodeRangePage, type NumberRange, RangePageBuilder } from './range-page.js';
import type { CardChange, RangeChange, UpdateFile, UpdateRefusal } from './update-file.js';

/** A version that an update builds on. */
export interface Base {
  readonly bank: Bank;
  readonly version: Version;
}

/** Where a version is written to. */
export interface Target {
  readonly bank: Bank;
  readonly version: number;
  /** Pages that are left to the ranges. */
  readonly rangePagesMost: number;
}

/** @returns for each range page that was written, the number with which it begins */
export async function mergeRanges(
  base: Base | undefined,
  file: UpdateFile,
  target: Target,
): Promise<readonly number[] | UpdateRefusal> {
  const kept = new KeptRanges(base);
  const row = new RangeRow(target);
  let refusal = await kept.advance();
  while (refusal === undefined) {
    const change = file.current?.kind === 'range' ? file.current : undefined;
    const old = kept.current;
    if (change === undefined && old === undefined) return await row.finish();
    if (change === undefined || (old !== undefined && old.from < change.from)) {
      refusal = old && ((await row.add(old)) ?? (await kept.advance()));
    } else {
      refusal = (await takeRange(change, kept, row)) ?? (await file.advance());
    }
  }
  return refusal;
}

async function takeRange(change: RangeChange, kept: KeptRanges, row: RangeRow): Promise<UpdateRefusal | undefined> {
  if (!change.off) return await row.add(change);
  const old = kept.current;
  if (old?.from !== change.from || old.to !== change.to) return 'contradictory';
  return await kept.advance();
}

/** The ranges of the version before, one after the other. */
class KeptRanges {
  current: NumberRange | undefined;
  readonly #base: Base | undefined;
  #ranges: readonly NumberRange[] = [];
  #at = 0;
  #pages = 0;

  constructor(base: Base | undefined) {
    this.#base = base;
  }

  async advance(): Promise<UpdateRefusal | undefined> {
    if (this.#base && this.#at === this.#ranges.length && this.#pages < this.#base.version.firsts.length) {
      const content = await this.#base.bank.readRanges(this.#base.version, this.#pages);
      if (content === undefined) return 'damaged';
      this.#ranges = decodeRangePage(content);
      this.#at = 0;
      this.#pages++;
    }
    this.current = this.#ranges[this.#at];
    if (this.current) this.#at++;
    return undefined;
  }
}

/** Range pages as they are written. */
class RangeRow {
  readonly #target: Target;
  readonly #firsts: number[] = [];
  #page: RangePageBuilder;
  #end = -1;

  constructor(target: Target) {
    this.#target = target;
    this.#page = new RangePageBuilder(target.bank.pageLength);
  }

  async add(range: NumberRange): Promise<UpdateRefusal | undefined> {
    if (range.from <= this.#end) return 'contradictory';
    this.#end = range.to;
    if (this.#page.isEmpty) this.#firsts.push(range.from);
    if (this.#page.add(range)) return undefined;
    const refusal = await this.#flush();
    if (refusal) return refusal;
    this.#firsts.push(range.from);
    this.#page.add(range);
    return undefined;
  }

  async finish(): Promise<readonly number[] | UpdateRefusal> {
    return (this.#page.isEmpty ? undefined : await this.#flush()) ?? this.#firsts;
  }

  async #flush(): Promise<UpdateRefusal | undefined> {
    const { bank, version, rangePagesMost } = this.#target;
    if (this.#firsts.length > rangePagesMost) return 'too-big';
    const content = this.#page.content();
    this.#page = new RangePageBuilder(bank.pageLength);
    return (await bank.writeRanges(version, this.#firsts.length - 1, content)) ? undefined : 'failing';
  }
}

/** Writes all card pages, of which an incremental version has as many as the one before. */
export async function mergeCards(
  base: Base | undefined,
  file: UpdateFile,
  target: Target,
  pages: number,
): Promise<UpdateRefusal | undefined> {
  const shape = target.bank.cardShape;
  for (let number = 0; number < pages; number++) {
    const old = base ? await keptCards(base, number) : { lowBits: lowBitsMost(shape), places: new Uint32Array(0) };
    if (old === undefined) return 'damaged';
    const page = await changedPage(old, file, target.bank, pages, number);
    if (typeof page === 'string') return page;
    const content = encodeCardPage(shape, page);
    if (!(await target.bank.writeCards(target.version, number, content))) return 'failing';
  }
  return undefined;
}

async function keptCards({ bank, version }: Base, number: number): Promise<CardPage | undefined> {
  const content = await bank.readCards(version, number);
  return content && decodeCardPage(bank.cardShape, content);
}

/** One page with the changes that belong to it. */
async function changedPage(
  old: CardPage,
  file: UpdateFile,
  { cardShape: shape }: Bank,
  pages: number,
  number: number,
): Promise<CardPage | UpdateRefusal> {
  const places = new Uint32Array(cardsMost(shape));
  places.set(old.places);
  let count = old.places.length;
  for (let place = placeIn(file, pages, number); place !== undefined; place = placeIn(file, pages, number)) {
    const { off } = file.current as CardChange;
    const cut = cutPlace(shape, place, old.lowBits);
    if (off) {
      const at = places.subarray(0, count).indexOf(cut);
      if (at < 0) return 'contradictory';
      places[at] = places[--count];
    } else {
      if (count === places.length) return 'too-big';
      places[count++] = cut;
    }
    const refusal = await file.advance();
    if (refusal) return refusal;
  }
  const lowBits = Math.min(old.lowBits, lowBitsFor(shape, count));
  const sorted = places
    .slice(0, count)
    .sort()
    .map((place) => place >>> (old.lowBits - lowBits));
  return { lowBits, places: sorted };
}

/** The place of the file's entry, if it is a card of this page. */
function placeIn({ current }: UpdateFile, pages: number, number: number): number | undefined {
  if (current?.kind !== 'card') return undefined;
  const { page, place } = cardPlace(current.digest, pages);
  return page === number ? place : undefined;
}
