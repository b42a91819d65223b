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
  /** Contacts down. Volatile state is gone. */
  powerOff(): void;
}

/** A chip's own source of random bytes. Emulated chips get a seeded one, so that a run can be repeated. */
export type RandomBytes = (length: number) => Uint8Array;
