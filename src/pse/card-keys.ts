/** The way from what the card brought to its keys, for offline data authentication and for enciphering a PIN. */

import { concat, EMPTY } from '../base/bytes.js';
import type { RsaPublicKey } from '../crypto/rsa.js';
import { findCaKey } from './ca-keys.js';
import { cardValue, recoverIccKey, recoverIssuerKey, recoverPinKey } from './certificates.js';
import { type Flaw, isFlaw } from './signed-data.js';
import type { TransactionState } from './transaction-state.js';

const RID_LENGTH = 5;
/** The only tag that may stand in 9F4A. */
const AIP_TAG = 0x82;

/** The issuer's key under the CA's that 8F names (EMV 4.3 Book 2 5.2, 5.3). Notes in 9F22 which that was. */
export function issuerKeyOf(state: TransactionState): RsaPublicKey | Flaw {
  const index = cardValue(state.icc, 0x8f);
  if (index === undefined) return 'data-missing';
  const today = todayOf(state);
  const rid = state.aid.slice(0, RID_LENGTH);
  const caKey = index.length === 1 ? findCaKey(state.sha1, state.parameters.caKeys, rid, index[0], today) : undefined;
  if (caKey === undefined) return 'ca-key';
  state.terminal.put(0x9f22, index);
  return recoverIssuerKey(state.sha1, state.icc, caKey, state.parameters.revoked, today);
}

/** The card's own key (Book 2 6.2 to 6.4). */
export function iccKeyOf(state: TransactionState): RsaPublicKey | Flaw {
  const issuerKey = issuerKeyOf(state);
  if (isFlaw(issuerKey)) return issuerKey;
  const staticData = staticDataOf(state);
  if (isFlaw(staticData)) return staticData;
  return recoverIccKey(state.sha1, state.icc, issuerKey, staticData, todayOf(state));
}

/**
 * The key that a PIN is enciphered under (Book 2 7.1): the one in 9F2D where the card has all that belongs to it, else
 * the card's own, which may have been recovered before.
 */
export function pinKeyOf(state: TransactionState): RsaPublicKey | Flaw {
  const issuerKey = issuerKeyOf(state);
  if (isFlaw(issuerKey)) return issuerKey;
  const pinKey = recoverPinKey(state.sha1, state.icc, issuerKey, todayOf(state));
  return pinKey === 'data-missing' ? (state.iccKey ?? iccKeyOf(state)) : pinKey;
}

/** What the issuer signed of the card: the marked records, and the AIP when 9F4A says so (Book 3 10.3, Book 2 5.1.1). */
export function staticDataOf(state: TransactionState): Uint8Array | Flaw {
  if (!state.staticDataIntact) return 'static-data';
  const tags = cardValue(state.icc, 0x9f4a);
  if (tags === undefined) return state.staticData;
  if (tags.length !== 1 || tags[0] !== AIP_TAG) return 'static-data';
  return concat(state.staticData, state.icc.get(AIP_TAG) ?? EMPTY);
}

/** YYYYMMDD */
function todayOf(state: TransactionState): string {
  return state.transaction.moment.slice(0, 8);
}
