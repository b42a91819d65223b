/**
 * Reads an update of the blacklist as the publisher sends it: the file of sscard.md 16.5 made whole `[TP]`.
 *
 *     head   'SSCB' | form 1 | kind 1: 01 full, 02 incremental | version 4 | base 4, of a full one 0 | created cn 7 |
 *            range entries in the file 4 | card entries 4 | ranges of the list that comes of it 4 | its cards 4 | its sum 8 |
 *            tag 16
 *     block  length of the entries 2, up to 4096 | whole entries | tag 16
 *     entry  01 识别码 16 卡号 9 | 02 first 卡号 9 last 卡号 9 | 81, 82: the same, taken off the list
 *
 * Numbers are big-endian. A tag is AES-CMAC under the publisher's key: of the head over 00 and the head, of a block over 01,
 * the head's tag, the block's number from 0 in four bytes, and its entries; so no block can be left out, moved, or taken
 * from another file. Ranges come before cards: ranges by their first number and what is taken off before what is put on,
 * cards by their digest under the era's key, then by their bytes; none comes twice. The sum is that of the digests of all
 * entries that are on the list then.
 */

import { asciiBytes, concat, equalBytes, readUint, startsWith, uintBytes } from '../../base/bytes.js';
import { FormatError } from '../../base/format-error.js';
import { decodeBcd } from '../../codec/bcd.js';
import { AES_LENGTH } from '../../crypto/aes.js';
import { type BlacklistKey, DIGEST_LENGTH } from '../../vault/blacklist-key.js';
import { CARD_NUMBER_LENGTH, wellFormedNumber } from './card-number.js';
import { minusDigest, NO_SUM, plusDigest } from './digest-sum.js';
import type { NumberRange } from './range-page.js';

/** The next bytes of the file, as many as are asked for; fewer only at its end. */
export type ReadNext = (length: number) => Promise<Uint8Array>;

/** Why an update is not taken. */
export type UpdateRefusal =
  /** no update, or one of a form that this firmware does not know */
  | 'malformed'
  /** it does not come from the publisher, or not whole */
  | 'not-authentic'
  /** it ends too early */
  | 'cut-short'
  /** the terminal has this version, or a newer one */
  | 'not-newer'
  /** it builds on another version than the terminal has */
  | 'other-base'
  | 'out-of-order'
  /** what it takes off is not there, what it puts on is, ranges overlap, or its sum is another */
  | 'contradictory'
  /** the flash has not enough room */
  | 'too-big'
  /** what it builds on cannot be read any more */
  | 'damaged'
  /** the flash does not hold what is written to it */
  | 'failing';

export interface UpdateHead {
  readonly kind: 'full' | 'incremental';
  readonly version: number;
  readonly base: number;
  /** YYYYMMDDhhmmss. */
  readonly created: string;
  /** Entries in the file. */
  readonly rangeEntries: number;
  readonly cardEntries: number;
  /** Of the list that comes of it. */
  readonly ranges: number;
  readonly cards: number;
  readonly sum: Uint8Array;
}

/** An entry of the file. */
export type Change = RangeChange | CardChange;

export interface RangeChange extends NumberRange {
  readonly kind: 'range';
  readonly off: boolean;
}

export interface CardChange {
  readonly kind: 'card';
  readonly off: boolean;
  readonly digest: Uint8Array;
}

/** What the entries so far change. */
export interface Totals {
  readonly ranges: number;
  readonly cards: number;
  readonly sum: Uint8Array;
}

const MAGIC = asciiBytes('SSCB');
const FORM = 1;
const HEAD_LENGTH = 45;
const BLOCK_LENGTH_MAX = 4096;

const CARD = 0x01;
const RANGE = 0x02;
const OFF = 0x80;
const IDENTIFIER_LENGTH = 16;
const CARD_LENGTH = IDENTIFIER_LENGTH + CARD_NUMBER_LENGTH;
const RANGE_LENGTH = 2 * CARD_NUMBER_LENGTH;

export class UpdateFile {
  readonly head: UpdateHead;
  /** The entry that is next; undefined behind the last one. */
  current: Change | undefined;
  totals: Totals = { ranges: 0, cards: 0, sum: NO_SUM };
  readonly #readNext: ReadNext;
  readonly #publisher: BlacklistKey;
  readonly #headTag: Uint8Array;
  #digest: (entry: Uint8Array) => Uint8Array = () => NO_SUM;
  #block: Uint8Array = new Uint8Array(0);
  #at = 0;
  #blocks = 0;
  #taken = 0;
  /** The last entry as the order sees it. */
  #order: Uint8Array = new Uint8Array(0);

  private constructor(readNext: ReadNext, publisher: BlacklistKey, head: UpdateHead, headTag: Uint8Array) {
    this.#readNext = readNext;
    this.#publisher = publisher;
    this.head = head;
    this.#headTag = headTag;
  }

  /** Reads the head, and believes it. */
  static async open(readNext: ReadNext, publisher: BlacklistKey): Promise<UpdateFile | UpdateRefusal> {
    const bytes = await readNext(HEAD_LENGTH + AES_LENGTH);
    const body = bytes.subarray(0, HEAD_LENGTH);
    const tag = bytes.subarray(HEAD_LENGTH);
    if (!startsWith(MAGIC, body.subarray(0, MAGIC.length))) return 'malformed';
    if (tag.length < AES_LENGTH) return 'cut-short';
    if (!equalBytes(publisher.tag(concat(Uint8Array.of(0), body)), tag)) return 'not-authentic';
    const head = decodeHead(body);
    return head === undefined ? 'malformed' : new UpdateFile(readNext, publisher, head, tag);
  }

