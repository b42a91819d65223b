/** Answers that are not what the host said. */

import { fromHex } from '../../../src/base/hex.js';
import { decodeMessage, encodeMessage, type FieldValue } from '../../../src/codec/iso8583.js';
import { decodeFrame, encodeFrame } from '../../../src/codec/iso8583-frame.js';

/** No message type of 1987 begins so. */
const NO_MESSAGE = fromHex('FF00FF00FF00FF00');
/** A length of which only these bytes will ever come, and no TPDU. */
const NO_FRAME = fromHex('00095A5A5A5A5A5A5A5A5A');
const FOREIGN_TERMINAL = '99999999';
const FOREIGN_STAN = '999999';

/** The last byte changed: of the MAC, in an answer that has one. */
export function withWrongMac(frame: Uint8Array): Uint8Array {
  const changed = frame.slice();
  changed[changed.length - 1] ^= 0x01;
  return changed;
}

/** The same answer for another terminal and another number; its MAC can be nobody's. */
export function forAnotherTerminal(frame: Uint8Array): Uint8Array {
  const { message, ...rest } = decodeFrame(frame);
  const { mti, fields } = decodeMessage(message);
  const changed = new Map<number, FieldValue>(fields);
  if (changed.has(41)) changed.set(41, FOREIGN_TERMINAL);
  if (changed.has(11)) changed.set(11, FOREIGN_STAN);
  return encodeFrame({ ...rest, message: encodeMessage({ mti, fields: changed }) });
}

/** The frame as it was, its message none; or bytes that are no frame. */
export function garbled(frame: Uint8Array, of: 'message' | 'frame'): Uint8Array {
  return of === 'frame' ? NO_FRAME.slice() : encodeFrame({ ...decodeFrame(frame), message: NO_MESSAGE });
}

/** The header's processing request changed, one digit; the MAC does not cover it. */
export function asking(frame: Uint8Array, digit: string): Uint8Array {
  const { header, ...rest } = decodeFrame(frame);
  return encodeFrame({ ...rest, header: { ...header, processingRequest: digit } });
}
