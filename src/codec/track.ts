/**
 * The tracks of a magnetic stripe: the characters and the check of ISO/IEC 7811-6, and what ISO/IEC 7813 writes on tracks 1
 * and 2 of a payment card. Track 3 (ISO/IEC 4909) is its issuer's business, and is passed on as it is.
 */

import { FormatError } from '../base/format-error.js';

/** ASCII of a code point 0. */
const SIX_BITS = 0x20;
const FOUR_BITS = 0x30;
const END_SENTINEL = 0x3f;

export interface TrackForm {
  /** ASCII of the start sentinel, as it stands on the stripe. */
  readonly start: number;
  /** Most characters between the sentinels. */
  readonly lengthMax: number;
  /** What ASCII has to be taken from to get the bits of a character without parity. */
  readonly base: number;
  /** Characters that stand in no track between the sentinels: those of the hardware and of the frame `[mem]`. */
  readonly reserved: string;
}

/** Tracks 1 to 3: 79, 40 and 107 characters with sentinels and check `[2+]`. */
export const TRACK_FORMS: readonly TrackForm[] = Object.freeze([
  Object.freeze({ start: 0x25, lengthMax: 76, base: SIX_BITS, reserved: '!"%&\'*+,:;<=>?@_' }),
  Object.freeze({ start: 0x3b, lengthMax: 37, base: FOUR_BITS, reserved: ':;<>?' }),
  Object.freeze({ start: 0x3b, lengthMax: 104, base: FOUR_BITS, reserved: ':;<>?' }),
]);

/** Whether all of it can stand between the sentinels of such a track. */
export function areTrackCharacters({ base, lengthMax, reserved }: TrackForm, characters: Uint8Array): boolean {
  const codes = base === SIX_BITS ? 64 : 16;
  const isCharacter = (byte: number) =>
    byte >= base && byte < base + codes && !reserved.includes(String.fromCharCode(byte));
  return characters.length <= lengthMax && characters.every(isCharacter);
}

/**
 * The longitudinal redundancy check behind the end sentinel: it makes the sum of each bit over the whole track even, both
 * sentinels in and parity apart. @param characters those of such a track @returns its ASCII
 */
export function lrcOf({ base, start }: TrackForm, characters: Uint8Array): number {
  let sum = (start - base) ^ (END_SENTINEL - base);
  for (let i = 0; i < characters.length; i++) sum ^= characters[i] - base;
  return base + sum;
}

/** Fields in ASCII. Each is a part of the track that it was read from: who scrubs the track has scrubbed them. */
export interface CardTrack {
  /** 主账号, 8 to 19 digits, the last of which is right. */
  readonly pan: Uint8Array;
  /** As track 1 has it, 2 to 26 characters; track 2 has none. */
  readonly name: Uint8Array | undefined;
  /** YYMM; undefined where the issuer has left it away, and so below. */
  readonly expiry: Uint8Array | undefined;
  /** 服务代码, three digits; the first is 2 or 6 where the card has a chip. */
  readonly serviceCode: Uint8Array | undefined;
  readonly discretionary: Uint8Array;
}

/** Structure code B is that of payment cards. */
const STRUCTURE_B = 0x42;
const CARET = 0x5e;
const EQUALS = 0x3d;

/** Reads track 1 as ISO/IEC 7813 has it. @param track its characters without sentinels @throws FormatError */
export function parseTrack1(track: Uint8Array): CardTrack {
  const fields = new Fields('track 1', track, CARET, 0);
  if (track[0] !== STRUCTURE_B) throw fields.wrong('not structure B');
  fields.at = 1;
  const pan = fields.pan();
  const name = fields.upToSeparator('name', 2, 26);
  return { pan, name, ...fields.rest() };
}

/** Reads track 2 as ISO/IEC 7813 has it. @param track its characters without sentinels @throws FormatError */
export function parseTrack2(track: Uint8Array): CardTrack {
  const fields = new Fields('track 2', track, EQUALS, 1);
  const pan = fields.pan();
  const rest = fields.rest();
  if (!rest.discretionary.every(isDigit)) throw fields.wrong('discretionary data is digits');
  return { pan, name: undefined, ...rest };
}

class Fields {
  at = 0;
  readonly #format: string;
  readonly #track: Uint8Array;
  readonly #separator: number;

  constructor(format: string, track: Uint8Array, separator: number, form: number) {
    this.#format = format;
    this.#track = track;
    this.#separator = separator;
    if (!areTrackCharacters(TRACK_FORMS[form], track)) throw new FormatError(format, 'not the characters of the track');
  }

  wrong(rule: string): FormatError {
    return new FormatError(this.#format, rule, this.at);
  }

  pan(): Uint8Array {
    const from = this.at;
    const pan = this.upToSeparator('account number', 8, 19);
    if (pan.every(isDigit) && hasCheckDigit(pan)) return pan;
    this.at = from;
    throw this.wrong('not an account number');
  }

  upToSeparator(what: string, min: number, max: number): Uint8Array {
    const end = this.#track.indexOf(this.#separator, this.at);
    if (end < 0) throw this.wrong(`no separator behind the ${what}`);
    const field = this.#track.subarray(this.at, end);
    if (field.length < min || field.length > max) throw this.wrong(`length of the ${what}`);
    this.at = end + 1;
    return field;
  }

  rest(): Pick<CardTrack, 'expiry' | 'serviceCode' | 'discretionary'> {
    const expiry = this.#digitsOrSeparator('expiry', 4);
    if (expiry !== undefined && !isMonth(expiry)) throw this.wrong('expiry before this is no month');
    const serviceCode = this.#digitsOrSeparator('service code', 3);
    return { expiry, serviceCode, discretionary: this.#track.subarray(this.at) };
  }

  /** A separator stands for a field that the issuer has left away. */
  #digitsOrSeparator(what: string, length: number): Uint8Array | undefined {
    if (this.#track[this.at] === this.#separator) {
      this.at++;
      return undefined;
    }
    const digits = this.#track.subarray(this.at, this.at + length);
    if (digits.length < length || !digits.every(isDigit)) throw this.wrong(`${what} is ${length} digits`);
    this.at += length;
    return digits;
  }
}

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39;
}

function isMonth(expiry: Uint8Array): boolean {
  const month = (expiry[2] - 0x30) * 10 + expiry[3] - 0x30;
  return month >= 1 && month <= 12;
}

/** The Luhn formula (ISO/IEC 7812-1, annex B): every second digit from the right is doubled, and its digits are added. */
function hasCheckDigit(pan: Uint8Array): boolean {
  let sum = 0;
  for (let i = 0; i < pan.length; i++) {
    const digit = pan[pan.length - 1 - i] - 0x30;
    const weighted = i % 2 === 0 ? digit : 2 * digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
