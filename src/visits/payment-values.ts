/** Whose payment a record is of. */

import { EMPTY } from '../base/bytes.js';
import { decodeBcd } from '../codec/bcd.js';
import type { PaymentRecord } from '../pse/payment-kernel.js';

/** 5A as digits. */
export function accountNumber({ values }: PaymentRecord): string {
  return decodeBcd(values.get(0x5a) ?? EMPTY);
}
