/** The working keys that a sign-in answer brings (emv.md 3.5). */

import type { Message } from '../../codec/iso8583.js';
import type { Ciphers } from '../../crypto/block-cipher.js';
import { unwrapWorkingKeys, type WorkingKeyForm, type WorkingKeys } from '../../crypto/working-keys.js';
import { privateData } from './private-data.js';

const SIGN_IN_ANSWER = '0810';
const FORMS: readonly WorkingKeyForm[] = Object.freeze(['001', '003', '004']);

/**
 * Takes the keys out of field 62 in the form that field 60.3 names.
 *
 * @param masterKey 16 bytes
 * @returns 'wrong' where a check value differs, and then the terminal signs in again; undefined where the message is no
 * sign-in answer with keys, or is one of SM keys (006), whose form the sources do not give
 * @throws FormatError where field 62 has another length than its form
 */
export function signInKeys(
  ciphers: Ciphers,
  masterKey: Uint8Array,
  { mti, fields }: Message,
): WorkingKeys | 'wrong' | undefined {
  const [sealed, digits] = [fields.get(62), fields.get(60)];
  if (mti !== SIGN_IN_ANSWER || !(sealed instanceof Uint8Array) || typeof digits !== 'string') return undefined;
  const { network } = privateData(digits);
  const form = FORMS.find((one) => one === network);
  return form && (unwrapWorkingKeys(ciphers, masterKey, form, sealed) ?? 'wrong');
}
