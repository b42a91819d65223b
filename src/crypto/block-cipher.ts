/**
 * A block cipher under one key, its schedule computed once. The seam at which a host puts its native cipher in place of
 * the tables here (design.md: src/crypto).
 */
export interface BlockCipher {
  /** 8 for DES and 3DES, 16 for SM4. */
  readonly blockLength: 8 | 16;
  /** One block in ECB. @returns a new array of `blockLength` bytes */
  encrypt(block: Uint8Array): Uint8Array;
  decrypt(block: Uint8Array): Uint8Array;
}

/** What a host supplies: one maker a cipher. */
export interface Ciphers {
  /** Single DES, key 8 bytes (parity bits ignored). */
  des(key: Uint8Array): BlockCipher;
  /** Triple DES EDE, key 16 bytes (K1 K2 K1) or 24. */
  tripleDes(key: Uint8Array): BlockCipher;
  /** SM4 (GB/T 32907), key 16 bytes. */
  sm4(key: Uint8Array): BlockCipher;
}
