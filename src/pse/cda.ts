/** Combined DDA and generation of the application cryptogram 复合动态数据认证 (EMV 4.3 Book 2 6.6; emv.md 2.4). */

import { assert } from '../base/assert.js';
import { concat, EMPTY, equalBytes } from '../base/bytes.js';
import { decodeTlv, findTlv, nextTlv } from '../codec/tlv.js';
import { TSI, TVR } from './bits.js';
import { type DynamicData, recoverDynamicData } from './dda.js';
import { type Flaw, isFlaw } from './signed-data.js';
import type { TransactionState } from './transaction-state.js';

const SIGNATURE = 0x9f4b;
const CID = 0x9f27;
const CID_LENGTH = 1;
const CRYPTOGRAM_LENGTH = 8;
const HASH_LENGTH = 20;

/**
 * Checks the signature around a TC or an ARQC (Book 2 6.6.2) and keeps what it holds: 9F26, which the response does not
 * show, and 9F4C. Notes in the TSI that data were authenticated offline, and a failure in the TVR.
 *
 * @param response the value of the response's template 77, which the caller has parsed
 * @param cdolData the values sent with GENERATE AC: those of CDOL1, and for a second one those of CDOL2 behind them
 */
export function checkCombined(state: TransactionState, response: Uint8Array, cdolData: Uint8Array): boolean {
  const signed = recoverCryptogram(state, response, cdolData);
  state.tsi.set(TSI.offlineDataAuthenticationPerformed);
  if (isFlaw(signed)) {
    state.tvr.set(TVR.cdaFailed);
    return false;
  }
  state.icc.put(0x9f26, signed.cryptogram);
  state.icc.put(0x9f4c, signed.number);
  return true;
}

function recoverCryptogram(
  state: TransactionState,
  response: Uint8Array,
  cdolData: Uint8Array,
): SignedCryptogram | Flaw {
  const number = state.terminal.get(0x9f37);
  assert(state.iccKey !== undefined && number !== undefined, 'CDA is asked for with a key and a number');
  const objects = decodeTlv(response);
  const signature = findTlv(objects, SIGNATURE);
  if (signature === undefined) return 'data-missing';
  // steps 1 to 4, and 7 to 9
  const dynamicData = recoverDynamicData(state.sha1, state.iccKey, signature, number);
  if (isFlaw(dynamicData)) return dynamicData;
  // step 5
  const signed = readCryptogram(dynamicData);
  if (isFlaw(signed)) return signed;
  // step 6
  if (!equalBytes(signed.cid, findTlv(objects, CID) ?? EMPTY)) return 'cid';
  // steps 10 to 12
  const hash = state.sha1(concat(state.pdolData, cdolData, ...rawWithoutSignature(response)));
  return equalBytes(signed.hash, hash) ? signed : 'transaction-data';
}

/** The ICC dynamic data of CDA (Book 2 table 19). */
interface SignedCryptogram {
  readonly number: Uint8Array;
  readonly cid: Uint8Array;
  readonly cryptogram: Uint8Array;
  readonly hash: Uint8Array;
}

function readCryptogram({ number, rest }: DynamicData): SignedCryptogram | Flaw {
  const hashAt = CID_LENGTH + CRYPTOGRAM_LENGTH;
  if (rest.length < hashAt + HASH_LENGTH) return 'dynamic-data';
  return {
    number,
    cid: rest.slice(0, CID_LENGTH),
    cryptogram: rest.slice(CID_LENGTH, hashAt),
    hash: rest.slice(hashAt, hashAt + HASH_LENGTH),
  };
}

/** The response's objects but the signature, in the bytes and the order in which they came: lengths may be written long. */
function rawWithoutSignature(response: Uint8Array): Uint8Array[] {
  const raw: Uint8Array[] = [];
  let start = 0;
  let found = nextTlv(response, start);
  while (found !== undefined) {
    while (response[start] === 0x00) start++;
    if (found.tag !== SIGNATURE) raw.push(response.subarray(start, found.to));
    start = found.to;
    found = nextTlv(response, start);
  }
  return raw;
}
