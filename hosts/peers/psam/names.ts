/** Names and identifiers in a PSAM (SPEC-9; sscard.md 9.1, 16.4). */

import { asciiBytes, concat } from '../../../src/base/bytes.js';
import { fromHex } from '../../../src/base/hex.js';
import type { PsamAlgorithm } from './memory.js';

/** FID of the master file, which is the DES environment itself where there is one. */
export const MASTER_FILE = 0x3f00;

/** FID and AID of the application that holds the keys. */
export const APPLICATION_FID = 0xdf01;
const APPLICATION_ID: readonly number[] = Object.freeze([0xd1, 0x56, 0x00, 0x00, 0x05, 0x90]);

/** SPEC-9 names the first two; the SM4 environment is [TP] sscard.md 16.4. */
const ENVIRONMENTS = Object.freeze({
  DES: Object.freeze({ fid: MASTER_FILE, head: 'sx1.sh.' }),
  SSF33: Object.freeze({ fid: 0xddf1, head: 'sx2.sh.' }),
  SM4: Object.freeze({ fid: 0xddf2, head: 'sx3.sh.' }),
});

/** 社会保障 in GBK. */
const NAME_TAIL = 'C9E7BBE1B1A3D5CF';

export function environmentFid(algorithm: PsamAlgorithm): number {
  return ENVIRONMENTS[algorithm].fid;
}

/** DDF name of an environment, 15 bytes. */
export function environmentName(algorithm: PsamAlgorithm): Uint8Array {
  return concat(asciiBytes(ENVIRONMENTS[algorithm].head), fromHex(NAME_TAIL));
}

/** The application's AID, 6 bytes. */
export function applicationId(): Uint8Array {
  return new Uint8Array(APPLICATION_ID);
}
