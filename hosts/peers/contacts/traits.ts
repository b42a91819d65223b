/** How a card behaves behind its contacts, apart from what its chip answers. */

import type { SupplyClass } from '../../../src/ports/contacts.js';
import type { ResetKind } from '../../../src/ports/icc-reader.js';

export interface Traits {
  /** ATR in place of the chip's own; undefined is a card that does not answer this reset. */
  readonly atr?: (own: Uint8Array, kind: ResetKind) => Uint8Array | undefined;
  /** The supplies with which it works; A and B of every social security card (sscard.md 3.1). */
  readonly supplies?: readonly SupplyClass[];
  /** From the rise of RST to TS: 400 to 40,000 clocks (ISO/IEC 7816-3 6.2.2). */
  readonly atrAfterClocks?: number;
  /** From one of its characters to the next: 12 etu at least, 11 over T=1 with TC1 FF. */
  readonly characterEtu?: number;
  /** What it takes over a command, TPDU or APDU `[TP]`. */
  readonly thinkingMs?: (command: Uint8Array) => number;
  /** What it makes of a PPS request: agrees, answers without PPS1, answers other bytes, or nothing. */
  readonly pps?: 'agrees' | 'default-rate' | 'silent' | ((request: Uint8Array) => Uint8Array);
  /** T=0: whether data is transferred all at once, INS, or byte by byte, INS ⊕ FF. */
  readonly transfer?: 'all' | 'single';
  /** T=1: S(IFS request) with this value before the answer to its first command. */
  readonly announcesIfsc?: number;
  /** T=1: its blocks as they go out, counted from 1; none for a block that it swallows. */
  readonly falsify?: (block: Uint8Array, count: number) => Uint8Array | undefined;
}

/** What the slot without contacts assumes, too. */
export const THINKING_MS = 8;

/** Between the least and the most that the standard allows, as chips do `[TP]`. */
export const ATR_AFTER_CLOCKS = 10_000;

/** What the two protocols need of the card that they belong to. */
export interface Circumstances {
  /** Clocks of the etu in use. */
  readonly etuClocks: () => number;
  readonly clockHz: number;
  readonly traits: Traits;
}
