/** The card's list of cardholder verification methods, 8E (EMV 4.3 Book 3 10.5, annex C3; emv.md 2.6). */

import { readUint } from '../base/bytes.js';
import { FormatError } from '../base/format-error.js';
import { type Bit, TERMINAL_CAPABILITIES } from './bits.js';

const FORMAT = 'cvm list';
const AMOUNTS_LENGTH = 8;
const RULE_LENGTH = 2;

export interface CvmList {
  /** Amounts X and Y in units of the application currency 9F42, 0 to 4,294,967,295. */
  readonly x: number;
  readonly y: number;
  readonly rules: readonly CvRule[];
}

export interface CvRule {
  /** Byte 1 as it stands, which is what 9F34 reports. */
  readonly code: number;
  /** Byte 2. */
  readonly condition: number;
  /** Byte 1 b7: the next rule applies when this one's method is not successful. */
  readonly goesOn: boolean;
}

/**
 * Reads X (4 bytes), Y (4 bytes) and rules (2 bytes each). A list without rules is read; it counts as none at all.
 * @throws FormatError when it is shorter than its amounts or ends within a rule, on which the terminal terminates the
 * transaction (Book 3 10.5, 7.5)
 */
export function decodeCvmList(bytes: Uint8Array): CvmList {
  if (bytes.length < AMOUNTS_LENGTH) throw new FormatError(FORMAT, 'shorter than its amounts', bytes.length);
  if (bytes.length % RULE_LENGTH !== 0) throw new FormatError(FORMAT, 'rule cut off', bytes.length);
  const rules: CvRule[] = [];
  for (let offset = AMOUNTS_LENGTH; offset < bytes.length; offset += RULE_LENGTH) {
    const [code, condition] = bytes.subarray(offset);
    rules.push({ code, condition, goesOn: (code & 0x40) !== 0 });
  }
  return { x: readUint(bytes, 0, 4), y: readUint(bytes, 4, 4), rules };
}

export interface Method {
  /** Byte 1 of the rule without b8, which is reserved, and b7. */
  readonly code: number;
  readonly proof: 'fails' | 'plaintext PIN' | 'enciphered PIN' | 'online PIN' | 'document' | 'nothing';
  /** All of these a terminal must have to support the method (Book 4 6.3.4, annex A2). */
  readonly needs: readonly Bit[];
  /** A signature is wanted, alone or besides. */
  readonly signed: boolean;
}

const method = (code: number, proof: Method['proof'], ...needs: readonly Bit[]): Method =>
  Object.freeze({ code, proof, needs: Object.freeze(needs), signed: needs.includes(SIGNATURE) });

const SIGNATURE = TERMINAL_CAPABILITIES.signature;
const PLAINTEXT = TERMINAL_CAPABILITIES.plaintextPinOffline;
const ENCIPHERED = TERMINAL_CAPABILITIES.encipheredPinOffline;

/** Table 43 of Book 3 C3, and PBOC's 20h 持卡人证件出示 (C). The other values are reserved and not recognised. */
const METHODS: readonly Method[] = Object.freeze([
  method(0x00, 'fails'),
  method(0x01, 'plaintext PIN', PLAINTEXT),
  method(0x02, 'online PIN', TERMINAL_CAPABILITIES.encipheredPinOnline),
  method(0x03, 'plaintext PIN', PLAINTEXT, SIGNATURE),
  method(0x04, 'enciphered PIN', ENCIPHERED),
  method(0x05, 'enciphered PIN', ENCIPHERED, SIGNATURE),
  method(0x1e, 'nothing', SIGNATURE),
  method(0x1f, 'nothing', TERMINAL_CAPABILITIES.noCvm),
  method(0x20, 'document', TERMINAL_CAPABILITIES.documentCheck),
]);

/** The method of a rule, if the terminal knows its code. */
export function methodOf(rule: CvRule): Method | undefined {
  const code = rule.code & 0x3f;
  return METHODS.find((known) => known.code === code);
}
