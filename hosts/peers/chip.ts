/**
 * A chip behind its contacts: what the emulated card and the emulated PSAM are to the slot that holds them. Synchronous
 * and without time of its own; the slot adds the line, the clock and the faults.
 */
export interface Chip {
  /** VCC and RST, or RST alone. Volatile state is gone. @returns the ATR */
  reset(): Uint8Array;
  /**
   * One T=0 exchange (ISO/IEC 7816-3 10): five header bytes CLA INS P1 P2 P3, followed by P3 bytes when the command
   * carries data. @returns outgoing data, if any, and SW1 SW2. A command with data never answers data: it says 61xx.
   */
  exchange(tpdu: Uint8Array): Uint8Array;
  /**
   * Whether P3 of this five-byte header counts data that the terminal is going to send: a chip knows it by CLA and INS,
   * and asks for the data by a procedure byte (ISO/IEC 7816-3 10.3.3). Only a chip that is met character by character is asked.
   */
  expectsData(header: Uint8Array): boolean;
  /** Contacts down. Volatile state is gone. */
  powerOff(): void;
}

/** A chip's own source of random bytes. Emulated chips get a seeded one, so that a run can be repeated. */
export type RandomBytes = (length: number) => Uint8Array;
