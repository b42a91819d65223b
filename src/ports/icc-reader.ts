/** How the contacts are brought up: with power (cold) or by RST alone (warm). ISO/IEC 7816-3 6.2.2, 6.2.3. */
export type ResetKind = 'cold' | 'warm';

export interface TransmitOptions {
  /** The answer is due within this many milliseconds of the command's last byte; the driver's own WWT comes sooner. */
  readonly withinMs: number;
  /** The command's data or the answer is secret (PIN, key, plaintext of a cipher): no trace may hold it. */
  readonly conceal?: boolean;
}

/**
 * A contact slot: the holder's card, or a PSAM in a SAM slot. ISO/IEC 7816-3 below this line, 7816-4 above it.
 * Every method but `isPresent` throws {@link Fault} when the card is absent, removed, mute or breaks the protocol.
 */
export interface IccReader {
  /** Which slot this is in traces and errors. */
  readonly slot: 'icc' | 'sam1' | 'sam2';

  /** Whether the presence switch is closed. A SAM slot without a switch answers true. */
  isPresent(): Promise<boolean>;

  /** Activates (cold) or resets (warm) the card. @returns the ATR as received, 2 to 33 bytes, direct convention values. */
  reset(kind: ResetKind, withinMs: number): Promise<Uint8Array>;

  /**
   * Sends one short command APDU (cases 1 to 4, 4 to 261 bytes) and returns the response as the card gave it: up to 256
   * bytes of data and SW1 SW2, with 61xx and 6Cxx left to the card session. Over T=0 the driver maps case 4 by leaving
   * Le away (ISO/IEC 7816-3 12.2).
   */
  transmit(command: Uint8Array, options: TransmitOptions): Promise<Uint8Array>;

  /** Takes the contacts down in order (ISO/IEC 7816-3 6.4). Safe to call at any time, never throws. */
  deactivate(): Promise<void>;
}
