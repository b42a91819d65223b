/** The operator of a terminal of the test world. */

import { asciiBytes } from '../../src/base/bytes.js';

/** That of the sample settings, which anybody knows `[TP]`. */
export const OPERATOR_PASSWORD = '246810';

export function testOperatorPassword(): Uint8Array {
  return asciiBytes(OPERATOR_PASSWORD);
}
