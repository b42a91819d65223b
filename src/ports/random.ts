export interface Random {
  /** Unpredictable bytes: from the chip's generator or a PSAM's GET CHALLENGE, never a program's own sequence. */
  bytes(length: number): Promise<Uint8Array>;
}
