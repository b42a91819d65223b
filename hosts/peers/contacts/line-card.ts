/** What stands behind the contacts, as the wire sees it: something that hears characters and has characters to say. */

import type { SupplyClass } from '../../../src/ports/contacts.js';
import type { ResetKind } from '../../../src/ports/icc-reader.js';
import type { Convention } from './levels.js';

/** A character that the card is going to say. */
export interface Utterance {
  readonly byte: number;
  /** Its leading edge, clocks after the last one on I/O, or after the rise of RST for the first. */
  readonly afterClocks: number;
}

/** A character on its way to the card. */
export interface Heard {
  readonly byte: number;
  readonly damaged: boolean;
  /** Clocks from the last leading edge on I/O that the card knows of to its own. */
  readonly afterClocks: number;
}

export interface LineCard {
  /** Clocks of the etu in which it speaks and listens now. */
  readonly etuClocks: number;
  readonly convention: Convention;

  /** RST has risen with VCC of this class and CLK there. What it says from now on begins with its ATR. */
  wake(kind: ResetKind, supply: SupplyClass): void;
  /** RST is low, or CLK or VCC is gone. */
  sleep(): void;
  /** A character. @returns whether it gives the error signal, after which the character comes again */
  hear(heard: Heard): 'taken' | 'refused';
  /** The next character that it says if it hears nothing before; undefined when it listens. */
  readonly next: Utterance | undefined;
  /** The next character has been said; `refused`: and was answered with the error signal. */
  said(refused: boolean): void;
}
