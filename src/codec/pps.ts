/** Protocol and parameters selection (ISO/IEC 7816-3 9.2), both ways: PPSS, PPS0, PPS1 where there is one, PCK. */

import { FormatError } from '../base/format-error.js';

const FORMAT = 'pps';

/** PPSS, which no command's CLA and no block's NAD may be. */
export const PPSS = 0xff;

export interface Pps {
  /** T, 0 to 14. */
  readonly protocol: number;
  /** Fi and Di coded as in TA1; undefined leaves them at 372 and 1. */
  readonly pps1?: number | undefined;
}

/** Writes a request or a response of 3 or 4 bytes. PPS2 is of no use here and PPS3 reserved: neither is ever there. */
export function encodePps({ protocol, pps1 }: Pps): Uint8Array {
  const body = pps1 === undefined ? [PPSS, protocol] : [PPSS, 0x10 | protocol, pps1];
  return Uint8Array.of(...body, body.reduce(xor));
}

/** How many bytes follow PPS0, PCK counted (9.2: b5 to b7 announce PPS1 to PPS3). */
export function lengthAfterPps0(pps0: number): number {
  return 1 + ((pps0 >> 4) & 1) + ((pps0 >> 5) & 1) + ((pps0 >> 6) & 1);
}

/** Reads a whole PPS of 3 to 6 bytes; PPS2 and PPS3 are checked with the rest and left. @throws FormatError */
export function decodePps(bytes: Uint8Array): Pps {
  if (bytes.length < 3) throw new FormatError(FORMAT, 'shorter than 3 bytes', bytes.length);
  if (bytes[0] !== PPSS) throw new FormatError(FORMAT, 'PPSS is not FF', 0);
  if (bytes.length !== 2 + lengthAfterPps0(bytes[1])) throw new FormatError(FORMAT, 'length is not what PPS0 says', 1);
  if (bytes.reduce(xor) !== 0) throw new FormatError(FORMAT, 'PCK wrong', bytes.length - 1);
  return { protocol: bytes[1] & 0x0f, pps1: bytes[1] & 0x10 ? bytes[2] : undefined };
}

function xor(a: number, b: number): number {
  return a ^ b;
}
