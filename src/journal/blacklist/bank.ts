/** Half of the blacklist's flash: sealed pages, and which unit each lies in; store.ts has the layout as a whole. */

import { concat, equalBytes, padRight, uintBytes } from '../../base/bytes.js';
import { AES_LENGTH } from '../../crypto/aes.js';
import { cmac } from '../../crypto/cmac.js';
import type { Flash } from '../../ports/flash.js';
import type { BlacklistKey } from '../../vault/blacklist-key.js';
import type { DeviceKey } from '../../vault/device-key.js';
import { type CardPageShape, cardPageShape } from './card-page.js';
import { decodeHead, encodeHead, rangePagesMost, type Version } from './head.js';

/** Of the layout: pages of another form do not open. */
const FORM = 1;

const HEAD = 0;
const RANGES = 1;
const CARDS = 2;

/** Two, in the bank's first and last unit. */
const HEADS = 2;

export type PageKind = typeof RANGES | typeof CARDS;

/** Vouches for pages: nobody without the device key changes one or puts it elsewhere. */
export class PageSeal {
  readonly #tag: (message: Uint8Array) => Uint8Array;
  readonly #identity: Uint8Array;

  /** @param publisher a page of another publisher's list does not open: its digests would find nothing */
  constructor(deviceKey: DeviceKey, publisher: BlacklistKey) {
    this.#tag = cmac(deviceKey.cipherFor('blacklist page'));
    this.#identity = publisher.identity;
  }

  /** @param content fits `length` less the tag @returns the page, `length` bytes: content, FF, tag */
  close(kind: number, version: number, number: number, content: Uint8Array, length: number): Uint8Array {
    const padded = padRight(content, length - AES_LENGTH, 0xff);
    return concat(padded, this.#tag(concat(this.#place(kind, version, number), padded)));
  }

  /** @returns the content with what is behind it; undefined when it is not what was closed at this place */
  open(kind: number, version: number, number: number, page: Uint8Array): Uint8Array | undefined {
    const padded = page.subarray(0, page.length - AES_LENGTH);
    const tag = this.#tag(concat(this.#place(kind, version, number), padded));
    return equalBytes(tag, page.subarray(page.length - AES_LENGTH)) ? padded : undefined;
  }

  #place(kind: number, version: number, number: number): Uint8Array {
    return concat(Uint8Array.of(FORM, kind), this.#identity, uintBytes(version, 4), uintBytes(number, 3));
  }
}

/** What a look at both heads finds. */
export interface Heads {
  readonly version: Version;
  /** The one that is not whole, when the other is. */
  readonly broken: number | undefined;
}

export class Bank {
  /** Pages for cards and ranges. */
  readonly pages: number;
  /** Bytes of a page's content. */
  readonly pageLength: number;
  readonly cardShape: CardPageShape;
  readonly rangePagesMost: number;
  readonly #flash: Flash;
  readonly #seal: PageSeal;
  /** The units of the two heads. */
  readonly #first: number;
  readonly #last: number;

  /** @param first its first unit @param count its units, four or more */
  constructor(flash: Flash, seal: PageSeal, first: number, count: number) {
    this.#flash = flash;
    this.#seal = seal;
    this.#first = first;
    this.#last = first + count - 1;
    this.pages = count - HEADS;
    this.pageLength = flash.unitLength - AES_LENGTH;
    this.cardShape = cardPageShape(flash.unitLength, this.pageLength);
    this.rangePagesMost = rangePagesMost(this.pageLength);
  }

  /** @returns undefined where neither head is whole */
  async readHeads(): Promise<Heads | undefined> {
    const first = await this.#read(this.#first, HEAD, 0, 0);
    const last = await this.#read(this.#last, HEAD, 0, 0);
    const whole = first ?? last;
    if (whole === undefined) return undefined;
    const broken = first === undefined ? this.#first : last === undefined ? this.#last : undefined;
    return { version: decodeHead(whole), broken };
  }

  /** One read of the flash. @returns the content; undefined when the page is not what was written for this version */
  readRanges({ version }: Version, number: number): Promise<Uint8Array | undefined> {
    return this.#read(this.#unitOf(RANGES, number), RANGES, version, number);
  }

  /** As `readRanges`. */
  readCards({ version }: Version, number: number): Promise<Uint8Array | undefined> {
    return this.#read(this.#unitOf(CARDS, number), CARDS, version, number);
  }

  /** From now on the bank holds no version. */
  async clear(): Promise<void> {
    await this.#flash.erase(this.#first);
    await this.#flash.erase(this.#last);
  }

  /** @returns whether the flash holds it */
  writeRanges(version: number, number: number, content: Uint8Array): Promise<boolean> {
    return this.#write(this.#unitOf(RANGES, number), RANGES, version, number, content);
  }

  /** @returns whether the flash holds it */
  writeCards(version: number, number: number, content: Uint8Array): Promise<boolean> {
    return this.#write(this.#unitOf(CARDS, number), CARDS, version, number, content);
  }

  /** All pages are written: from the first head on the bank holds the version. @returns whether it does */
  async conclude(version: Version): Promise<boolean> {
    if (!(await this.writeHead(this.#first, version))) return false;
    // Should the flash not hold this one, the first stands, and the next boot tries again.
    await this.writeHead(this.#last, version);
    return true;
  }

  /** @param unit one of the two for heads */
  writeHead(unit: number, version: Version): Promise<boolean> {
    return this.#write(unit, HEAD, 0, 0, encodeHead(version));
  }

  /** Ranges grow from the front, cards from the back. */
  #unitOf(kind: PageKind, number: number): number {
    return kind === RANGES ? this.#first + 1 + number : this.#last - 1 - number;
  }

  async #read(unit: number, kind: number, version: number, number: number): Promise<Uint8Array | undefined> {
    return this.#seal.open(kind, version, number, await this.#flash.read(unit, 0, this.#flash.unitLength));
  }

  async #write(unit: number, kind: number, version: number, number: number, content: Uint8Array): Promise<boolean> {
    const page = this.#seal.close(kind, version, number, content, this.#flash.unitLength);
    await this.#flash.erase(unit);
    await this.#flash.program(unit, 0, page);
    return equalBytes(await this.#flash.read(unit, 0, page.length), page);
  }
}
