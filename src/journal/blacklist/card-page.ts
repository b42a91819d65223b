/**
 * How the cards of one page are coded: sorted places, as Elias (1974) and Fano coded sorted numbers; store.ts has the layout
 * as a whole.
 *
 * A *place* is 32 bits of a card's digest. Its first bits are its *bucket*, the next ones its *low* bits, and what follows is
 * cut off: as much as must be for the page to hold all its cards. A page has half as many buckets as bytes, a power of two.
 *
 *     count 2 | low bits 1 | bitmap of count + buckets bits | the low bits of each card, one after the other
 *
 * Bit (bucket + i) of the bitmap is set for card i: a one for each card, a zero at the end of each bucket. Bits are counted
 * from the top of a byte.
 */

import { readUint, uintBytes } from '../../base/bytes.js';

const PLACE_BITS = 32;
const PREFIX_LENGTH = 3;
/** With fewer a look-up would be wrong too often: so few leave one false hit in 150 in the fullest page there can be. */
const LOW_BITS_MIN = 8;

export interface CardPageShape {
  /** Bytes of the page without its tag. */
  readonly length: number;
  readonly bucketBits: number;
}

/** @param unitLength of the flash @param length what of it is the page's own */
export function cardPageShape(unitLength: number, length: number): CardPageShape {
  return { length, bucketBits: Math.floor(Math.log2(unitLength)) - 1 };
}

/** Low bits of a page with no card cut short. */
export function lowBitsMost({ bucketBits }: CardPageShape): number {
  return PLACE_BITS - bucketBits;
}

/** Cards that a page holds whole, all 32 bits of each. */
export function cardsWhole(shape: CardPageShape): number {
  const bits = 8 * (shape.length - PREFIX_LENGTH - 1) - 2 ** shape.bucketBits;
  return Math.floor(bits / (1 + lowBitsMost(shape)));
}

/** Cards that a page holds at all. */
export function cardsMost(shape: CardPageShape): number {
  const bits = 8 * (shape.length - PREFIX_LENGTH - 1) - 2 ** shape.bucketBits;
  return Math.floor(bits / (1 + LOW_BITS_MIN));
}

/** @param count of cards, no more than `cardsMost` @returns the most low bits that so many cards leave room for */
export function lowBitsFor(shape: CardPageShape, count: number): number {
  if (count <= cardsWhole(shape)) return lowBitsMost(shape);
  const bits = 8 * (shape.length - PREFIX_LENGTH - 1) - 2 ** shape.bucketBits;
  return Math.floor(bits / count) - 1;
}

/** What is left of a place with so many low bits. */
export function cutPlace({ bucketBits }: CardPageShape, place: number, lowBits: number): number {
  return place >>> (PLACE_BITS - bucketBits - lowBits);
}

export interface CardPage {
  readonly lowBits: number;
  /** Cut to the low bits, sorted, equal ones as often as there are cards. */
  readonly places: Uint32Array;
}

/** @returns the page's own bytes, as many as needed */
export function encodeCardPage(shape: CardPageShape, { lowBits, places }: CardPage): Uint8Array {
  const bitmapLength = bitmapBytes(shape, places.length);
  const bytes = new Uint8Array(PREFIX_LENGTH + bitmapLength + Math.ceil((places.length * lowBits) / 8));
  bytes.set(uintBytes(places.length, 2));
  bytes[2] = lowBits;
  let low = 8 * (PREFIX_LENGTH + bitmapLength);
  places.forEach((place, i) => {
    const bit = (place >>> lowBits) + i;
    bytes[PREFIX_LENGTH + (bit >> 3)] |= 0x80 >> (bit & 7);
    writeBits(bytes, low, lowBits, place);
    low += lowBits;
  });
  return bytes;
}

/** @param content made by `encodeCardPage`; what is behind does not matter */
export function decodeCardPage(shape: CardPageShape, content: Uint8Array): CardPage {
  const lowBits = content[2];
  const places = new Uint32Array(readUint(content, 0, 2));
  let low = 8 * (PREFIX_LENGTH + bitmapBytes(shape, places.length));
  for (let i = 0, bit = 0; i < places.length; bit++) {
    if (!bitAt(content, bit)) continue;
    places[i] = (((bit - i) << lowBits) | readBits(content, low, lowBits)) >>> 0;
    low += lowBits;
    i++;
  }
  return { lowBits, places };
}

/** Whether a card has this place, as far as the page knows. @param place 32 bits */
export function pageHasPlace(shape: CardPageShape, content: Uint8Array, place: number): boolean {
  const lowBits = content[2];
  const lows = 8 * (PREFIX_LENGTH + bitmapBytes(shape, readUint(content, 0, 2)));
  const wanted = cutPlace(shape, place, lowBits);
  const bucket = wanted >>> lowBits;
  const low = wanted - bucket * 2 ** lowBits;
  let bit = bucketStart(content, bucket);
  for (let i = bit - bucket; bitAt(content, bit); i++, bit++)
    if (readBits(content, lows + i * lowBits, lowBits) === low) return true;
  return false;
}

/** The bit behind as many zeros as there are buckets before this one. */
function bucketStart(content: Uint8Array, bucket: number): number {
  let bit = 0;
  let zeros = 0;
  for (;;) {
    const more = 8 - onesIn(content[PREFIX_LENGTH + (bit >> 3)]);
    if (zeros + more >= bucket) break;
    zeros += more;
    bit += 8;
  }
  for (; zeros < bucket; bit++) if (!bitAt(content, bit)) zeros++;
  return bit;
}

function onesIn(byte: number): number {
  const pairs = byte - ((byte >> 1) & 0x55);
  const fours = (pairs & 0x33) + ((pairs >> 2) & 0x33);
  return (fours + (fours >> 4)) & 0x0f;
}

function bitmapBytes({ bucketBits }: CardPageShape, count: number): number {
  return Math.ceil((count + 2 ** bucketBits) / 8);
}

/** Of the bitmap. */
function bitAt(content: Uint8Array, bit: number): boolean {
  return (content[PREFIX_LENGTH + (bit >> 3)] & (0x80 >> (bit & 7))) !== 0;
}

/** @param at bit of the bytes @param width 0 to 30 bits */
function readBits(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let left = width, bit = at; left > 0; ) {
    const room = 8 - (bit & 7);
    const taken = Math.min(room, left);
    value = (value << taken) | ((bytes[bit >> 3] >> (room - taken)) & ((1 << taken) - 1));
    left -= taken;
    bit += taken;
  }
  return value;
}

/** Into bits that are zero. @param value its last `width` bits are written */
function writeBits(bytes: Uint8Array, at: number, width: number, value: number): void {
  for (let left = width, bit = at; left > 0; ) {
    const room = 8 - (bit & 7);
    const taken = Math.min(room, left);
    bytes[bit >> 3] |= ((value >>> (left - taken)) & ((1 << taken) - 1)) << (room - taken);
    left -= taken;
    bit += taken;
  }
}
