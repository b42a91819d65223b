/** From the command as a program writes it to the command as the contacts carry it. */

import { concat } from '../../src/base/bytes.js';
import { decodeCommand } from '../../src/codec/apdu.js';

/**
 * A command APDU as T=0 carries it (ISO/IEC 7816-3 12.2), 5 to 260 bytes: case 1 gets P3 = 00, case 2 carries Le in P3,
 * case 4 loses its Le. @throws FormatError
 */
export function tpduOf(apdu: Uint8Array): Uint8Array {
  const { data, le } = decodeCommand(apdu);
  const header = apdu.subarray(0, 4);
  if (data !== undefined) return concat(header, Uint8Array.of(data.length), data);
  return concat(header, Uint8Array.of((le ?? 0) & 0xff));
}
