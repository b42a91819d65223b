import { asciiBytes, concat } from '../base/bytes.js';

/** 社会保障 in GBK, the tail of every environment name (sscard.md 3.2). */
const SOCIAL_SECURITY = new Uint8Array([0xc9, 0xe7, 0xbb, 0xe1, 0xb1, 0xa3, 0xd5, 0xcf]);

/**
 * Name of a social security environment, 15 bytes: `sx1.sh.社会保障` is SSSE on a card and the DES environment of a PSAM,
 * sx2 the PSAM's SSF33 environment (SPEC-9), sx3 its SM4 environment `[TP]` (sscard.md 16.4: none is published).
 */
export function environmentName(head: 'sx1' | 'sx2' | 'sx3'): Uint8Array {
  return concat(asciiBytes(`${head}.sh.`), SOCIAL_SECURITY);
}
