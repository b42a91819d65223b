/**
 * Answer to reset (ISO/IEC 7816-3 8.2), both ways. Bytes are direct-convention values: after TS = 3F the driver has
 * already turned the rest round.
 */

import { assert } from '../base/assert.js';
import { concat } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';

const FORMAT = 'atr';
/** TS and at most 32 further bytes (8.2.1). */
const LONGEST = 33;
/** T=15 names no protocol: its level qualifies the card as a whole. */
const GLOBAL = 15;

/** One TAi TBi TCi with the T that the TD before it gave; the first has none. */
export interface AtrLevel {
  readonly protocol?: number | undefined;
  readonly ta?: number | undefined;
  readonly tb?: number | undefined;
  readonly tc?: number | undefined;
}

/** What an ATR is made of: `encodeAtr` needs no more. */
export interface AtrLayout {
  /** TS: 3B direct, 3F inverse. */
  readonly convention: 'direct' | 'inverse';
  /** TA1 TB1 TC1 first; a further one for every TD, whether it announces bytes or not. */
  readonly levels: readonly AtrLevel[];
  /** 0 to 15 bytes; 13 on a social security card (sscard.md 3.1). */
  readonly historical: Uint8Array;
}

/** TA2: the card is in specific mode and speaks this protocol at once, without PPS (8.3, table 9). */
export interface SpecificMode {
  readonly protocol: number;
  /** Whether a warm reset may bring the card into negotiable mode (b8 = 0). */
  readonly changeable: boolean;
  /** b5 = 1: the timing is not TA1's but one that the two sides know. */
  readonly implicit: boolean;
}

/** What T=1 needs (11.4.2 to 11.4.4), from the first level that TD2 or a later TD gives to T=1. */
export interface BlockProtocol {
  /** Longest information field the card receives, bytes; 00 and FF are reserved. */
  readonly ifsc: number;
  readonly bwi: number;
  readonly cwi: number;
  readonly errorDetection: 'LRC' | 'CRC';
}

/** On which level the clock may be stopped (table 10). */
export type ClockStop = 'no' | 'low' | 'high' | 'either';

/** An ATR with its bytes explained; what is absent has the default of the standard. */
export interface Atr extends AtrLayout {
  /** Transmission protocols in the order of their TDs, never empty: T=0 when no TD offers one. T=15 is no protocol. */
  readonly protocols: readonly number[];
  readonly firstProtocol: number;
  readonly specificMode: SpecificMode | undefined;
  /** Clock rate conversion integer from TA1, 372 by default; undefined where the table is reserved. */
  readonly fi: number | undefined;
  /** Baud rate adjustment integer from TA1, 1 by default; undefined where the table is reserved. */
  readonly di: number | undefined;
  /** N from TC1: etu added between characters to the card; 255 is the shortest of the protocol (8.3). */
  readonly extraGuardTime: number;
  /** WI of T=0 from TC2, 10 by default; 0 is reserved. WWT = WI × 960 × Fi / f (10.2). */
  readonly waitingTimeInteger: number;
  /** undefined where T=1 is not offered. */
  readonly blockProtocol: BlockProtocol | undefined;
  /** Classes of supply the card takes, as in 'AB': A 5 V, B 3 V, C 1.8 V. A where nothing is said, '' if reserved. */
  readonly supplyClasses: string;
  readonly clockStop: ClockStop;
}

/** Fi by the high half of TA1 (table 7); 0 is reserved. */
const FI: readonly number[] = Object.freeze([
  372, 372, 558, 744, 1116, 1488, 1860, 0, 0, 512, 768, 1024, 1536, 2048, 0, 0,
]);

/** Di by the low half of TA1 (table 8); 0 and all beyond is reserved. */
const DI: readonly number[] = Object.freeze([0, 1, 2, 4, 8, 16, 32, 64, 12, 20]);

/** Fi and Di as one byte names them: TA1, or PPS1. */
export interface Rate {
  /** Clock rate conversion integer. */
  readonly fi: number;
  /** Baud rate adjustment integer. */
  readonly di: number;
}

