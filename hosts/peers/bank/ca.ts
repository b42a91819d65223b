/** The project's own test certification authority, beside UnionPay's keys and never in their place (emv.md 2.12). */

import { concat } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import { sha1 } from '../../../src/crypto/sha1.js';
import { bankKey, type CaKeyName } from './keys.js';

/** UnionPay's registered identifier. */
const RID = fromHex('A000000333');

/** The public key as a terminal's parameters have it. */
export interface TestCaKey {
  readonly rid: Uint8Array;
  readonly index: number;
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
  /** SHA-1 over RID ‖ index ‖ modulus ‖ exponent. */
  readonly checksum: Uint8Array;
  /** YYYYMMDD */
  readonly expires: string;
}

/** For the parameters of a terminal whose profile says test; no other may trust it. */
export function testCaKey(name: CaKeyName): TestCaKey {
  const { modulus, exponent } = bankKey(name);
  const index = Number.parseInt(name, 16);
  const checksum = sha1(concat(RID, Uint8Array.of(index), modulus, exponent));
  return { rid: RID, index, modulus, exponent, checksum, expires: '20491231' };
}
