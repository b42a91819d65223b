/** What bytes of the payment side say to a person, as a tree. Screens, traces and tools each draw it in their own way. */

import { FormatError } from '../../base/format-error.js';
import { type Text, words } from '../../base/text.js';

/**
 * What a reader who was not given leave must not see of a value: the middle of a number of the holder or the account, a
 * track but for its first digits, or, with any leave, a secret such as a PIN block.
 */
export type Exposure = 'number' | 'track' | 'secret';

/** A bit that is set, or a field of several bits. */
export interface BitWords {
  /** Byte and bit as the books write them, from 1 and from 8 down to 1: `1.8`, `2.8-7`. */
  readonly at: string;
  readonly words: Text;
}

export interface Description {
  /** Of a data object; absent for a part of a value and for what is no data object. */
  readonly tag?: number;
  readonly name: Text;
  /** The value: a view into the bytes that were described, so that `byteOffset` tells where it lies in them. */
  readonly bytes: Uint8Array;
  /** The value in words; whole, whatever the exposure. Never there for a secret. */
  readonly value?: Text;
  readonly bits?: readonly BitWords[];
  /** What is wrong with the value. */
  readonly problem?: Text;
  readonly exposure?: Exposure;
  readonly children?: readonly Description[];
}

/** What a reader of a value's format finds in it. */
export type Reading = Pick<Description, 'value' | 'bits' | 'problem' | 'children'>;

/** A part of a value that has no tag of its own. */
export function part(name: Text, bytes: Uint8Array, value?: Text): Description {
  return value === undefined ? { name, bytes } : { name, bytes, value };
}

/** Runs a reader; what it finds malformed is told instead of thrown. */
export function attempt(read: () => Reading): Reading {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return { problem: malformed(error) };
    throw error;
  }
}

export function malformed({ rule }: FormatError): Text {
  return words(`格式错误 (${rule})`, `malformed (${rule})`);
}

/** For values of another length than their format has. */
export function wrongLength(length: number, expected: string): Text {
  return words(`长度 ${length}，应为 ${expected}`, `length ${length}, should be ${expected}`);
}
