/**
 * A magnetic stripe as an encoder leaves it (ISO/IEC 7811-6): reversals of the flux along the card, F2F, three tracks, and
 * what use does to them. Places are in millimetres from the edge that leads when the card is drawn the right way.
 */

import { assert } from '../../../src/base/assert.js';

/** Of an ID-1 card (ISO/IEC 7810). */
export const CARD_MM = 85.6;

/** Clocking zeros run from the first to the last place; data begins at the middle one `[mem]`. */
const ZEROS_FROM_MM = 3.3;
const DATA_FROM_MM = 7.44;
const ZEROS_TO_MM = 82.2;

/** How one track is written: 210 or 75 bits an inch, characters of six or four bits and a parity bit. */
export interface Writing {
  readonly bitsPerMm: number;
  /** With parity. */
  readonly characterBits: 5 | 7;
  /** ASCII of the character whose bits are all 0. */
  readonly base: number;
  readonly start: string;
  /** Most characters, sentinels and check among them. */
  readonly lengthMax: number;
}

const inch = (bits: number): number => bits / 25.4;

export const WRITINGS: readonly Writing[] = Object.freeze([
  Object.freeze({ bitsPerMm: inch(210), characterBits: 7, base: 0x20, start: '%', lengthMax: 79 }),
  Object.freeze({ bitsPerMm: inch(75), characterBits: 5, base: 0x30, start: ';', lengthMax: 40 }),
  Object.freeze({ bitsPerMm: inch(210), characterBits: 5, base: 0x30, start: ';', lengthMax: 107 }),
]);

/** Where the flux reverses, by track, in ascending order; a track without a reversal is blank. */
export type Stripe = readonly (readonly number[])[];

/** @param texts of tracks 1 to 3, without sentinels; undefined leaves a track blank */
export function writeStripe(texts: readonly (string | undefined)[]): Stripe {
  return writeBits(texts.map((text, track) => (text === undefined ? undefined : bitsOf(text, WRITINGS[track]))));
}

/** @param bits of tracks 1 to 3 in the order in which they pass, as `0` and `1`, without the clocking zeros */
export function writeBits(bits: readonly (string | undefined)[]): Stripe {
  return WRITINGS.map((writing, track) => reversals(bits[track], writing));
}

/** The track has worn off here. */
export function worn(stripe: Stripe, track: 1 | 2 | 3, fromMm: number, toMm: number): Stripe {
  return stripe.map((places, i) => (i === track - 1 ? places.filter((mm) => mm < fromMm || mm >= toMm) : places));
}

/** Dirt lifts the head off all tracks. */
export function dirty(stripe: Stripe, fromMm: number, toMm: number): Stripe {
  return [1, 2, 3].reduce((left: Stripe, track) => worn(left, track as 1 | 2 | 3, fromMm, toMm), stripe);
}

/** A scratch reads like a reversal that nobody wrote. */
export function scratched(stripe: Stripe, track: 1 | 2 | 3, atMm: number): Stripe {
  return stripe.map((places, i) => (i === track - 1 ? [...places, atMm].sort((a, b) => a - b) : places));
}

/** Start sentinel, text, end sentinel and the check of them all, least significant bit first and odd parity last. */
function bitsOf(text: string, { base, characterBits, start, lengthMax }: Writing): string {
  const codes = [...`${start}${text}?`].map((character) => character.charCodeAt(0) - base);
  assert(
    codes.every((code) => code >= 0 && code < 1 << (characterBits - 1)),
    'the track has such characters',
  );
  codes.push(codes.reduce((sum, code) => sum ^ code, 0));
  assert(codes.length <= lengthMax, 'the text fits the track');
  return codes.map((code) => characterOf(code, characterBits - 1)).join('');
}

function characterOf(code: number, bits: number): string {
  let text = '';
  let ones = 0;
  for (let bit = 0; bit < bits; bit++) {
    const one = (code >> bit) & 1;
    ones += one;
    text += one;
  }
  return `${text}${(ones + 1) % 2}`;
}

/** One at each end of a bit, and in a 1 one in the middle. */
function reversals(bits: string | undefined, { bitsPerMm }: Writing): number[] {
  if (bits === undefined) return [];
  const leading = Math.floor((DATA_FROM_MM - ZEROS_FROM_MM) * bitsPerMm);
  const trailing = Math.floor((ZEROS_TO_MM - DATA_FROM_MM) * bitsPerMm) - bits.length;
  const places = [];
  for (let bit = -leading; bit <= bits.length + trailing; bit++) {
    places.push(DATA_FROM_MM + bit / bitsPerMm);
    if (bits[bit] === '1') places.push(DATA_FROM_MM + (bit + 0.5) / bitsPerMm);
  }
  return places;
}
