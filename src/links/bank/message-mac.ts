/** Whether a bank message is whole: its last field, 64, against the line's MAC key (emv.md 3.6). */

import { equalBytes } from '../../base/bytes.js';
import { locateFields } from '../../codec/iso8583.js';
import type { Ciphers } from '../../crypto/block-cipher.js';
import { posMac } from '../../crypto/pos-mac.js';

const MAC_FIELDS: readonly number[] = Object.freeze([64, 128]);

/**
 * Compares the MAC of a message with the one computed.
 *
 * @param macKey 8 or 16 bytes @param message from its type on
 * @returns undefined where the message has no MAC @throws FormatError where it is no message
 */
export function macAgrees(ciphers: Ciphers, macKey: Uint8Array, message: Uint8Array): boolean | undefined {
  const last = locateFields(message).at(-1);
  if (last === undefined || !MAC_FIELDS.includes(last.field)) return undefined;
  return equalBytes(posMac(ciphers, macKey, message.subarray(0, last.from)), message.subarray(last.from, last.to));
}
