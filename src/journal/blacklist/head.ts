/** The head of a bank: which version lies there, and where its pages are; store.ts has the layout as a whole. */

import { concat, readUint, uintBytes } from '../../base/bytes.js';
import { decodeBcd, encodeBcd } from '../../codec/bcd.js';
import { DIGEST_LENGTH } from '../../vault/blacklist-key.js';
import { NUMBER_LENGTH } from './card-number.js';

/** A version as it lies in a bank. */
export interface Version {
  /** 1 to 2^32 − 1, higher for what is newer. */
  readonly version: number;
  /** The full version that it goes back to: the digests are made under its number. */
  readonly era: number;
  /** When the publisher made it: YYYYMMDDhhmmss. */
  readonly created: string;
  readonly cards: number;
  readonly ranges: number;
  /** Of all digests, 8 bytes. */
  readonly sum: Uint8Array;
  readonly cardPages: number;
  /** For each range page, the number with which it begins. */
  readonly firsts: readonly number[];
}

const CREATED_LENGTH = 7;
/** All but the range pages' numbers. */
const FIXED_LENGTH = 4 + 4 + CREATED_LENGTH + 4 + 4 + DIGEST_LENGTH + 3 + 2;

/** Range pages that a head of so many bytes can tell. */
export function rangePagesMost(length: number): number {
  return Math.floor((length - FIXED_LENGTH) / NUMBER_LENGTH);
}

export function encodeHead(version: Version): Uint8Array {
  return concat(
    uintBytes(version.version, 4),
    uintBytes(version.era, 4),
    encodeBcd(version.created, CREATED_LENGTH),
    uintBytes(version.cards, 4),
    uintBytes(version.ranges, 4),
    version.sum,
    uintBytes(version.cardPages, 3),
    uintBytes(version.firsts.length, 2),
    ...version.firsts.map((first) => uintBytes(first, NUMBER_LENGTH)),
  );
}

/** @param content made by `encodeHead`; what is behind does not matter */
export function decodeHead(content: Uint8Array): Version {
  const rangePages = readUint(content, FIXED_LENGTH - 2, 2);
  return {
    version: readUint(content, 0, 4),
    era: readUint(content, 4, 4),
    created: decodeBcd(content.subarray(8, 8 + CREATED_LENGTH)),
    cards: readUint(content, 15, 4),
    ranges: readUint(content, 19, 4),
    sum: content.slice(23, 23 + DIGEST_LENGTH),
    cardPages: readUint(content, 31, 3),
    firsts: Array.from({ length: rangePages }, (_, i) =>
      readUint(content, FIXED_LENGTH + NUMBER_LENGTH * i, NUMBER_LENGTH),
    ),
  };
}
