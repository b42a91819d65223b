/** Static data authentication 静态数据认证 (EMV 4.3 Book 2 5; JR/T 0025.5 chapter 9, emv.md 2.4). */

import { assert } from '../base/assert.js';
import type { RsaPublicKey } from '../crypto/rsa.js';
import type { Sha1 } from '../crypto/sha1.js';
import { issuerKeyOf, staticDataOf } from './card-keys.js';
import { ALGORITHM, type Flaw, isFlaw, isSigned, recover } from './signed-data.js';
import type { TransactionState } from './transaction-state.js';

const FORMAT = 0x03;

/** Proves the card's records by the issuer's signature in 93, and keeps the data authentication code as 9F45. */
export function authenticateStatic(state: TransactionState): Flaw | undefined {
  const signature = state.icc.get(0x93);
  assert(signature !== undefined, 'a missing object ends an authentication before it begins');
  const issuerKey = issuerKeyOf(state);
  if (isFlaw(issuerKey)) return issuerKey;
  const staticData = staticDataOf(state);
  if (isFlaw(staticData)) return staticData;
  const code = recoverAuthenticationCode(state.sha1, issuerKey, signature, staticData);
  if (isFlaw(code)) return code;
  state.icc.put(0x9f45, code);
  return undefined;
}

/**
 * Book 2 5.4: 6A 03 | hash algorithm 1 | data authentication code 2 | BB … | SHA-1 20 | BC.
 *
 * @returns the data authentication code 数据认证码, 2 bytes
 */
function recoverAuthenticationCode(
  sha1: Sha1,
  issuerKey: RsaPublicKey,
  signature: Uint8Array,
  staticData: Uint8Array,
): Uint8Array | Flaw {
  // steps 1 to 4
  const block = recover(issuerKey, signature, FORMAT);
  if (isFlaw(block)) return block;
  // steps 5 to 7
  if (block[2] !== ALGORITHM) return 'hash-algorithm';
  if (!isSigned(sha1, block, staticData)) return 'hash';
  return block.slice(3, 5);
}
