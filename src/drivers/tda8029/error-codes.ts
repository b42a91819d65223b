/** Table: what the coupler's error codes mean to a session (AN10207, as public drivers list them; `[1]`). */

import type { FaultKind } from '../../base/fault.js';

/** The card has left, or was never there. */
const CARD_ABSENT = 0xc0;
/** The ATR did not come. */
export const CARD_MUTE = 0x80;
/** This mask does not know the command. */
export const UNKNOWN_COMMAND = 0x55;

/** The command never arrived in one piece, so that nobody has carried it out: over-run, framing, its LRC, its end. */
const NOT_TAKEN: readonly number[] = Object.freeze([0xe2, 0xe9, 0xf0, 0xff]);

/** The card said nothing: within a T=1 exchange, at its ATR, within the waiting time. */
const SILENT: readonly number[] = Object.freeze([0x22, CARD_MUTE, 0x81]);

/** Whether the same frame may be sent once more, whatever it asks for. */
export function wasNotTaken(code: number): boolean {
  return NOT_TAKEN.includes(code);
}

/** How a session ends that meets this code; what has no row is a broken protocol. */
export function faultOf(code: number): FaultKind {
  if (code === CARD_ABSENT) return 'removed';
  return SILENT.includes(code) ? 'mute' : 'protocol';
}