/** What holds where TA1 says nothing, and in every ATR: 372 and 1 (8.1). */
export const DEFAULT_RATE: Rate = Object.freeze({ fi: 372, di: 1 });

/** Classes by the low six bits of the first TA for T=15 (table 10); '' and all beyond is reserved. */
const SUPPLY_CLASSES: readonly string[] = Object.freeze(['', 'A', 'B', 'AB', 'C', '', 'BC', 'ABC']);

const CLOCK_STOPS: readonly ClockStop[] = Object.freeze(['no', 'low', 'high', 'either']);

/** Reads TA1 or PPS1; undefined where either half is reserved (tables 7 and 8). */
export function rateOf(byte: number): Rate | undefined {
  const fi = FI[byte >> 4];
  const di = DI[byte & 0x0f];
  return fi && di ? { fi, di } : undefined;
}

/**
 * Reads a whole ATR of 2 to 33 bytes; the historical bytes are a copy. Checks the structure and TCK; whether its values
 * suit this terminal is for the session to say. A card that offers T=0 alone ends without TCK, every other with TCK,
 * such that T0 to TCK exclusive-or to 00 (8.2.5). @throws FormatError
 */
export function decodeAtr(bytes: Uint8Array): Atr {
  if (bytes.length > LONGEST) throw new FormatError(FORMAT, 'longer than 33 bytes', LONGEST);
  const ts = byteAt(bytes, 0, 'TS missing');
  if (ts !== 0x3b && ts !== 0x3f) throw new FormatError(FORMAT, 'TS is neither 3B nor 3F', 0);
  const t0 = byteAt(bytes, 1, 'T0 missing');
  const { levels, next } = readLevels(bytes, t0);
  const end = next + (t0 & 0x0f);
  if (end > bytes.length) throw new FormatError(FORMAT, 'historical bytes missing', bytes.length);
  checkEnd(bytes, end, needsCheck(levels));
  return explain({ convention: ts === 0x3b ? 'direct' : 'inverse', levels, historical: bytes.slice(next, end) });
}

/** Writes an ATR, computing T0, the TDs and TCK. The result must fit 33 bytes, with at most 15 historical bytes. */
export function encodeAtr(layout: AtrLayout): Uint8Array {
  const { convention, levels, historical } = layout;
  assert(levels.length > 0 && levels[0].protocol === undefined, 'the first level stands before any TD');
  assert(historical.length <= 15, 'an ATR has at most 15 historical bytes');
  const body = [(presence(levels, 0) << 4) | historical.length];
  levels.forEach((level, i) => {
    for (const byte of [level.ta, level.tb, level.tc]) if (byte !== undefined) body.push(byte);
    if (i + 1 < levels.length) body.push((presence(levels, i + 1) << 4) | protocolOf(levels[i + 1]));
  });
  body.push(...historical);
  if (needsCheck(levels)) body.push(body.reduce((sum, byte) => sum ^ byte, 0));
  assert(body.length < LONGEST, 'an ATR is at most 33 bytes');
  assert(
    body.every((byte) => byte >= 0 && byte <= 0xff && Number.isInteger(byte)),
    'an interface byte is a byte',
  );
  return concat(Uint8Array.of(convention === 'direct' ? 0x3b : 0x3f), Uint8Array.from(body));
}

/** Walks TA TB TC TD from T0's announcement on; each TD announces the next level. @returns where the levels end, too */
function readLevels(bytes: Uint8Array, t0: number): { levels: AtrLevel[]; next: number } {
  const levels: AtrLevel[] = [];
  let next = 2;
  let announced = t0 >> 4;
  let protocol: number | undefined;
  for (;;) {
    const level: { -readonly [K in keyof AtrLevel]: AtrLevel[K] } = {};
    if (protocol !== undefined) level.protocol = protocol;
    if (announced & 1) level.ta = byteAt(bytes, next++, 'interface byte missing');
    if (announced & 2) level.tb = byteAt(bytes, next++, 'interface byte missing');
    if (announced & 4) level.tc = byteAt(bytes, next++, 'interface byte missing');
    levels.push(level);
    if ((announced & 8) === 0) return { levels, next };
    const td = byteAt(bytes, next++, 'interface byte missing');
    announced = td >> 4;
    protocol = td & 0x0f;
  }
}

