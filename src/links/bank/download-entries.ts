/** What a download brings, out of the objects of field 62 (emv.md 2.11 [B]; forms of a date and of DF01 [C]). */

import { concat, EMPTY, equalBytes, readUint, uintBytes } from '../../base/bytes.js';
import { toHex } from '../../base/hex.js';
import { encodeBcd } from '../../codec/bcd.js';
import { encodeTlv, type Tlv } from '../../codec/tlv.js';
import { isUsableKey } from '../../crypto/rsa.js';
import type { Sha1 } from '../../crypto/sha1.js';

/** A certification authority's public key, its checksum verified. */
export interface DownloadedKey {
  /** 9F06, 5 bytes. */
  readonly rid: Uint8Array;
  /** 9F22 */
  readonly index: number;
  /** DF02, DF04, DF03. */
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
  readonly checksum: Uint8Array;
  /** DF05: last day of use, YYYYMMDD. */
  readonly expires: string;
}

/** One row of the application table, without what no host sends: the default TDOL. */
export interface DownloadedApplication {
  /** 9F06, 5 to 16 bytes. */
  readonly aid: Uint8Array;
  /** DF01: 00 lets a longer AID of the card count as this one [C]. */
  readonly partialMatch: boolean;
  /** 9F09, two bytes. */
  readonly version: Uint8Array;
  /** DF11, DF12, DF13, five bytes each. */
  readonly tacDefault: Uint8Array;
  readonly tacOnline: Uint8Array;
  readonly tacDenial: Uint8Array;
  /** 9F1B and DF15, fen. */
  readonly floorLimit: number;
  readonly randomThreshold: number;
  /** DF17 and DF16, per cent 0 to 99. */
  readonly targetPercentage: number;
  readonly targetPercentageMax: number;
  /** DF14 */
  readonly defaultDdol: Uint8Array;
  /** DF18 */
  readonly onlinePin: boolean;
}

/** The objects of one entry, by tag and length. */
class Objects {
  readonly #objects: readonly Tlv[];

  constructor(objects: readonly Tlv[]) {
    this.#objects = objects;
  }

  /** @returns undefined where it is not there, or not of this length */
  bytes(tag: number, min: number, max = min): Uint8Array | undefined {
    const value = this.#objects.find((one) => one.tag === tag)?.value;
    return value && value.length >= min && value.length <= max ? value : undefined;
  }

  /** Four bytes, binary. */
  number(tag: number): number | undefined {
    const value = this.bytes(tag, 4);
    return value && readUint(value, 0, 4);
  }

  /** One byte, two decimal digits. */
  percentage(tag: number): number | undefined {
    const digits = toHex(this.bytes(tag, 1) ?? EMPTY);
    return /^[0-9]{2}$/.test(digits) ? Number(digits) : undefined;
  }

  /** YYYYMMDD as four bytes BCD or eight characters: sources differ (emv.md 2.11). */
  date(tag: number): string | undefined {
    const packed = this.bytes(tag, 4);
    const digits = packed ? toHex(packed) : String.fromCharCode(...(this.bytes(tag, 8) ?? []));
    return /^[0-9]{8}$/.test(digits) ? digits : undefined;
  }
}

/** DF06 and DF07: SHA-1, and RSA. */
const ALGORITHM = 0x01;
const CHECKSUM_LENGTH = 20;
const MODULUS_MAX = 248;

