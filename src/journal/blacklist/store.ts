/**
 * The blacklist at national scale: a version of it lies in flash, is asked there, and gives way to the next one whole.
 *
 * DEFINITIONS
 * A *card* is an entry of 识别码 and 卡号, both of which must be a card's own; a *range* is one of 卡号 from the first to the
 * last in ASCII order (SPEC-8 7; sscard.md 11.1, 16.5). A *digest* is 8 bytes of the AES-CMAC of an entry under a key that the
 * publisher makes for each *era*, the time from one full version to the next. A *page* is an erase unit of the flash, 4096
 * bytes on a NOR chip. A *bank* is half of the partition.
 *
 * LAYOUT
 *
 *     bank      head | range pages from the front … blank … card pages from the back | the head again
 *     page      content, filled with FF | tag 16
 *     head      version 4 | era 4 | created 7 | cards 4 | ranges 4 | sum of all digests 8 | card pages 3 | range pages 2 |
 *               for each range page, the number with which it begins 6
 *
 * Numbers are big-endian. The tag is AES-CMAC under a key of this device over the form of the layout, the kind of the page,
 * the publisher's identity, the version and the page's number (of a head both 0), and the content. The content of card
 * pages is in card-page.ts, that of range pages in range-page.ts. A card's page follows from its digest (place.ts): there
 * is no index of cards. The head of the version in force is held in memory, at most one page; nothing else is.
 *
 * ASSUMPTIONS ABOUT FLASH are those of record-store.ts.
 *
 * OPERATIONS
 * *Look-up*: one read of the range page in which the 卡号 would lie, where there are ranges; one read of the card page.
 * *Update* (merge.ts): read the head of the file and believe it; erase both heads of the bank that is not in force; write the
 * range pages and the card pages, each erased, programmed and read back, while the file is read on; when the last block was
 * authentic and counts and sum are what the file's head says, write the first head, then the last. What is refused or
 * cut on the way leaves a bank without heads. Look-ups go on meanwhile.
 * *Recovery*: the higher version of all heads that are whole is in force. If one of its two is not whole it is written again.
 *
 * PROOFS
 * *An update is atomic.* Until the first head of the new bank is whole, the old bank holds the highest version, and nothing
 * in it is written; from then on the new one does, all of whose pages were read back before. A head that is torn is not
 * whole, since its tag is wrong; for one that a cut has left whole but weak, the second stands in, written by the next boot.
 * *No unit is programmed between a cut in it and its erase*: every program follows an erase of its unit at once.
 * *There is never a false miss.* A card that is on the list has its place in its page, cut to the page's low bits, as often
 * as cards share it; cutting maps equal places to equal ones, and taking a card off removes one of them. That only what is
 * on the list is taken off, and only what is not is put on, the sum shows: the publisher made it from the entries
 * themselves, and a wrong step changes it unless two digests of 64 bits are the same. A page that cannot be read, for
 * whatever bit of it has turned over, makes the answer `unavailable`, never no.
 * *A version is the publisher's, whole, and newer than the one before* (update-file.ts): nothing is taken from a file before
 * its tag is right, and no version is in force before its last block was. The number of the version in force is the
 * floor. Where both heads of it are lost, which no cut does, the one before may be in force again, for as long as its age
 * allows. What no flash can notice: that somebody puts all of it back as it was, or blank, at an earlier time.
 *
 * FALSE HITS
 * An exact list does not fit: the code in a 识别码 alone, which no terminal can compute, is 4 bytes, and a bank has two for each
 * of a million cards. So a card that is not on the list shares the cut place of one that is with probability
 * cards of the page / 2^(bucket bits + low bits): with a million cards in 4 MiB, one look-up in 16,000; with up to
 * 470,000 cards, where nothing is cut, one in four million. A hit of a card is therefore `suspect` and no more. The one that
 * asks settles it from the bureau's exact record, online; where the bureau cannot be reached the card is refused as one that
 * has to be asked for, not as one on the list. The next full version has another era, so that no card stays a suspect by
 * chance. Ranges are exact.
 *
 * CAPACITY
 * With a partition of 4 MiB, both banks and all heads included, and units of 4096: 510 pages a version. Range pages take
 * about 7 bytes a range, and at most 668 pages are told by a head. The rest is for cards: 3395 to a page at the utmost, 1.6
 * million in all where there are no ranges; a million and 10,000 ranges fit with room for half a million more. Pages are kept
 * few: a short list takes a page for 900 cards, eight at the least, so that incremental versions have room to grow threefold;
 * what outgrows it is `too-big` and needs a full version. An update erases each page of one bank once, its heads twice: with
 * one update a day a unit that lasts 100,000 erases lasts 270 years.
 */