function checkEnd(bytes: Uint8Array, end: number, checked: boolean): void {
  if (checked) {
    let sum = 0;
    for (let i = 1; i < end; i++) sum ^= bytes[i];
    if (byteAt(bytes, end, 'TCK missing') !== sum) throw new FormatError(FORMAT, 'TCK wrong', end);
  }
  const length = checked ? end + 1 : end;
  if (bytes.length > length) throw new FormatError(FORMAT, 'bytes after the end', length);
}

function explain({ convention, levels, historical }: AtrLayout): Atr {
  const ta1 = levels[0].ta ?? 0x11;
  const offered = levels.slice(1).map(protocolOf);
  const protocols = offered.filter((protocol, i) => protocol !== GLOBAL && offered.indexOf(protocol) === i);
  if (protocols.length === 0) protocols.push(0);
  const supply = specificTo(levels, GLOBAL)?.ta ?? 0x01;
  return {
    convention,
    levels,
    historical,
    protocols,
    firstProtocol: protocols[0],
    specificMode: explainMode(levels[1]?.ta),
    fi: FI[ta1 >> 4] || undefined,
    di: DI[ta1 & 0x0f] || undefined,
    extraGuardTime: levels[0].tc ?? 0,
    waitingTimeInteger: levels[1]?.tc ?? 10,
    blockProtocol: protocols.includes(1) ? explainBlocks(specificTo(levels, 1)) : undefined,
    supplyClasses: SUPPLY_CLASSES[supply & 0x3f] ?? '',
    clockStop: CLOCK_STOPS[supply >> 6],
  };
}

function explainMode(ta2: number | undefined): SpecificMode | undefined {
  if (ta2 === undefined) return undefined;
  return { protocol: ta2 & 0x0f, changeable: (ta2 & 0x80) === 0, implicit: (ta2 & 0x10) !== 0 };
}

function explainBlocks(level: AtrLevel | undefined): BlockProtocol {
  const tb = level?.tb ?? 0x4d;
  return {
    ifsc: level?.ta ?? 32,
    bwi: tb >> 4,
    cwi: tb & 0x0f,
    errorDetection: ((level?.tc ?? 0) & 1) === 0 ? 'LRC' : 'CRC',
  };
}

/** The first level of one T's own bytes. They begin at TA3: TA2, TB2 and TC2 have meanings of their own (8.2.3). */
function specificTo(levels: readonly AtrLevel[], protocol: number): AtrLevel | undefined {
  return levels.find((level, i) => i >= 2 && level.protocol === protocol);
}

/** TCK stands at the end unless T=0 alone is named, by a TD or by none (8.2.5). T=15 counts as another. */
function needsCheck(levels: readonly AtrLevel[]): boolean {
  return levels.some((level, i) => i > 0 && level.protocol !== 0);
}

/** The four bits that announce a level's bytes, b8 (TD) for the level after it. */
function presence(levels: readonly AtrLevel[], i: number): number {
  const { ta, tb, tc } = levels[i];
  const bits = [ta !== undefined, tb !== undefined, tc !== undefined, i + 1 < levels.length];
  return bits.reduce((sum, present, bit) => (present ? sum | (1 << bit) : sum), 0);
}

function protocolOf(level: AtrLevel): number {
  assert(level.protocol !== undefined && level.protocol >= 0 && level.protocol <= GLOBAL, 'a TD names T=0 to T=15');
  return level.protocol;
}

function byteAt(bytes: Uint8Array, offset: number, rule: string): number {
  if (offset >= bytes.length) throw new FormatError(FORMAT, rule, bytes.length);
  return bytes[offset];
}
