/**
 * AES-128 (FIPS 197) under one key, forwards: CMAC and counter mode need no more. There is none in this room: the device
 * has it in its chip, and the tables of a fast software AES would not fit there.
 */
export interface Aes {
  /** One block of 16 bytes. @returns 16 bytes, new */
  encrypt(block: Uint8Array): Uint8Array;
}

/** What a host supplies. @param key 16 bytes */
export type MakeAes = (key: Uint8Array) => Aes;

/** Bytes of a block, and of a key. */
export const AES_LENGTH = 16;
