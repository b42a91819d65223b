/**
 * How the ranges of one page are coded; store.ts has the layout as a whole.
 *
 *     count 2 | for each range: how far its first number lies behind the last range's end, and how far its end behind that
 *
 * The first range of a page counts from 0, so that a page can be read alone. Distances are in groups of seven bits, the
 * lowest first, each but the last with its top bit set.
 */

import { concat, readUint, uintBytes } from '../../base/bytes.js';
import { isBetween, type NumberPlace } from './card-number.js';

/** 卡号 as numbers (card-number.ts), both included. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

const COUNT_LENGTH = 2;

/** A page on its way. */
export class RangePageBuilder {
  readonly #length: number;
  readonly #parts: Uint8Array[] = [];
  #used = COUNT_LENGTH;
  #end = 0;

  /** @param length bytes that the page may have */
  constructor(length: number) {
    this.#length = length;
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  /** @param range behind those before it @returns whether there was room */
  add({ from, to }: NumberRange): boolean {
    const part = concat(distance(from - this.#end), distance(to - from));
    if (this.#used + part.length > this.#length) return false;
    this.#parts.push(part);
    this.#used += part.length;
    this.#end = to;
    return true;
  }

  content(): Uint8Array {
    return concat(uintBytes(this.#parts.length, COUNT_LENGTH), ...this.#parts);
  }
}

/** @param content made by a builder; what is behind does not matter */
export function decodeRangePage(content: Uint8Array): NumberRange[] {
  const ranges: NumberRange[] = [];
  let at = COUNT_LENGTH;
  let end = 0;
  const next = () => {
    let value = 0;
    let byte: number;
    let weight = 1;
    do {
      byte = content[at++];
      value += (byte & 0x7f) * weight;
      weight *= 0x80;
    } while (byte >= 0x80);
    return value;
  };
  for (let left = readUint(content, 0, COUNT_LENGTH); left > 0; left--) {
    const from = end + next();
    end = from + next();
    ranges.push({ from, to: end });
  }
  return ranges;
}

export function pageHasNumber(content: Uint8Array, number: NumberPlace): boolean {
  return decodeRangePage(content).some(({ from, to }) => isBetween(number, from, to));
}

function distance(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Uint8Array.of(...bytes, rest);
}
