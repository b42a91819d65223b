/** Table: the bits that the kernel sets and tests, by name. Byte numbers from 1, bits from 8 (high) to 1, as the books write. */

/** One bit of a bit string. */
export interface Bit {
  readonly byte: number;
  readonly bit: number;
}

const at = (byte: number, bit: number): Bit => Object.freeze({ byte, bit });

/** Terminal verification results, tag 95, five bytes (EMV Book 3 annex C5; emv.md 2.7). */
export const TVR = Object.freeze({
  offlineDataAuthenticationNotPerformed: at(1, 8),
  sdaFailed: at(1, 7),
  iccDataMissing: at(1, 6),
  onExceptionFile: at(1, 5),
  ddaFailed: at(1, 4),
  cdaFailed: at(1, 3),
  /** EMV 4.3 and later; the PBOC 2.0 (2010) text leaves the bit reserved (emv.md 6), so the kernel does not set it. */
  sdaSelected: at(1, 2),
  versionsDiffer: at(2, 8),
  expired: at(2, 7),
  notYetEffective: at(2, 6),
  serviceNotAllowed: at(2, 5),
  newCard: at(2, 4),
  cardholderVerificationFailed: at(3, 8),
  unrecognisedCvm: at(3, 7),
  pinTryLimitExceeded: at(3, 6),
  pinPadAbsent: at(3, 5),
  pinNotEntered: at(3, 4),
  onlinePinEntered: at(3, 3),
  floorLimitExceeded: at(4, 8),
  lowerLimitExceeded: at(4, 7),
  upperLimitExceeded: at(4, 6),
  randomlySelectedOnline: at(4, 5),
  merchantForcedOnline: at(4, 4),
  defaultTdolUsed: at(5, 8),
  issuerAuthenticationFailed: at(5, 7),
  scriptFailedBeforeFinal: at(5, 6),
  scriptFailedAfterFinal: at(5, 5),
});

/** Transaction status information, tag 9B, two bytes (EMV Book 3 annex C6). */
export const TSI = Object.freeze({
  offlineDataAuthenticationPerformed: at(1, 8),
  cardholderVerificationPerformed: at(1, 7),
  cardRiskManagementPerformed: at(1, 6),
  issuerAuthenticationPerformed: at(1, 5),
  terminalRiskManagementPerformed: at(1, 4),
  scriptProcessingPerformed: at(1, 3),
});

/** Application interchange profile, tag 82, two bytes (EMV Book 3 annex C1). */
export const AIP = Object.freeze({
  sda: at(1, 7),
  dda: at(1, 6),
  cardholderVerification: at(1, 5),
  terminalRiskManagement: at(1, 4),
  issuerAuthentication: at(1, 3),
  cda: at(1, 1),
});

/** Application usage control, tag 9F07, two bytes (EMV Book 3 annex C2; emv.md 2.5). */
export const AUC = Object.freeze({
  domesticCash: at(1, 8),
  internationalCash: at(1, 7),
  domesticGoods: at(1, 6),
  internationalGoods: at(1, 5),
  domesticServices: at(1, 4),
  internationalServices: at(1, 3),
  atAtms: at(1, 2),
  elsewhereThanAtms: at(1, 1),
  domesticCashback: at(2, 8),
  internationalCashback: at(2, 7),
});

/** Terminal capabilities, tag 9F33, three bytes (EMV Book 4 annex A2; byte 2 bit 1 is PBOC's document check). */
export const TERMINAL_CAPABILITIES = Object.freeze({
  manualKeyEntry: at(1, 8),
  magneticStripe: at(1, 7),
  contactChip: at(1, 6),
  plaintextPinOffline: at(2, 8),
  encipheredPinOnline: at(2, 7),
  signature: at(2, 6),
  encipheredPinOffline: at(2, 5),
  noCvm: at(2, 4),
  documentCheck: at(2, 1),
  sda: at(3, 8),
  dda: at(3, 7),
  cardCapture: at(3, 6),
  cda: at(3, 4),
});

/** Whether a bit is set; bytes that are not there are clear. */
export function isSet(bytes: Uint8Array | undefined, bit: Bit): boolean {
  return bytes !== undefined && ((bytes[bit.byte - 1] ?? 0) & maskOf(bit)) !== 0;
}

function maskOf(bit: Bit): number {
  return 1 << (bit.bit - 1);
}

/** A bit string that a transaction fills in: TVR or TSI. Bits are only ever set, but for a new try. */
export class BitString {
  readonly #bytes: Uint8Array;

  constructor(length: number) {
    this.#bytes = new Uint8Array(length);
  }

  set(bit: Bit): void {
    this.#bytes[bit.byte - 1] |= maskOf(bit);
  }

  clear(bit: Bit): void {
    this.#bytes[bit.byte - 1] &= ~maskOf(bit);
  }

  has(bit: Bit): boolean {
    return isSet(this.#bytes, bit);
  }

  /** A copy. */
  bytes(): Uint8Array {
    return this.#bytes.slice();
  }
}
