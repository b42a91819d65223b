/**
 * Online processing 联机处理 and issuer authentication 发卡行认证 (EMV 4.3 Book 3 10.9, Book 4 6.3.8; JR/T 0025.5
 * chapter 15, emv.md 2.9, 3.4).
 */

import { SW } from '../codec/status-words.js';
import { AIP, isSet, TSI, TVR } from './bits.js';
import type { IssuerScript } from './payment-kernel.js';
import { putResponseCode, verdictOf } from './response-code.js';
import { resolve } from './terminal-objects.js';
import { isOfflineOnly } from './terminal-type.js';
import type { TransactionState } from './transaction-state.js';

/** Field 55 of a request (emv.md 3.4, use 1), then what the message's own fields are made of: 2, 12, 14, 23, 35, 41, 42. */
const REQUEST_TAGS: readonly number[] = Object.freeze([
  0x9f26, 0x9f27, 0x9f10, 0x9f37, 0x9f36, 0x95, 0x9a, 0x9c, 0x9f02, 0x5f2a, 0x82, 0x9f1a, 0x9f03, 0x9f33, 0x9f34,
  0x9f35, 0x9f1e, 0x84, 0x9f09, 0x9f41, 0x9f63, 0x5a, 0x9f21, 0x5f24, 0x5f34, 0x57, 0x9f1c, 0x9f16,
]);

/** 91 (EMV 4.3 Book 3 annex A1). */
const AUTHENTICATION_DATA_MIN = 8;
const AUTHENTICATION_DATA_MAX = 16;

/** What came of asking the issuer. */
export interface IssuerVerdict {
  readonly verdict: ReturnType<typeof verdictOf> | 'unable';
  readonly scripts: readonly IssuerScript[];
}

/**
 * Asks the issuer about an ARQC, keeps 8A and 91 of its answer, and lets the card authenticate it. Silence is `unable` for
 * the card; whether the request must be taken back is the visit's to know. A terminal that is offline only asks nobody.
 * @throws Fault of the card's port
 */
export async function goOnline(state: TransactionState): Promise<IssuerVerdict> {
  if (isOfflineOnly(state.parameters)) return { verdict: 'unable', scripts: [] };
  const answer = await state.host.authorise({ values: requestValues(state) });
  if (answer.kind !== 'answered') return { verdict: 'unable', scripts: [] };
  putResponseCode(state.terminal, answer.responseCode);
  if (answer.issuerAuthenticationData) await authenticateIssuer(state, answer.issuerAuthenticationData);
  return { verdict: verdictOf(answer.responseCode), scripts: answer.scripts };
}

function requestValues(state: TransactionState): Map<number, Uint8Array> {
  const values = new Map<number, Uint8Array>();
  for (const tag of REQUEST_TAGS) {
    const value = resolve(state, tag);
    if (value !== undefined) values.set(tag, value);
  }
  return values;
}

/**
 * EXTERNAL AUTHENTICATE, once, when the card's AIP has it; else 91 is left for CDOL2 (Book 3 10.9). The card's verdict is
 * a TVR bit and no more: what follows from it is for the card to say. 91 of a length that no command may have has failed
 * without being shown to the card `[TP]`.
 */
async function authenticateIssuer(state: TransactionState, data: Uint8Array): Promise<void> {
  const { card, icc, terminal, tsi, tvr } = state;
  if (data.length < AUTHENTICATION_DATA_MIN || data.length > AUTHENTICATION_DATA_MAX) {
    tvr.set(TVR.issuerAuthenticationFailed);
    return;
  }
  terminal.put(0x91, data);
  if (!isSet(icc.get(0x82), AIP.issuerAuthentication)) return;
  const { sw } = await card.send({ cla: 0x00, ins: 0x82, p1: 0x00, p2: 0x00, data });
  tsi.set(TSI.issuerAuthenticationPerformed);
  if (sw !== SW.ok) tvr.set(TVR.issuerAuthenticationFailed);
}