import { assert } from '../../base/assert.js';
import { asciiBytes, concat, equalBytes } from '../../base/bytes.js';
import type { Flash } from '../../ports/flash.js';
import type { BlacklistKey } from '../../vault/blacklist-key.js';
import type { DeviceKey } from '../../vault/device-key.js';
import { Bank, PageSeal } from './bank.js';
import { numberPlace } from './card-number.js';
import { cardsWhole, pageHasPlace } from './card-page.js';
import { plusDigest } from './digest-sum.js';
import type { Version } from './head.js';
import { type Base, mergeCards, mergeRanges } from './merge.js';
import { cardPlace } from './place.js';
import { pageHasNumber } from './range-page.js';
import { type ReadNext, UpdateFile, type UpdateRefusal } from './update-file.js';

/** What the list says of a card; undefined: that it is not on it. */
export type Found =
  /** its number lies in a listed range */
  | 'range'
  /** most likely it is listed itself: to be settled from the exact record */
  | 'suspect'
  /** there is no list, it is too old to go by, or the page in question cannot be read */
  | 'unavailable';

export type UpdateOutcome =
  | { readonly outcome: 'done'; readonly version: number }
  | { readonly outcome: 'refused'; readonly reason: UpdateRefusal };

/** The version in force. */
export interface InForce {
  readonly version: number;
  /** YYYYMMDDhhmmss. */
  readonly created: string;
  readonly cards: number;
  readonly ranges: number;
  /** Whether it may be gone by, and until when (sscard.md 16.5): 7 days without further thought, 30 with a warning. */
  readonly age: 'current' | 'old' | 'outdated';
}

const OLD_AFTER_DAYS = 7;
const OUTDATED_AFTER_DAYS = 30;

/** Cards of a page when a full version has as many pages as it likes: two thirds of those that it holds whole. */
const COMFORT = 2 / 3;
const CARD_PAGES_LEAST = 8;

export class BlacklistStore {
  readonly #banks: readonly [Bank, Bank];
  readonly #publisher: BlacklistKey;
  #inForce: Base | undefined;
  /** Of the era in force. */
  #digest: (entry: Uint8Array) => Uint8Array;
  #updating = false;

  private constructor(banks: readonly [Bank, Bank], publisher: BlacklistKey, inForce: Base | undefined) {
    this.#banks = banks;
    this.#publisher = publisher;
    this.#inForce = inForce;
    this.#digest = publisher.digestOf(inForce?.version.era ?? 0);
  }

  /** Recovers the version in force. @param flash a partition of the blacklist's own, eight units or more */
  static async open(flash: Flash, deviceKey: DeviceKey, publisher: BlacklistKey): Promise<BlacklistStore> {
    assert(flash.unitCount >= 8, 'a bank has four units at least');
    const half = Math.floor(flash.unitCount / 2);
    const seal = new PageSeal(deviceKey, publisher);
    const banks = [new Bank(flash, seal, 0, half), new Bank(flash, seal, half, half)] as const;
    const found = [await banks[0].readHeads(), await banks[1].readHeads()];
    const [a, b] = found.map((heads) => heads?.version.version ?? 0);
    const newest = a > b ? 0 : 1;
    const heads = found[newest];
    if (heads === undefined) return new BlacklistStore(banks, publisher, undefined);
    // Where the flash does not hold it, the other head still stands, and the next update tells.
    if (heads.broken !== undefined) await banks[newest].writeHead(heads.broken, heads.version);
    return new BlacklistStore(banks, publisher, { bank: banks[newest], version: heads.version });
  }

