/** Field 55: the chip's side of a message, TLV objects (emv.md 3.4 [C], of answers [B]). */

import { concat, EMPTY } from '../../base/bytes.js';
import { FormatError } from '../../base/format-error.js';
import type { Message } from '../../codec/iso8583.js';
import { decodeTlv, encodeTlv, type Tlv } from '../../codec/tlv.js';

/** 1 a request, 2 a reversal, 3 the results of scripts, 4 what is uploaded after the card's last word. */
export type ChipDataUse = 1 | 2 | 3 | 4;

/** Values by tag. */
export type ChipValues = Pick<ReadonlyMap<number, Uint8Array>, 'get'>;

const REQUEST_TAGS: readonly number[] = Object.freeze([
  0x9f26, 0x9f27, 0x9f10, 0x9f37, 0x9f36, 0x95, 0x9a, 0x9c, 0x9f02, 0x5f2a, 0x82, 0x9f1a, 0x9f03, 0x9f33, 0x9f34,
  0x9f35, 0x9f1e, 0x84, 0x9f09, 0x9f41, 0x9f63,
]);

const TAGS: Readonly<Record<ChipDataUse, readonly number[]>> = Object.freeze({
  1: REQUEST_TAGS,
  2: Object.freeze([0x95, 0x9f1e, 0x9f10, 0x9f36, 0xdf31]),
  3: Object.freeze([0x9f33, 0x95, 0x9f37, 0x9f1e, 0x9f10, 0x9f26, 0x9f36, 0x82, 0xdf31, 0x9f1a, 0x9a]),
  4: Object.freeze([...REQUEST_TAGS, 0x8a]),
});

/** DF31 has five bytes a script; of more scripts than this the field has no room. */
const SCRIPT_RESULTS_MAX = 150;
/**
 * Longest values (EMV 4.3 Book 3 annex A1; emv.md 2.3). With all at their longest every use fits into the 255 bytes of the
 * field.
 */
const LONGEST: Readonly<Record<number, number>> = Object.freeze({
  24362: 2,
  130: 2,
  132: 16,
  138: 2,
  149: 5,
  154: 3,
  156: 1,
  40706: 6,
  40707: 6,
  40713: 2,
  40720: 32,
  40730: 2,
  40734: 8,
  40742: 8,
  40743: 1,
  40755: 3,
  40756: 3,
  40757: 1,
  40758: 2,
  40759: 4,
  40769: 4,
  40803: 16,
  57137: SCRIPT_RESULTS_MAX,
});

/**
 * Field 55 of a message that goes out. A value that is not there is left away, and so is one that is empty or longer than
 * its format allows: a card that gives such is refused by the host, which misses it, and not by a field that overflows.
 * Of script results the first thirty are told.
 */
export function chipData(use: ChipDataUse, values: ChipValues): Uint8Array {
  const objects = TAGS[use].map((tag) => {
    const value = tag === 0xdf31 ? values.get(tag)?.slice(0, SCRIPT_RESULTS_MAX) : values.get(tag);
    const fits = value !== undefined && value.length > 0 && value.length <= LONGEST[tag];
    return fits ? encodeTlv(tag, value) : EMPTY;
  });
  return concat(...objects);
}

/** The objects of a field 55 by tag; of one that is no TLV, none. */
export function chipValues(field: Uint8Array): Map<number, Uint8Array> {
  return new Map(objectsOf(field).map(({ tag, value }) => [tag, value]));
}

/** An issuer's script: 71 before the card's last word, 72 after it; its value with 9F18 and 86. */
export interface AnsweredScript {
  readonly template: 0x71 | 0x72;
  readonly value: Uint8Array;
}

/** What an answer has for the card. */
export interface ChipAnswer {
  /** 91, of whatever length it came in. */
  readonly issuerAuthenticationData: Uint8Array | undefined;
  /** In the order received. */
  readonly scripts: readonly AnsweredScript[];
}

/** Field 55 of an answer; nothing for the card where it has none, or one that is no TLV. */
export function chipAnswer({ fields }: Message): ChipAnswer {
  const field = fields.get(55);
  const objects = field instanceof Uint8Array ? objectsOf(field) : [];
  return {
    issuerAuthenticationData: objects.find(({ tag }) => tag === 0x91)?.value,
    scripts: objects.flatMap(({ tag, value }) => (tag === 0x71 || tag === 0x72 ? [{ template: tag, value }] : [])),
  };
}

function objectsOf(field: Uint8Array): readonly Tlv[] {
  try {
    return decodeTlv(field);
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}
