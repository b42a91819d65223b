/** What terminals fetch from the acquirer: CA keys and chip parameters 参数下载, in TLV after UnionPay's habit [TP]. */

import { asciiBytes, concat, EMPTY, equalBytes } from '../../../../src/base/bytes.js';
import { FormatError } from '../../../../src/base/format-error.js';
import { fromHex } from '../../../../src/base/hex.js';
import { decodeTlv, encodeTlv, findTlv } from '../../../../src/codec/tlv.js';
import { CODE } from '../response-codes.js';
import type { Wish } from './books.js';
import type { Acquirer, CaKey, Handler, HostAnswer, HostRequest } from './request.js';

/** One thing to fetch: how the list names it, and all of it. */
interface Entry {
  readonly listed: Uint8Array;
  readonly name: Uint8Array;
  readonly whole: Uint8Array;
}

/** Entries in one answer to a query: few, so that a terminal learns to ask on. */
const PAGE = 1;
const NONE = '0';
const COMPLETE = '1';
const MORE = '2';

/** The debit application as emv.md 2.11 has it, 9F06 first. */
const PARAMETERS: readonly (readonly [tag: number, value: string])[] = Object.freeze([
  [0x9f06, 'A000000333010101'],
  [0xdf01, '00'],
  [0x9f08, '0020'],
  [0x9f09, '0020'],
  [0xdf11, 'D84000A800'],
  [0xdf12, 'D84004F800'],
  [0xdf13, '0010000000'],
  [0x9f1b, '00000000'],
  [0xdf15, '00000000'],
  [0xdf16, '99'],
  [0xdf17, '99'],
  [0xdf14, '9F3704'],
  [0xdf18, '01'],
] as const);

export const caKeyQuery: Handler = ({ caKeys }, request) => list(caKeys.map(caKeyEntry), request);
export const caKeyDownload: Handler = ({ caKeys }, request) => whole(caKeys.map(caKeyEntry), request);
export const parameterQuery: Handler = (_, request) => list([parameterEntry()], request);
export const parameterDownload: Handler = (_, request) => whole([parameterEntry()], request);

/** The end of a download: what the host wanted is done. */
export function downloadEnd(wish: Wish): Handler {
  return ({ books }: Acquirer, { terminal }: HostRequest) => {
    books.grant(terminal, wish);
    return { code: CODE.approved };
  };
}

/** Request: 1 and how many the terminal has already, two digits. */
function list(entries: readonly Entry[], { bytes }: HostRequest): HostAnswer {
  const asked = /^1(\d\d)$/.exec(String.fromCharCode(...(bytes(62) ?? EMPTY)));
  if (asked === null) return { code: CODE.formatError };
  const had = Number(asked[1]);
  const page = entries.slice(had, had + PAGE);
  const more = entries.length > had + PAGE;
  return answered(page.length === 0 ? NONE : more ? MORE : COMPLETE, ...page.map(({ listed }) => listed));
}

function whole(entries: readonly Entry[], { bytes }: HostRequest): HostAnswer {
  const name = nameIn(bytes(62) ?? EMPTY);
  if (name === undefined) return { code: CODE.formatError };
  const entry = entries.find((one) => equalBytes(one.name, name));
  return entry ? answered(COMPLETE, entry.whole) : answered(NONE);
}

function answered(head: string, ...rows: readonly Uint8Array[]): HostAnswer {
  return { code: CODE.approved, fields: new Map([[62, concat(asciiBytes(head), ...rows)]]) };
}

/** 9F06 and, of a key, 9F22, as the list writes them. @returns undefined for what is no TLV or has no 9F06 */
function nameIn(field: Uint8Array): Uint8Array | undefined {
  try {
    const objects = decodeTlv(field);
    const index = findTlv(objects, 0x9f22);
    const id = findTlv(objects, 0x9f06);
    return id && concat(encodeTlv(0x9f06, id), index ? encodeTlv(0x9f22, index) : EMPTY);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function caKeyEntry({ rid, index, modulus, exponent, checksum, expires }: CaKey): Entry {
  const name = concat(encodeTlv(0x9f06, rid), encodeTlv(0x9f22, Uint8Array.of(index)));
  const listed = concat(name, encodeTlv(0xdf05, fromHex(expires)));
  const algorithms = concat(encodeTlv(0xdf06, Uint8Array.of(0x01)), encodeTlv(0xdf07, Uint8Array.of(0x01)));
  const key = concat(encodeTlv(0xdf02, modulus), encodeTlv(0xdf04, exponent), encodeTlv(0xdf03, checksum));
  return { name, listed, whole: concat(listed, algorithms, key) };
}

function parameterEntry(): Entry {
  const rows = PARAMETERS.map(([tag, value]) => encodeTlv(tag, fromHex(value)));
  return { name: rows[0], listed: rows[0], whole: concat(...rows) };
}