  /** @param today YYYYMMDD @returns undefined where there is no version */
  inForce(today: string): InForce | undefined {
    if (this.#inForce === undefined) return undefined;
    const { version, created, cards, ranges } = this.#inForce.version;
    const days = dayNumber(today) - dayNumber(created);
    const age = days <= OLD_AFTER_DAYS ? 'current' : days <= OUTDATED_AFTER_DAYS ? 'old' : 'outdated';
    return { version, created, cards, ranges, age };
  }

  /**
   * @param cardIdentifier 识别码, 16 bytes
   * @param cardNumber 卡号 as the card has it, whatever that is
   * @param today YYYYMMDD
   */
  async find(cardIdentifier: Uint8Array, cardNumber: string, today: string): Promise<Found | undefined> {
    assert(cardIdentifier.length === 16, 'a 识别码 is 16 bytes');
    const base = this.#inForce;
    if (base === undefined || this.inForce(today)?.age === 'outdated') return 'unavailable';
    const digest = this.#digest;
    const number = numberPlace(cardNumber);
    const { firsts, cardPages } = base.version;
    const rangePage = lastNotBehind(firsts, number.floor);
    if (rangePage >= 0) {
      const content = await base.bank.readRanges(base.version, rangePage);
      if (content === undefined) return 'unavailable';
      if (pageHasNumber(content, number)) return 'range';
    }
    // No list has a card whose number is none.
    if (!number.exact) return undefined;
    const { page, place } = cardPlace(digest(concat(cardIdentifier, asciiBytes(cardNumber))), cardPages);
    const content = await base.bank.readCards(base.version, page);
    if (content === undefined) return 'unavailable';
    return pageHasPlace(base.bank.cardShape, content, place) ? 'suspect' : undefined;
  }

  /** Puts the next version in force, or leaves things as they are. One update at a time. */
  async update(readNext: ReadNext): Promise<UpdateOutcome> {
    assert(!this.#updating, 'one update at a time');
    this.#updating = true;
    try {
      const result = await this.#take(readNext);
      if (typeof result === 'string') return { outcome: 'refused', reason: result };
      this.#inForce = result;
      this.#digest = this.#publisher.digestOf(result.version.era);
      return { outcome: 'done', version: result.version.version };
    } finally {
      this.#updating = false;
    }
  }

  async #take(readNext: ReadNext): Promise<Base | UpdateRefusal> {
    const file = await UpdateFile.open(readNext, this.#publisher);
    if (typeof file === 'string') return file;
    const { head } = file;
    const now = this.#inForce;
    if (now && head.version <= now.version.version) return 'not-newer';
    if (head.kind === 'incremental' && head.base !== now?.version.version) return 'other-base';
    const base = head.kind === 'incremental' ? now : undefined;
    const era = base ? base.version.era : head.version;
    const refusal = await file.start(era);
    if (refusal) return refusal;
    const bank = now?.bank === this.#banks[0] ? this.#banks[1] : this.#banks[0];
    await bank.clear();
    const version = await merged(base, file, bank, era);
    if (typeof version === 'string') return version;
    if (!(await bank.conclude(version))) return 'failing';
    return { bank, version };
  }
}

/** Writes all but the heads. */
async function merged(
  base: Base | undefined,
  file: UpdateFile,
  bank: Bank,
  era: number,
): Promise<Version | UpdateRefusal> {
  const { head } = file;
  const pagesLeft = bank.pages - (base?.version.cardPages ?? 1);
  const target = { bank, version: head.version, rangePagesMost: Math.min(bank.rangePagesMost, pagesLeft) };
  const firsts = await mergeRanges(base, file, target);
  if (typeof firsts === 'string') return firsts;
  const cardPages = base?.version.cardPages ?? cardPagesFor(bank, firsts.length, head.cards);
  const refusal = await mergeCards(base, file, target, cardPages);
  if (refusal) return refusal;
  const { totals } = file;
  const ranges = (base?.version.ranges ?? 0) + totals.ranges;
  const cards = (base?.version.cards ?? 0) + totals.cards;
  const sum = base ? plusDigest(base.version.sum, totals.sum) : totals.sum;
  if (ranges !== head.ranges || cards !== head.cards || !equalBytes(sum, head.sum)) return 'contradictory';
  return { version: head.version, era, created: head.created, cards, ranges, sum, cardPages, firsts };
}

/** As many as are comfortable, as far as the ranges leave room for them and for some more ranges. */
function cardPagesFor(bank: Bank, rangePages: number, cards: number): number {
  const comfortable = Math.ceil(cards / (COMFORT * cardsWhole(bank.cardShape)));
  const left = bank.pages - rangePages;
  const spare = Math.min(1 + Math.ceil(rangePages / 4), left - 1);
  return Math.min(Math.max(comfortable, CARD_PAGES_LEAST), left - spare);
}

/** Index of the last of ascending numbers that is not behind `value`; −1 where all are. */
function lastNotBehind(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const DAY_MS = 86_400_000;

/** @param digits YYYYMMDD, more may follow */
function dayNumber(digits: string): number {
  const year = Number(digits.slice(0, 4));
  return Date.UTC(year, Number(digits.slice(4, 6)) - 1, Number(digits.slice(6, 8))) / DAY_MS;
}
