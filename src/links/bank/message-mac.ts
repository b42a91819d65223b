/** Whether a bank message is whole: its last field, 64 or 128, against the line's MAC key (emv.md 3.6). */

import { equalBytes } from '../../base/bytes.js';
import { splitMac } from '../../codec/iso8583.js';
import type { Ciphers } from '../../crypto/block-cipher.js';
import { posMac } from '../../crypto/pos-mac.js';

/**
 * Compares the MAC of a message with the one computed.
 *
 * @param macKey 8 or 16 bytes @param message from its type on
 * @returns undefined where the message has no MAC @throws FormatError where it is no message
 */
export function macAgrees(ciphers: Ciphers, macKey: Uint8Array, message: Uint8Array): boolean | undefined {
  const split = splitMac(message);
  return split && equalBytes(posMac(ciphers, macKey, split.covered), split.mac);
}
