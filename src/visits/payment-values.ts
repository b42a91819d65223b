/** Values of a payment's record as screens and receipts need them. */

import { EMPTY } from '../base/bytes.js';
import { toHex } from '../base/hex.js';
import { decodeBcd } from '../codec/bcd.js';
import type { PaymentRecord } from '../pse/payment-kernel.js';

/** 5A as digits. */
export function accountNumber({ values }: PaymentRecord): string {
  return decodeBcd(values.get(0x5a) ?? EMPTY);
}

/** A value in hexadecimal; '' for one that is not there. */
export function hexOf({ values }: PaymentRecord, tag: number): string {
  return toHex(values.get(tag) ?? EMPTY);
}
