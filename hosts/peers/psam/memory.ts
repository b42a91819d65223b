/**
 * What a PSAM keeps without power, as the chip holds it: one environment an algorithm, each with the file set of SPEC-9
 * (sscard.md 9.1). Text form: image.ts.
 */

import type { SocialAlgorithm } from '../../../src/crypto/social-algorithm.js';

/** SSF33 names an environment and nothing more: the algorithm is unpublished. */
export type PsamAlgorithm = SocialAlgorithm | 'SSF33';

/** 3DES keys have 16 bytes, DES keys (the STK family) 8, SM4 keys 16. */
export type KeyAlgorithm = '3DES' | 'DES' | 'SM4';

/** One record of a key file (sscard.md 9.2). */
export interface PsamKey {
  /** Diversifications that remain (3 bits) and key type (5 bits). */
  readonly usage: number;
  /** Key id, or the version of a purchase key. */
  readonly id: number;
  readonly algorithm: KeyAlgorithm;
  readonly value: Uint8Array;
}

/** The application DF01. */
export interface PsamApplication {
  /** Key of EXTERNAL AUTHENTICATION and of key loading, 16 bytes. */
  masterKey: Uint8Array;
  masterTries: number;
  /** File 0019 终端机交易序号: the last number given out. */
  terminalSequence: number;
  /** Files 001A to 001C, the data on national, province and city keys: 10 bytes each. */
  readonly keyInfo: readonly Uint8Array[];
  /** Key files 0011 to 0013 together; the id says which file a key lies in. */
  readonly keys: PsamKey[];
}

export interface PsamEnvironment {
  readonly algorithm: PsamAlgorithm;
  /** File 0001, records of application templates. */
  readonly directory: readonly Uint8Array[];
  /** File 0015 卡公共信息: issuer 1, serial cn10, version 1, key-card type 1, FCI data 2. */
  readonly cardInfo: Uint8Array;
  /** File 0016 终端机编号, cn6. */
  readonly terminalNumber: Uint8Array;
  readonly application: PsamApplication;
}

export interface PsamMemory {
  /** 13 historical bytes of the ATR. */
  readonly historical: Uint8Array;
  readonly environments: readonly PsamEnvironment[];
}

/** How often EXTERNAL AUTHENTICATION may fail in a row (sscard.md 16.3, [TP] for the PSAM). */
export const MASTER_TRIES = 3;

/** Algorithm byte of a key record, and of INIT SAM FOR PURCHASE (sscard.md 9.2; 03 is [TP] 16.4). */
export const KEY_ALGORITHM_BYTE = Object.freeze({ '3DES': 0x00, DES: 0x01, SM4: 0x03 });

/** What a key computes with in the words of src/crypto. */
export function familyOf(key: PsamKey): SocialAlgorithm {
  return key.algorithm === 'SM4' ? 'SM4' : 'DES';
}
