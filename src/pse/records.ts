/** Read application data 读应用数据 (EMV 4.3 Book 3 10.2, 10.3; JR/T 0025.5 chapter 8, emv.md 2.2). */

import { assert } from '../base/assert.js';
import { concat, EMPTY } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { type AflEntry, decodeAfl } from '../codec/afl.js';
import { SW } from '../codec/status-words.js';
import { decodeTlv, isConstructed, type Tlv } from '../codec/tlv.js';
import { isWellFormed } from './data-formats.js';
import { type Ended, ended, type TransactionState } from './transaction-state.js';

/** Files up to this SFI hold the application's data in templates 70; those above it are none of EMV's (Book 3 7.1). */
const LAST_EMV_FILE = 10;

/** 5F24 失效日期, 5A 主账号, 8C CDOL1, 8D CDOL2 (Book 3 7.2). */
const MANDATORY: readonly number[] = Object.freeze([0x5f24, 0x5a, 0x8c, 0x8d]);

/** 82 AIP and 94 AFL, which GET PROCESSING OPTIONS alone gives (Book 3 6.5.8.4). */
const OF_INITIATION: readonly number[] = Object.freeze([0x82, 0x94]);

interface CardRecord {
  readonly sfi: number;
  readonly signed: boolean;
  readonly data: Uint8Array;
}

/**
 * Reads each record that the AFL (94) names, once and in its order: fills `icc` with the primitive objects of the files
 * 1 to 10 and `staticData` with the records marked as signed.
 * @returns Ended `card-refused` for a status word that is not 9000, `data-malformed`, `data-repeated` or `data-missing`
 * @throws Fault of the card's port
 */
export async function readRecords(state: TransactionState): Promise<Ended | undefined> {
  const afl = aflOf(state);
  if (afl === undefined) return ended('data-malformed');
  const seen = new Set<number>();
  for (const entry of afl) {
    for (let number = entry.first; number <= entry.last; number++) {
      const response = await readRecord(state, entry.sfi, number);
      if (response.sw !== SW.ok) return ended('card-refused', response.sw);
      const record = { sfi: entry.sfi, signed: number - entry.first < entry.signed, data: response.data };
      const problem = keepRecord(state, record, seen);
      if (problem !== undefined) return problem;
    }
  }
  return checkObjects(state);
}

function aflOf(state: TransactionState): AflEntry[] | undefined {
  const afl = state.icc.get(0x94);
  assert(afl !== undefined, 'initiation leaves an AFL');
  try {
    return decodeAfl(afl);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function readRecord(state: TransactionState, sfi: number, number: number) {
  return state.card.send({ cla: 0x00, ins: 0xb2, p1: number, p2: (sfi << 3) | 0x04, le: 256 });
}

function keepRecord(state: TransactionState, record: CardRecord, seen: Set<number>): Ended | undefined {
  const content = templateValue(record.data);
  if (record.signed) keepStaticData(state, record, content);
  if (record.sfi > LAST_EMV_FILE) return undefined;
  const objects = content && objectsOf(content);
  return objects === undefined ? ended('data-malformed') : keepObjects(state, objects, seen);
}

/**
 * Of the files 1 to 10 the signature covers what is inside template 70, of the others the whole record. A record that
 * is no template 70 cannot be authenticated: the application goes on, its authentication has failed (Book 3 10.3).
 */
function keepStaticData(state: TransactionState, record: CardRecord, content: Uint8Array | undefined): void {
  if (content === undefined) {
    state.staticDataIntact = false;
    return;
  }
  state.staticData = concat(state.staticData, record.sfi > LAST_EMV_FILE ? record.data : content);
}

/**
 * A primitive object in two records ends the transaction (Book 3 10.2). One that the FCI or GPO gave already counts as
 * the record has it, for records can be signed and those answers cannot: whoever sits between card and terminal must not
 * put another list 8E or account 5A before the authenticated one. Only AIP and AFL are not for records to change.
 */
function keepObjects(state: TransactionState, objects: readonly Tlv[], seen: Set<number>): Ended | undefined {
  for (const { tag, value } of objects) {
    if (isConstructed(tag)) continue;
    if (seen.has(tag)) return ended('data-repeated');
    seen.add(tag);
    if (!OF_INITIATION.includes(tag)) state.icc.put(tag, value);
  }
  return undefined;
}

/** A mandatory object without value is missing. Formats are looked at once all is read (Book 3 7.2, 7.5). */
function checkObjects({ icc }: TransactionState): Ended | undefined {
  if (MANDATORY.some((tag) => (icc.get(tag) ?? EMPTY).length === 0)) return ended('data-missing');
  for (const [tag, value] of icc.entries()) {
    if (!isWellFormed(tag, value)) return ended('data-malformed');
  }
  return undefined;
}

/** The value of the one template 70 that a record is; undefined when it is something else. */
function templateValue(record: Uint8Array): Uint8Array | undefined {
  const [template, ...more] = objectsOf(record) ?? [];
  return template?.tag === 0x70 && more.length === 0 ? template.value : undefined;
}

function objectsOf(bytes: Uint8Array): readonly Tlv[] | undefined {
  try {
    return decodeTlv(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
