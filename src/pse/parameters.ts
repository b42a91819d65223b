/** What a terminal brings to a payment, as data: its capabilities, its applications, its CA keys (emv.md 2.11, 2.12). */

/** One row of the application table (UnionPay parameter TLVs, emv.md 2.11). */
export interface ApplicationParameters {
  /** 9F06, 5 to 16 bytes. */
  readonly aid: Uint8Array;
  /** DF01: whether an AID of the card that is longer than ours counts as ours. */
  readonly partialMatch: boolean;
  /** 9F09, two bytes. */
  readonly version: Uint8Array;
  /** DF11, DF12, DF13: terminal action codes, five bytes each. */
  readonly tacDefault: Uint8Array;
  readonly tacOnline: Uint8Array;
  readonly tacDenial: Uint8Array;
  /** 9F1B, fen. */
  readonly floorLimit: number;
  /** DF15, fen. */
  readonly randomThreshold: number;
  /** DF17 and DF16, per cent 0 to 99. */
  readonly targetPercentage: number;
  readonly targetPercentageMax: number;
  /** DF14, used when the card has no DDOL. */
  readonly defaultDdol: Uint8Array;
  /** Used when a card's CDOL asks for a TC hash and it has no TDOL. */
  readonly defaultTdol: Uint8Array;
  /** DF18 */
  readonly onlinePin: boolean;
}

/** A certification authority's public key. */
export interface CaKey {
  /** Registered identifier, 5 bytes. */
  readonly rid: Uint8Array;
  readonly index: number;
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
  /** SHA-1 over RID ‖ index ‖ modulus ‖ exponent. */
  readonly checksum: Uint8Array;
  /** Last day of use, YYYYMMDD. */
  readonly expires: string;
}

/** An issuer certificate that must not be trusted any more (EMV Book 2 11.2). */
export interface RevokedCertificate {
  readonly rid: Uint8Array;
  readonly index: number;
  /** Certificate serial number, 3 bytes. */
  readonly serial: Uint8Array;
}

export interface KernelParameters {
  /** 9F1A, 5F2A: numeric codes, 156 for China and for RMB. */
  readonly countryCode: number;
  readonly currencyCode: number;
  /** 5F36 */
  readonly currencyExponent: number;
  /** 9F35, one byte as two decimal digits: 22 attended, merchant, offline with online capability. */
  readonly terminalType: number;
  /** 9F33, three bytes; 9F40, five bytes. */
  readonly capabilities: Uint8Array;
  readonly additionalCapabilities: Uint8Array;
  /** 9F1C terminal identification, 8 characters; 9F1E serial number, 8; 9F16 merchant identifier, 15; 9F4E name. */
  readonly terminalId: string;
  readonly serialNumber: string;
  readonly merchantId: string;
  readonly merchantName: string;
  /** 9F15 merchant category code, four digits; 9F01 acquirer identifier, digits. */
  readonly merchantCategory: string;
  readonly acquirerId: string;
  readonly applications: readonly ApplicationParameters[];
  readonly caKeys: readonly CaKey[];
  readonly revoked: readonly RevokedCertificate[];
}
