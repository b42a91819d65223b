/** The frame of a bank message on a TCP line: length, TPDU, header 报文头, message (emv.md 3.1 [B]). */

import { assert } from '../base/assert.js';
import { concat, readUint, uintBytes } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { fromHex, toHex } from '../base/hex.js';

const FORMAT = 'iso8583-frame';
const LENGTH_LENGTH = 2;
const TPDU_ID = 0x60;
/** Offsets from the first byte of the length. */
const HEADER_AT = 7;
const MESSAGE_AT = 13;

/** The header's twelve digits; what the processing request means is of confidence C. */
export interface FrameHeader {
  /** 60 or 61, two digits. */
  readonly applicationClass: string;
  /** Software version, two digits. */
  readonly softwareVersion: string;
  /** One digit. */
  readonly terminalStatus: string;
  /** What the host wants the terminal to do, one digit; 0 nothing. */
  readonly processingRequest: string;
  /** Six digits. */
  readonly version: string;
}

export interface Frame {
  /** Network addresses of the TPDU, two bytes each; the answer has them the other way round. */
  readonly destination: number;
  readonly source: number;
  readonly header: FrameHeader;
  /** From the message type on, not looked into. After decoding a view into the frame. */
  readonly message: Uint8Array;
}

/**
 * Reads one whole frame. @throws FormatError for a length that is not that of the bytes, a TPDU that does not begin with
 * 60, a header that is not BCD, and a frame without a message
 */
export function decodeFrame(bytes: Uint8Array): Frame {
  if (bytes.length <= MESSAGE_AT) throw new FormatError(FORMAT, 'too short', bytes.length);
  if (readUint(bytes, 0, LENGTH_LENGTH) !== bytes.length - LENGTH_LENGTH) {
    throw new FormatError(FORMAT, 'length is not that of the frame', 0);
  }
  if (bytes[LENGTH_LENGTH] !== TPDU_ID) throw new FormatError(FORMAT, 'no TPDU', LENGTH_LENGTH);
  const digits = toHex(bytes.subarray(HEADER_AT, MESSAGE_AT));
  if (!isDecimal(digits)) throw new FormatError(FORMAT, 'header is not BCD', HEADER_AT);
  return {
    destination: readUint(bytes, 3, 2),
    source: readUint(bytes, 5, 2),
    header: {
      applicationClass: digits.slice(0, 2),
      softwareVersion: digits.slice(2, 4),
      terminalStatus: digits[4],
      processingRequest: digits[5],
      version: digits.slice(6),
    },
    message: bytes.subarray(MESSAGE_AT),
  };
}

/** Writes a frame; its message has at least one byte. A header that is not twelve digits is a bug of the caller. */
export function encodeFrame({ destination, source, header, message }: Frame): Uint8Array {
  const { applicationClass, softwareVersion, terminalStatus, processingRequest, version } = header;
  const sizes = [applicationClass, softwareVersion, terminalStatus, processingRequest, version].map(lengthOf).join();
  const digits = applicationClass + softwareVersion + terminalStatus + processingRequest + version;
  assert(sizes === '2,2,1,1,6' && isDecimal(digits), 'a header is 2, 2, 1, 1 and 6 digits');
  assert(message.length > 0, 'a frame has a message');
  const tpdu = concat(Uint8Array.of(TPDU_ID), uintBytes(destination, 2), uintBytes(source, 2));
  const length = uintBytes(MESSAGE_AT - LENGTH_LENGTH + message.length, LENGTH_LENGTH);
  return concat(length, tpdu, fromHex(digits), message);
}

function lengthOf(text: string): number {
  return text.length;
}

function isDecimal(digits: string): boolean {
  for (let i = 0; i < digits.length; i++) if (digits[i] < '0' || digits[i] > '9') return false;
  return true;
}
