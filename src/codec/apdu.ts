/** Short command and response APDUs (ISO/IEC 7816-3 12.1, 7816-4 5.1), both ways. No extended lengths here. */

import { assert } from '../base/assert.js';
import { concat, EMPTY } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';

const FORMAT = 'apdu';
const HEADER_LENGTH = 4;
/** Most bytes an answer may carry, and the Le that is written 00. */
const LONGEST_ANSWER = 256;

export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** 1 to 255 bytes. Absent or empty is a command without Lc (cases 1 and 2). */
  readonly data?: Uint8Array;
  /** Most bytes expected back, 1 to 256. Absent is a command without Le (cases 1 and 3). */
  readonly le?: number;
}

export interface Response {
  /** 0 to 256 bytes. */
  readonly data: Uint8Array;
  /** SW1 SW2 as one number, 6100–6FFF or 9000–9FFF. */
  readonly sw: number;
}

/**
 * Writes a command as its 4 to 261 bytes: header [Lc data] [Le], Le 256 as 00. Which CLA and INS are allowed is left to
 * the card, which has words for that (6E00, 6D00).
 */
export function encodeCommand(command: Command): Uint8Array {
  const { cla, ins, p1, p2, data = EMPTY, le } = command;
  for (const byte of [cla, ins, p1, p2]) assert(isByte(byte), 'each header field of a command is a byte');
  assert(data.length <= 255, 'a short command carries at most 255 bytes');
  const header = Uint8Array.of(cla, ins, p1, p2);
  const body = data.length === 0 ? EMPTY : concat(Uint8Array.of(data.length), data);
  if (le === undefined) return concat(header, body);
  assert(Number.isInteger(le) && le >= 1 && le <= LONGEST_ANSWER, 'Le is 1 to 256');
  return concat(header, body, Uint8Array.of(le % LONGEST_ANSWER));
}

/**
 * Reads a short command of case 1 (4 bytes), 2 (5 bytes), 3 (5 + Lc) or 4 (6 + Lc); the data is a copy. Lc 00 before
 * more bytes announces extended lengths and is refused like every length that fits no case. @throws FormatError
 */
export function decodeCommand(bytes: Uint8Array): Command {
  if (bytes.length < HEADER_LENGTH) throw new FormatError(FORMAT, 'header incomplete', bytes.length);
  const [cla, ins, p1, p2] = bytes;
  if (bytes.length === HEADER_LENGTH) return { cla, ins, p1, p2 };
  const lc = bytes[HEADER_LENGTH];
  if (bytes.length === HEADER_LENGTH + 1) return { cla, ins, p1, p2, le: expectedLength(lc) };
  if (lc === 0) throw new FormatError(FORMAT, 'extended length', HEADER_LENGTH);
  const end = HEADER_LENGTH + 1 + lc;
  if (bytes.length < end) throw new FormatError(FORMAT, 'data shorter than Lc', bytes.length);
  if (bytes.length > end + 1) throw new FormatError(FORMAT, 'bytes after Le', end + 1);
  const data = bytes.slice(HEADER_LENGTH + 1, end);
  if (bytes.length === end) return { cla, ins, p1, p2, data };
  return { cla, ins, p1, p2, data, le: expectedLength(bytes[end]) };
}

/** Writes a response as its 2 to 258 bytes: data, SW1, SW2. */
export function encodeResponse(response: Response): Uint8Array {
  assert(response.data.length <= LONGEST_ANSWER, 'an answer carries at most 256 bytes');
  assert(isStatus(response.sw), 'SW1 is 61 to 6F or 90 to 9F');
  return concat(response.data, Uint8Array.of(response.sw >> 8, response.sw & 0xff));
}

/**
 * Reads a response of 2 to 258 bytes; the data is a copy. SW1 is 61–6F or 90–9F: 60 is a procedure byte that the
 * driver must have swallowed, and nothing else is a status (ISO/IEC 7816-3 10.3.3). @throws FormatError
 */
export function decodeResponse(bytes: Uint8Array): Response {
  if (bytes.length < 2) throw new FormatError(FORMAT, 'status missing', bytes.length);
  const end = bytes.length - 2;
  if (end > LONGEST_ANSWER) throw new FormatError(FORMAT, 'answer longer than 256 bytes', LONGEST_ANSWER);
  const sw = bytes[end] * 256 + bytes[end + 1];
  if (!isStatus(sw)) throw new FormatError(FORMAT, 'SW1 is not 61 to 6F or 90 to 9F', end);
  return { data: bytes.slice(0, end), sw };
}

function isByte(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xff;
}

function isStatus(sw: number): boolean {
  return Number.isInteger(sw) && ((sw >= 0x6100 && sw <= 0x6fff) || (sw >= 0x9000 && sw <= 0x9fff));
}

function expectedLength(byte: number): number {
  return byte === 0 ? LONGEST_ANSWER : byte;
}
