/** The answer to GENERATE AC in its two formats (EMV 4.3 Book 3 6.5.5.4, Book 2 6.6.1). */

import { FormatError } from '../base/format-error.js';
import { decodeTlv, isConstructed, type Tlv } from '../codec/tlv.js';
import type { DataObjects } from './data-objects.js';
import { type Ended, ended } from './transaction-state.js';

/** Transaction certificate 交易证书, authorisation request 授权请求密文, application authentication cryptogram 拒绝密文. */
export type Cryptogram = 'TC' | 'ARQC' | 'AAC';

const CID = 0x9f27;
const ATC = 0x9f36;
const CRYPTOGRAM = 0x9f26;
const ISSUER_DATA = 0x9f10;
const SIGNATURE = 0x9f4b;

const CRYPTOGRAM_LENGTH = 8;
const ISSUER_DATA_MAX = 32;

/** 9F27 b8 and b7; the fourth pattern, once a referral, is reserved (Book 3 table 14). */
const KINDS: readonly (Cryptogram | undefined)[] = Object.freeze(['AAC', 'TC', 'ARQC', undefined]);

export interface Answer {
  readonly cryptogram: Cryptogram;
  readonly template: 0x77 | 0x80;
  /** The template's value, over which a combined signature goes. */
  readonly value: Uint8Array;
  /** 9F27, 9F36, 9F26 or 9F4B, 9F10, and what else a template 77 holds; each once. */
  readonly objects: readonly Tlv[];
}

/**
 * Reads format 1, `80{CID 1 ‖ ATC 2 ‖ AC 8 ‖ IAD 0 to 32}`, or format 2, `77{9F27, 9F36, 9F26, 9F10 …}`.
 * @param combined a combined signature was asked for: 9F4B may stand in the place of 9F26
 * @returns Ended `data-malformed` or `data-missing`
 */
export function readAnswer(bytes: Uint8Array, combined: boolean): Answer | Ended {
  const [outer, ...more] = objectsOf(bytes) ?? [];
  if (outer === undefined || more.length > 0) return ended('data-malformed');
  const { tag, value } = outer;
  if (tag !== 0x77 && tag !== 0x80) return ended('data-malformed');
  const objects = tag === 0x80 ? formatOne(value) : formatTwo(value);
  if (objects === undefined) return ended('data-malformed');
  const problem = checkObjects(objects, combined);
  if (problem !== undefined) return problem;
  const cryptogram = KINDS[(find(objects, CID)?.[0] ?? 0) >> 6];
  return cryptogram === undefined ? ended('cryptogram-unexpected') : { cryptogram, template: tag, value, objects };
}

const KEPT: readonly number[] = Object.freeze([CID, ATC, CRYPTOGRAM, ISSUER_DATA]);

/** Keeps what this command is for in place of what the card said before; nothing else may be changed by its answer. */
export function keepAnswer(icc: DataObjects, { objects }: Answer): void {
  for (const { tag, value } of objects) {
    if (KEPT.includes(tag)) icc.put(tag, value);
  }
}

function formatOne(value: Uint8Array): Tlv[] | undefined {
  if (value.length < 3 + CRYPTOGRAM_LENGTH) return undefined;
  const issuerData = value.slice(3 + CRYPTOGRAM_LENGTH);
  return [
    { tag: CID, value: value.slice(0, 1) },
    { tag: ATC, value: value.slice(1, 3) },
    { tag: CRYPTOGRAM, value: value.slice(3, 3 + CRYPTOGRAM_LENGTH) },
    ...(issuerData.length === 0 ? [] : [{ tag: ISSUER_DATA, value: issuerData }]),
  ];
}

/** The primitive objects; undefined for what is no TLV and for an object that comes twice. */
function formatTwo(value: Uint8Array): Tlv[] | undefined {
  const objects = objectsOf(value)?.filter(({ tag }) => !isConstructed(tag));
  return objects !== undefined && new Set(objects.map(({ tag }) => tag)).size === objects.length ? objects : undefined;
}

function checkObjects(objects: readonly Tlv[], combined: boolean): Ended | undefined {
  const [cid, counter, cryptogram, issuerData, signature] = [CID, ATC, CRYPTOGRAM, ISSUER_DATA, SIGNATURE].map((tag) =>
    find(objects, tag),
  );
  if (cid === undefined || counter === undefined) return ended('data-missing');
  if (cryptogram === undefined && !(combined && signature !== undefined)) return ended('data-missing');
  const proper =
    cid.length === 1 &&
    counter.length === 2 &&
    (cryptogram === undefined || cryptogram.length === CRYPTOGRAM_LENGTH) &&
    (issuerData === undefined || issuerData.length <= ISSUER_DATA_MAX);
  return proper ? undefined : ended('data-malformed');
}

function find(objects: readonly Tlv[], tag: number): Uint8Array | undefined {
  return objects.find((object) => object.tag === tag)?.value;
}

function objectsOf(bytes: Uint8Array): Tlv[] | undefined {
  try {
    return decodeTlv(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
