/** Classes of supply: A 5 V, B 3 V, C 1.8 V (ISO/IEC 7816-3 5.1.3). */
export type SupplyClass = 'A' | 'B' | 'C';

/** How the characters on I/O are made and read. */
export interface Framing {
  /** Direct: least significant bit first, high is one. Inverse: most significant first, low is one (8.1). */
  readonly convention: 'direct' | 'inverse';
  /** Clock cycles of one etu: F / D, not always whole. */
  readonly clocksPerEtu: number;
  /** Answer a wrong parity with the error signal, and look out for the card's (7.3). Only where `signalsErrors`. */
  readonly errorSignal: boolean;
}

/** The least distances of what is sent, etu from leading edge to leading edge. */
export interface Pace {
  /** Of the first character from the last one on I/O, whoever sent that. */
  readonly firstEtu: number;
  /** Of each further character from the one before it. */
  readonly nextEtu: number;
}

export interface Sent {
  /** Characters that the card has taken; a refused one is not among them. */
  readonly sent: number;
  /** `refused`: the card gave the error signal for the character after those, and nothing was sent behind it. */
  readonly ended: 'complete' | 'refused' | 'removed';
}

/** What is listened for; limits are etu between leading edges, and an edge right at its limit is in time. */
export interface Wanted {
  /** Most characters, 1 or more. */
  readonly count: number;
  /** From the last leading edge on I/O, or the later rise of RST, to the first character. */
  readonly firstEtu: number;
  /** From each character to the next. */
  readonly nextEtu: number;
  /** From where `firstEtu` counts to the last character. */
  readonly allEtu: number;
}

export interface Received {
  /** In order, read by the framing's convention; after `damaged` the last one is the one with the wrong parity. */
  readonly bytes: Uint8Array;
  readonly ended: 'complete' | 'silent' | 'damaged' | 'removed';
  /** From where `firstEtu` counts to the last character that came; 0 when none did. */
  readonly etu: number;
}

export interface ContactsEvents {
  /** The card has left its contacts. May come in the middle of a call, which then ends `removed`. */
  readonly onRemoved: () => void;
}

/**
 * The bare contacts of one slot (ISO/IEC 7816-3 5.2): the lines that a terminal drives, and characters on I/O with their
 * parity and their time (7). Protocols and patience are the driver's; the moment of an edge and the error signal, which
 * cannot wait for a program, are the port's. A torn-out card is an ending, never a throw.
 */
export interface Contacts {
  /** Frequency of CLK while it runs. */
  readonly clockHz: number;
  /** What the board can switch to VCC, in the order in which it is to be tried. */
  readonly supplies: readonly SupplyClass[];
  /** Whether the UART can give the error signal and sees the card's. */
  readonly signalsErrors: boolean;
  /** Fewest clock cycles of an etu with which the board keeps up. */
  readonly shortestEtuClocks: number;
  /** Whether the presence switch is closed; always true where there is none. */
  readonly present: boolean;

  setSupply(supply: SupplyClass | 'off'): void;
  setClock(running: boolean): void;
  setReset(high: boolean): void;
  /** I/O pulled up and listened to, or held low. */
  setIo(state: 'reception' | 'low'): void;
  /** May be called between characters only. */
  setFraming(framing: Framing): void;
  /** Lets as much time pass as this many cycles of CLK take, running or not; less when the card leaves. */
  wait(clocks: number): Promise<void>;

  /** Sends 1 or more characters. What arrived before and was not asked for is lost. */
  send(bytes: Uint8Array, pace: Pace): Promise<Sent>;
  /**
   * Listens until it has heard enough, too little in time, or a wrong parity. With the error signal on, the card has been
   * told of a wrong parity by the time this returns, and repeats the character (7.3).
   */
  receive(wanted: Wanted): Promise<Received>;
}