  /** Goes to the first entry. @param era under whose key the digests are made */
  start(era: number): Promise<UpdateRefusal | undefined> {
    this.#digest = this.#publisher.digestOf(era);
    return this.advance();
  }

  /** Goes to the next entry, which is authentic, well-formed and in its order; behind the last one nothing may follow. */
  async advance(): Promise<UpdateRefusal | undefined> {
    this.current = undefined;
    if (this.#taken === this.head.rangeEntries + this.head.cardEntries) {
      if (this.#at < this.#block.length || (await this.#readNext(1)).length > 0) return 'malformed';
      return undefined;
    }
    if (this.#at === this.#block.length) {
      const refusal = await this.#nextBlock();
      if (refusal) return refusal;
    }
    return this.#takeEntry();
  }

  async #nextBlock(): Promise<UpdateRefusal | undefined> {
    const prefix = await this.#readNext(2);
    if (prefix.length < 2) return 'cut-short';
    const length = readUint(prefix, 0, 2);
    // The length is not vouched for until the tag is: a wrong one makes the tag wrong.
    if (length === 0 || length > BLOCK_LENGTH_MAX) return 'not-authentic';
    const bytes = await this.#readNext(length + AES_LENGTH);
    if (bytes.length < length + AES_LENGTH) return 'cut-short';
    const entries = bytes.subarray(0, length);
    const place = concat(Uint8Array.of(1), this.#headTag, uintBytes(this.#blocks, 4));
    if (!equalBytes(this.#publisher.tag(concat(place, entries)), bytes.subarray(length))) return 'not-authentic';
    this.#block = entries;
    this.#at = 0;
    this.#blocks++;
    return undefined;
  }

  #takeEntry(): UpdateRefusal | undefined {
    const isRange = this.#taken < this.head.rangeEntries;
    const code = this.#block[this.#at];
    const off = (code & OFF) !== 0;
    if ((code & ~OFF) !== (isRange ? RANGE : CARD)) return 'malformed';
    if (off && this.head.kind === 'full') return 'malformed';
    const start = this.#at + 1;
    const end = start + (isRange ? RANGE_LENGTH : CARD_LENGTH);
    if (end > this.#block.length) return 'malformed';
    const entry = this.#block.subarray(start, end);
    const digest = this.#digest(entry);
    const change = isRange ? rangeChange(entry, off) : cardChange(entry, off, digest);
    if (change === undefined) return 'malformed';
    const order = isRange ? rangeOrder(entry, off) : concat(Uint8Array.of(CARDS_LAST), digest, entry);
    if (!isBefore(this.#order, order)) return 'out-of-order';
    this.#order = order;
    this.#at = end;
    this.#taken++;
    this.current = change;
    this.totals = withChange(this.totals, change, digest);
    return undefined;
  }
}

/** Comes behind whatever a 卡号 begins with. */
const CARDS_LAST = 0xff;

function decodeHead(body: Uint8Array): UpdateHead | undefined {
  const kind = body[5] === 1 ? 'full' : body[5] === 2 ? 'incremental' : undefined;
  const base = readUint(body, 10, 4);
  const created = createdOf(body.subarray(14, 21));
  const version = readUint(body, 6, 4);
  if (body[4] !== FORM || kind === undefined || created === undefined || version === 0) return undefined;
  if ((kind === 'full') !== (base === 0)) return undefined;
  return {
    kind,
    version,
    base,
    created,
    rangeEntries: readUint(body, 21, 4),
    cardEntries: readUint(body, 25, 4),
    ranges: readUint(body, 29, 4),
    cards: readUint(body, 33, 4),
    sum: body.slice(37, 37 + DIGEST_LENGTH),
  };
}

function createdOf(bytes: Uint8Array): string | undefined {
  try {
    const digits = decodeBcd(bytes);
    return digits.length === 2 * bytes.length ? digits : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function rangeChange(entry: Uint8Array, off: boolean): RangeChange | undefined {
  const from = wellFormedNumber(entry.subarray(0, CARD_NUMBER_LENGTH));
  const to = wellFormedNumber(entry.subarray(CARD_NUMBER_LENGTH));
  return from === undefined || to === undefined || from > to ? undefined : { kind: 'range', off, from, to };
}

function cardChange(entry: Uint8Array, off: boolean, digest: Uint8Array): CardChange | undefined {
  const number = wellFormedNumber(entry.subarray(IDENTIFIER_LENGTH));
  return number === undefined ? undefined : { kind: 'card', off, digest };
}

function rangeOrder(entry: Uint8Array, off: boolean): Uint8Array {
  return concat(entry.subarray(0, CARD_NUMBER_LENGTH), Uint8Array.of(off ? 0 : 1));
}

/** Whether `a` comes before `b`, byte by byte; nothing comes before everything. */
function isBefore(a: Uint8Array, b: Uint8Array): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] < b[i];
  return a.length < b.length;
}

function withChange({ ranges, cards, sum }: Totals, change: Change, digest: Uint8Array): Totals {
  const step = change.off ? -1 : 1;
  return {
    ranges: ranges + (change.kind === 'range' ? step : 0),
    cards: cards + (change.kind === 'card' ? step : 0),
    sum: change.off ? minusDigest(sum, digest) : plusDigest(sum, digest),
  };
}
