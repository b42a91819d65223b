/** The certification authorities that a terminal trusts (EMV 4.3 Book 2 5.2, 10, 11.2; emv.md 2.12). */

import { concat, equalBytes } from '../base/bytes.js';
import { isUsableKey } from '../crypto/rsa.js';
import type { Sha1 } from '../crypto/sha1.js';
import { UNIONPAY_KEYS } from './ca-key-table.js';
import type { CaKey } from './parameters.js';

/**
 * UnionPay's keys. `live`: 01 to 04, under which banks' cards are issued. `test`: also 08, 09, 0A, 0B and 80, under which
 * laboratories' sample cards are, so that a terminal in test can read both; a live one must not know them.
 */
export function loadCaKeys(mode: 'test' | 'live'): readonly CaKey[] {
  return mode === 'test' ? UNIONPAY_KEYS : UNIONPAY_KEYS.filter(({ live }) => live);
}

/**
 * The key that a card names by 8F under the RID of its AID (Book 2 5.2). A key past its day, which should have been
 * withdrawn, and one that its checksum does not fit (11.2) are as good as none.
 *
 * @param rid 5 bytes
 * @param today YYYYMMDD
 */
export function findCaKey(
  sha1: Sha1,
  keys: readonly CaKey[],
  rid: Uint8Array,
  index: number,
  today: string,
): CaKey | undefined {
  const key = keys.find((candidate) => candidate.index === index && equalBytes(candidate.rid, rid));
  return key !== undefined && today <= key.expires && isIntact(sha1, key) && isUsableKey(key) ? key : undefined;
}

/** Whether the SHA-1 over RID, index, modulus and exponent is the one that came with the key. */
function isIntact(sha1: Sha1, { rid, index, modulus, exponent, checksum }: CaKey): boolean {
  return equalBytes(sha1(concat(rid, Uint8Array.of(index), modulus, exponent)), checksum);
}
