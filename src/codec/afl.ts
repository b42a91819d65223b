/** The application file locator 94 应用文件定位器: which records an application is made of (EMV 4.3 Book 3 10.2). */

import { FormatError } from '../base/format-error.js';

const FORMAT = 'afl';
const ENTRY_LENGTH = 4;

export interface AflEntry {
  /** Short file identifier, 1 to 30. */
  readonly sfi: number;
  /** Record numbers, first from 1, last not before it. */
  readonly first: number;
  readonly last: number;
  /** How many records from the first enter offline data authentication, 0 to all of them. */
  readonly signed: number;
}

/**
 * Reads one or more entries of four bytes each, all of them before a record is read.
 * @throws FormatError for what Book 3 7.5 and 10.2 call an error: a length that is no multiple of 4 or 0, low bits
 * beside the SFI, SFI 0 or 31, record 0, a last record before the first, more signed records than there are
 */
export function decodeAfl(bytes: Uint8Array): AflEntry[] {
  if (bytes.length === 0 || bytes.length % ENTRY_LENGTH !== 0) throw new FormatError(FORMAT, 'entries of four bytes');
  const entries: AflEntry[] = [];
  for (let offset = 0; offset < bytes.length; offset += ENTRY_LENGTH) entries.push(readEntry(bytes, offset));
  return entries;
}

function readEntry(bytes: Uint8Array, offset: number): AflEntry {
  const [location, first, last, signed] = bytes.subarray(offset, offset + ENTRY_LENGTH);
  const sfi = location >> 3;
  if ((location & 0x07) !== 0) throw new FormatError(FORMAT, 'bits beside the SFI', offset);
  if (sfi === 0 || sfi === 31) throw new FormatError(FORMAT, 'SFI is 1 to 30', offset);
  if (first === 0) throw new FormatError(FORMAT, 'records count from 1', offset + 1);
  if (last < first) throw new FormatError(FORMAT, 'last record before the first', offset + 2);
  if (signed > last - first + 1) throw new FormatError(FORMAT, 'more signed records than records', offset + 3);
  return { sfi, first, last, signed };
}
