/**
 * The decoder behind a magnetic head: from the moments at which the flux reverses to bits, from bits to characters in
 * either direction, and to a message of ASCII on its serial line. It says E for a track on which it has seen a one and
 * could not read it, as MagTek's heads do.
 */

import type { Clock } from '../../../src/ports/clock.js';
import { type Hand, passages } from './hand.js';
import { type Stripe, WRITINGS, type Writing } from './stripe.js';

/** When nothing has passed for so long the card is gone; ms. */
const GONE_MS = 100;
/** At 9600 bits a second. */
export const BYTE_MS = (10 * 1_000) / 9_600;

/** How the message names each track. */
const STARTS = '%;+';

/** Parts of a bit: shorter ones are scratches, and so on. */
const SHORTEST = 0.3;
const HALF_UP_TO = 0.75;
const WHOLE_UP_TO = 1.4;
/** Like intervals that settle how long a bit is, and how like. */
const SETTLING = 4;
const LIKENESS = 0.2;

export interface DecoderByte {
  readonly byte: number;
  /** Ticks at which it has arrived. */
  readonly due: number;
}

export class HeadDecoder {
  readonly #clock: Pick<Clock, 'ticks'>;
  readonly #sendsLrc: boolean;
  #sending: DecoderByte[] = [];

  constructor(clock: Pick<Clock, 'ticks'>, { sendsLrc = false }: { readonly sendsLrc?: boolean } = {}) {
    this.#clock = clock;
    this.#sendsLrc = sendsLrc;
  }

  /** A card is drawn through the slit, beginning now. A rest in the middle makes two swipes of one. */
  swipe(stripe: Stripe, hand: Hand): void {
    const now = this.#clock.ticks();
    for (const tracks of passes(passages(stripe, hand))) {
      const message = tracks.map((moments, track) => this.#told(moments, track)).join('');
      const last = tracks.reduce((latest, moments) => Math.max(latest, moments.at(-1) ?? 0), 0);
      if (message !== '') this.say(`${message}\r`, now + last + GONE_MS);
    }
  }

  /** Something is on the line that no decoder would say, or a message made elsewhere. @param at in ticks; now without */
  say(text: string, at = this.#clock.ticks()): void {
    let due = Math.max(at, this.#sending.at(-1)?.due ?? 0);
    for (const character of text) {
      due += BYTE_MS;
      this.#sending.push({ byte: character.charCodeAt(0), due });
    }
  }

  /** What it has to send, in order; the line takes away what has arrived. */
  get sending(): readonly DecoderByte[] {
    return this.#sending;
  }

  take(count: number): readonly DecoderByte[] {
    const taken = this.#sending.slice(0, count);
    this.#sending = this.#sending.slice(count);
    return taken;
  }

  #told(moments: readonly number[], track: number): string {
    const streams = bitStreams(moments);
    if (!streams.some((bits) => bits.includes('1'))) return '';
    for (const bits of streams)
      for (const way of [bits, [...bits].reverse().join('')]) {
        const text = readTrack(way, WRITINGS[track]);
        // The last character is the check.
        if (text !== undefined) return `${STARTS[track]}${this.#sendsLrc ? text : text.slice(0, -1)}`;
      }
    return `${STARTS[track]}E?`;
  }
}

/** Cuts the moments where nothing passes under any head for so long that the card seems gone. */
function passes(tracks: readonly (readonly number[])[]): number[][][] {
  const all = tracks.flat().sort((a, b) => a - b);
  const starts = all.filter((moment, i) => i === 0 || moment - all[i - 1] > GONE_MS);
  return starts.map((start, i) => {
    const next = starts[i + 1] ?? Number.POSITIVE_INFINITY;
    return tracks.map((moments) => moments.filter((moment) => moment >= start && moment < next));
  });
}

/** Runs of bits between the places at which the decoder lost its beat. */
function bitStreams(moments: readonly number[]): string[] {
  const streams: string[] = [];
  let bits = '';
  let beat: number | undefined;
  let i = 1;
  while (i < moments.length) {
    if (beat === undefined) {
      beat = settledBeat(moments, i);
      i += beat === undefined ? 1 : SETTLING;
      continue;
    }
    const first = (moments[i] - moments[i - 1]) / beat;
    const both = i + 1 < moments.length ? (moments[i + 1] - moments[i - 1]) / beat : 0;
    const isOne = first > SHORTEST && first <= HALF_UP_TO && both - first > SHORTEST && isWhole(both);
    if (isOne || isWhole(first)) {
      bits += isOne ? '1' : '0';
      beat = (beat + beat * (isOne ? both : first)) / 2;
      i += isOne ? 2 : 1;
    } else {
      streams.push(bits);
      bits = '';
      beat = undefined;
      i++;
    }
  }
  return [...streams, bits];
}

function isWhole(interval: number): boolean {
  return interval > HALF_UP_TO && interval < WHOLE_UP_TO;
}

/** How long a bit is where a few intervals are alike: clocking zeros are. */
function settledBeat(moments: readonly number[], from: number): number | undefined {
  const intervals = moments.slice(from - 1, from + SETTLING).map((moment, i, all) => all[i + 1] - moment);
  const settling = intervals.slice(0, SETTLING);
  const mean = settling.reduce((sum, interval) => sum + interval, 0) / SETTLING;
  return settling.every((interval) => Math.abs(interval - mean) < LIKENESS * mean) ? mean : undefined;
}

/** @returns all behind the start sentinel, the check character last; undefined where it is not a whole track */
function readTrack(bits: string, writing: Writing): string | undefined {
  const { characterBits, base, start, lengthMax } = writing;
  const first = bits.indexOf('1');
  let text = '';
  let sum = 0;
  for (let at = first; at + characterBits <= bits.length && text.length < lengthMax; at += characterBits) {
    const code = codeAt(bits, at, characterBits);
    if (code === undefined) return undefined;
    const isCheck = text.endsWith('?');
    sum ^= code;
    text += String.fromCharCode(base + code);
    if (at === first && text !== start) return undefined;
    if (isCheck) return sum === 0 ? text.slice(1) : undefined;
  }
  return undefined;
}

/** @returns undefined for a wrong parity, which is odd */
function codeAt(bits: string, at: number, characterBits: number): number | undefined {
  let code = 0;
  let ones = 0;
  for (let bit = 0; bit < characterBits; bit++) {
    const one = bits[at + bit] === '1' ? 1 : 0;
    ones += one;
    if (bit < characterBits - 1) code |= one << bit;
  }
  return ones % 2 === 1 ? code : undefined;
}
