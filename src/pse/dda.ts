/** Dynamic data authentication 动态数据认证 (EMV 4.3 Book 2 6.5; JR/T 0025.5 chapter 9, emv.md 2.4). */

import { FormatError } from '../base/format-error.js';
import type { Response } from '../codec/apdu.js';
import { type DolEntry, decodeDol, dolLength } from '../codec/dol.js';
import { SW } from '../codec/status-words.js';
import { decodeTlv } from '../codec/tlv.js';
import type { RsaPublicKey } from '../crypto/rsa.js';
import type { Sha1 } from '../crypto/sha1.js';
import { iccKeyOf } from './card-keys.js';
import { cardValue } from './certificates.js';
import { ALGORITHM, type Flaw, hashOffset, isFlaw, isSigned, recover } from './signed-data.js';
import { dolData } from './terminal-objects.js';
import { type Ended, ended, isEnded, type TransactionState } from './transaction-state.js';

const FORMAT = 0x05;
const UNPREDICTABLE_NUMBER = 0x9f37;
const SIGNATURE = 0x9f4b;
/** The longest data of a command. */
const COMMAND_DATA_MAX = 255;

/** What the card signed of its own in a dynamic signature. */
export interface DynamicData {
  /** ICC dynamic number IC卡动态数字, 9F4C, 2 to 8 bytes. */
  readonly number: Uint8Array;
  /** What stands behind it; nothing that DDA looks at. */
  readonly rest: Uint8Array;
}

/**
 * Has the card sign a number it could not know, and keeps its ICC dynamic number as 9F4C. Fills `iccKey`.
 * @returns Ended `card-refused`, `data-malformed` or `data-missing` for an answer that INTERNAL AUTHENTICATE may not give
 * @throws Fault of the card's port
 */
export async function authenticateDynamic(state: TransactionState): Promise<Flaw | Ended | undefined> {
  const iccKey = iccKeyOf(state);
  if (isFlaw(iccKey)) return iccKey;
  state.iccKey = iccKey;
  const ddol = ddolOf(state);
  if (isFlaw(ddol)) return ddol;
  const data = dolData(state, ddol);
  const response = await state.card.send({ cla: 0x00, ins: 0x88, p1: 0x00, p2: 0x00, data, le: 256 });
  const signature = signatureIn(response);
  if (isEnded(signature)) return signature;
  const signed = recoverDynamicData(state.sha1, iccKey, signature, data);
  if (isFlaw(signed)) return signed;
  state.icc.put(0x9f4c, signed.number);
  return undefined;
}

/** The card's DDOL (9F49), else the terminal's. It must ask for the unpredictable number (Book 2 6.5.1). */
function ddolOf(state: TransactionState): readonly DolEntry[] | Flaw {
  try {
    const ddol = decodeDol(cardValue(state.icc, 0x9f49) ?? state.application.defaultDdol);
    const asksForNumber = ddol.some(({ tag }) => tag === UNPREDICTABLE_NUMBER);
    return asksForNumber && dolLength(ddol) <= COMMAND_DATA_MAX ? ddol : 'ddol';
  } catch (error) {
    if (error instanceof FormatError) return 'ddol';
    throw error;
  }
}

/** Format 1: template 80 with the signature; format 2: template 77 with 9F4B in it (Book 3 6.5.9.4). */
function signatureIn({ data, sw }: Response): Uint8Array | Ended {
  if (sw !== SW.ok) return ended('card-refused', sw);
  try {
    const [template, ...more] = decodeTlv(data);
    if (template === undefined || more.length > 0) return ended('data-malformed');
    if (template.tag === 0x80) return template.value;
    if (template.tag !== 0x77) return ended('data-malformed');
    const signatures = decodeTlv(template.value).filter(({ tag }) => tag === SIGNATURE);
    if (signatures.length > 1) return ended('data-repeated');
    return signatures[0]?.value ?? ended('data-missing');
  } catch (error) {
    if (error instanceof FormatError) return ended('data-malformed');
    throw error;
  }
}

/**
 * Book 2 6.5.2, and steps 1 to 4 and 7 to 9 of 6.6.2: 6A 05 | hash algorithm 1 | length of the dynamic data 1 | dynamic
 * data: length of the ICC dynamic number 1, the number 2 to 8, more | BB … | SHA-1 20 | BC.
 *
 * @param terminalData what the terminal gave the card to sign
 */
export function recoverDynamicData(
  sha1: Sha1,
  iccKey: RsaPublicKey,
  signature: Uint8Array,
  terminalData: Uint8Array,
): DynamicData | Flaw {
  const block = recover(iccKey, signature, FORMAT);
  if (isFlaw(block)) return block;
  if (block[2] !== ALGORITHM) return 'hash-algorithm';
  if (!isSigned(sha1, block, terminalData)) return 'hash';
  const end = 4 + block[3];
  const numberEnd = 5 + block[4];
  // 6.5.1: both lengths as the books bound them
  if (end > hashOffset(block) || numberEnd > end || block[4] < 2 || block[4] > 8) return 'dynamic-data';
  return { number: block.slice(5, numberEnd), rest: block.slice(numberEnd, end) };
}