/** @returns undefined for a key that lacks something, has it in another form, or is not what its checksum says */
export function readKey(found: readonly Tlv[], sha1: Sha1): DownloadedKey | undefined {
  const objects = new Objects(found);
  const rid = objects.bytes(0x9f06, 5);
  const index = objects.bytes(0x9f22, 1)?.[0];
  const modulus = objects.bytes(0xdf02, 1, MODULUS_MAX);
  const exponent = objects.bytes(0xdf04, 1, 3);
  const checksum = objects.bytes(0xdf03, CHECKSUM_LENGTH);
  const expires = objects.date(0xdf05);
  const algorithms = [0xdf06, 0xdf07].every((tag) => objects.bytes(tag, 1)?.[0] === ALGORITHM);
  if (!rid || index === undefined || !modulus || !exponent || !checksum || !expires || !algorithms) return undefined;
  const key = { rid, index, modulus, exponent, checksum, expires };
  const sum = sha1(concat(rid, Uint8Array.of(index), modulus, exponent));
  return equalBytes(sum, checksum) && isUsableKey(key) ? key : undefined;
}

/** @returns undefined for a row that lacks something, or has it in another form */
export function readApplication(found: readonly Tlv[]): DownloadedApplication | undefined {
  const objects = new Objects(found);
  const aid = objects.bytes(0x9f06, 5, 16);
  const selection = objects.bytes(0xdf01, 1)?.[0];
  const version = objects.bytes(0x9f09, 2) ?? objects.bytes(0x9f08, 2);
  const [tacDefault, tacOnline, tacDenial] = [0xdf11, 0xdf12, 0xdf13].map((tag) => objects.bytes(tag, 5));
  const [floorLimit, randomThreshold] = [0x9f1b, 0xdf15].map((tag) => objects.number(tag));
  const [targetPercentage, targetPercentageMax] = [0xdf17, 0xdf16].map((tag) => objects.percentage(tag));
  const defaultDdol = objects.bytes(0xdf14, 2, 252);
  const onlinePin = objects.bytes(0xdf18, 1)?.[0];
  if (!aid || selection === undefined || !version || !tacDefault || !tacOnline || !tacDenial) return undefined;
  if (floorLimit === undefined || randomThreshold === undefined || !defaultDdol) return undefined;
  if (targetPercentage === undefined || targetPercentageMax === undefined || onlinePin === undefined) return undefined;
  return {
    aid,
    partialMatch: selection === 0x00,
    version,
    tacDefault,
    tacOnline,
    tacDenial,
    floorLimit,
    randomThreshold,
    targetPercentage,
    targetPercentageMax,
    defaultDdol,
    onlinePin: onlinePin === 0x01,
  };
}

/** The objects that {@link readKey} reads, as they are kept. */
export function keyObjects({ rid, index, modulus, exponent, checksum, expires }: DownloadedKey): Uint8Array {
  return joined([
    [0x9f06, rid],
    [0x9f22, Uint8Array.of(index)],
    [0xdf05, encodeBcd(expires, 4)],
    [0xdf06, Uint8Array.of(ALGORITHM)],
    [0xdf07, Uint8Array.of(ALGORITHM)],
    [0xdf02, modulus],
    [0xdf04, exponent],
    [0xdf03, checksum],
  ]);
}

/** The objects that {@link readApplication} reads, as they are kept. */
export function applicationObjects(row: DownloadedApplication): Uint8Array {
  const percent = (value: number) => encodeBcd(String(value).padStart(2, '0'), 1);
  return joined([
    [0x9f06, row.aid],
    [0xdf01, Uint8Array.of(row.partialMatch ? 0x00 : 0x01)],
    [0x9f09, row.version],
    [0xdf11, row.tacDefault],
    [0xdf12, row.tacOnline],
    [0xdf13, row.tacDenial],
    [0x9f1b, uintBytes(row.floorLimit, 4)],
    [0xdf15, uintBytes(row.randomThreshold, 4)],
    [0xdf17, percent(row.targetPercentage)],
    [0xdf16, percent(row.targetPercentageMax)],
    [0xdf14, row.defaultDdol],
    [0xdf18, Uint8Array.of(row.onlinePin ? 0x01 : 0x00)],
  ]);
}

function joined(objects: readonly (readonly [tag: number, value: Uint8Array])[]): Uint8Array {
  return concat(...objects.map(([tag, value]) => encodeTlv(tag, value)));
}
