/** What all entries of a list add up to: the sum of their digests modulo 2^64, 8 bytes. Their order does not matter to it. */

import { DIGEST_LENGTH } from '../../vault/blacklist-key.js';

export const NO_SUM: Uint8Array = new Uint8Array(DIGEST_LENGTH);

/** The sum with an entry more. @returns 8 bytes, new */
export function plusDigest(sum: Uint8Array, digest: Uint8Array): Uint8Array {
  const result = new Uint8Array(DIGEST_LENGTH);
  let carry = 0;
  for (let i = DIGEST_LENGTH - 1; i >= 0; i--) {
    const total = sum[i] + digest[i] + carry;
    result[i] = total;
    carry = total >> 8;
  }
  return result;
}

/** The sum without an entry. @returns 8 bytes, new */
export function minusDigest(sum: Uint8Array, digest: Uint8Array): Uint8Array {
  const result = new Uint8Array(DIGEST_LENGTH);
  let borrow = 0;
  for (let i = DIGEST_LENGTH - 1; i >= 0; i--) {
    const total = sum[i] - digest[i] - borrow;
    result[i] = total;
    borrow = total < 0 ? 1 : 0;
  }
  return result;
}
