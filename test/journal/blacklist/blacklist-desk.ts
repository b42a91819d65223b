/** A blacklist in a small flash, the bureau that publishes it, and cards to ask for. */

import { type ListedEntry, listedEntries } from '../../../hosts/peers/bureau/blacklist-list.js';
import { BlacklistPublisher } from '../../../hosts/peers/bureau/blacklist-publisher.js';
import { testDevice } from '../../../hosts/peers/device/test-device.js';
import type { NorShape } from '../../../hosts/peers/flash/nor-flash.js';
import { testRoot } from '../../../hosts/peers/keys.js';
import { asciiBytes, concat } from '../../../src/base/bytes.js';
import { fromHex, hexNumber, toHex } from '../../../src/base/hex.js';
import { cmac, derivedKey } from '../../../src/crypto/cmac.js';
import { BlacklistStore, type UpdateOutcome } from '../../../src/journal/blacklist/store.js';
import type { ReadNext } from '../../../src/journal/blacklist/update-file.js';
import type { Flash } from '../../../src/ports/flash.js';
import { BlacklistKey } from '../../../src/vault/blacklist-key.js';
import { deviceKey } from '../flash-desk.js';

/** Twenty units of 512 bytes: eight pages for cards or ranges in each bank. */
export const SMALL_BANKS: NorShape = Object.freeze({ unitCount: 20, unitLength: 512, programLength: 16 });

export const CREATED = '20260601080000';
export const TODAY = '20260601';

export const PUBLISHER_KEY: Uint8Array = testRoot('BLACKLIST');

export const publisher = new BlacklistPublisher(testDevice().aes, PUBLISHER_KEY);

export function openStore(flash: Flash, key = PUBLISHER_KEY): Promise<BlacklistStore> {
  return BlacklistStore.open(flash, deviceKey(), new BlacklistKey(testDevice().aes, key));
}

/** The n-th card of the test region. */
export function card(n: number): { readonly cardIdentifier: string; readonly cardNumber: string } {
  const serial = hexNumber(n, 8);
  return {
    cardIdentifier: `990100D156000005${serial}${hexNumber((n * 2654435761) % 2 ** 32, 8)}`,
    cardNumber: cardNumber(n),
  };
}

/** A number of nine characters that goes up with n. */
export function cardNumber(n: number): string {
  return `A${String(n).padStart(8, '0')}`;
}

/** The cards from one number to before another. */
export function cards(from: number, to: number): ReturnType<typeof card>[] {
  return Array.from({ length: to - from }, (_, i) => card(from + i));
}

/** Both included. */
export function range(from: number, to: number): { readonly from: string; readonly to: string } {
  return { from: cardNumber(from), to: cardNumber(to) };
}

/** The file of a full version. */
export function fullFile(version: number, entries: readonly ListedEntry[], created = CREATED): Uint8Array {
  return concat(...publisher.full({ version, created }, listedEntries(entries)));
}

/** The file of an incremental version. */
export function incrementalFile(
  { version, base, era = 1 }: { readonly version: number; readonly base: number; readonly era?: number },
  before: readonly ListedEntry[],
  after: readonly ListedEntry[],
): Uint8Array {
  const edition = { version, base, era, created: CREATED };
  return concat(...publisher.incremental(edition, listedEntries(before), listedEntries(after)));
}

/** Hands a file out bit by bit. */
export function reading(file: Uint8Array): ReadNext {
  let at = 0;
  return async (length) => file.subarray(at, (at += length));
}

/** `done` and the version, or the reason of a refusal. */
export function told(result: UpdateOutcome): string {
  return result.outcome === 'done' ? `done ${result.version}` : result.reason;
}

export async function load(store: BlacklistStore, file: Uint8Array): Promise<string> {
  return told(await store.update(reading(file)));
}

/** What the store says of a card. */
export async function ask(store: BlacklistStore, one: { cardIdentifier: string; cardNumber: string }, today = TODAY) {
  return await store.find(fromHex(one.cardIdentifier), one.cardNumber, today);
}

/** What the store says of each card, a letter each: s(uspect), r(ange), u(navailable), - for nothing. */
export async function row(store: BlacklistStore, asked: readonly Parameters<typeof ask>[1][]): Promise<string> {
  let letters = '';
  for (const one of asked) letters += (await ask(store, one))?.[0] ?? '-';
  return letters;
}

/** What a file says, right or wrong; the tags are the publisher's. */
export interface Forgery {
  /** Hexadecimal, 45 bytes. */
  readonly head: string;
  /** Entries of each block, hexadecimal. */
  readonly blocks: readonly string[];
}

/** A file that the publisher would never make, under its key. */
export function signedFile({ head, blocks }: Forgery): Uint8Array {
  const { aes } = testDevice();
  const tag = cmac(aes(derivedKey(aes(PUBLISHER_KEY), asciiBytes('blacklist update'))));
  const headBytes = fromHex(head);
  const headTag = tag(concat(Uint8Array.of(0), headBytes));
  const sealed = blocks.map(fromHex).map((block, i) => {
    const length = Uint8Array.of(block.length >> 8, block.length & 0xff);
    return concat(length, block, tag(concat(Uint8Array.of(1), headTag, Uint8Array.of(0, 0, 0, i), block)));
  });
  return concat(headBytes, headTag, ...sealed);
}

/** Takes a file apart again. @returns its head and the entries of its blocks */
export function partsOf(file: Uint8Array): Forgery {
  const blocks: string[] = [];
  for (let at = 61; at < file.length; ) {
    const length = (file[at] << 8) | file[at + 1];
    blocks.push(toHex(file.subarray(at + 2, at + 2 + length)));
    at += 2 + length + 16;
  }
  return { head: toHex(file.subarray(0, 45)), blocks };
}
