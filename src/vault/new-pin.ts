/** A PIN that is to be: entered twice, compared in this room, and handed to the card beside the one that it replaces. */

import { concat, equalBytes } from '../base/bytes.js';
import { scrub } from '../base/scrub.js';
import type { PinPad, PinRequest } from '../ports/pin-pad.js';
import { askDigits } from './pad-entry.js';
import { lend, Pin, type PinEntry } from './pin-room.js';

/** As `PinEntry`; `mismatch` when the two entries differ (driver error −34). */
export type NewPinEntry = PinEntry | { readonly kind: 'mismatch' };

/**
 * Has the pad ask twice for a new PIN. What becomes of the first entry does not depend on the second being made: it is wiped
 * in any case, and one handle comes out where both were the same.
 * @param showAgain tells the holder that the second entry is due
 */
export async function askNewPin(
  pad: PinPad,
  first: PinRequest,
  second: PinRequest,
  showAgain: () => Promise<void>,
): Promise<NewPinEntry> {
  const entry = await askDigits(pad, first);
  if (entry.kind !== 'entered') return entry;
  try {
    await showAgain();
    const again = await askDigits(pad, second);
    if (again.kind !== 'entered') return again;
    if (equalBytes(entry.digits, again.digits)) return { kind: 'entered', pin: new Pin(again.digits) };
    scrub(again.digits);
    return { kind: 'mismatch' };
  } finally {
    scrub(entry.digits);
  }
}

/** Between the old PIN and the new one in CHANGE PIN. */
const SEPARATOR = 0xff;

/**
 * Lends the data of CHANGE PIN, old ‖ FF ‖ new, each as `Pin.present` writes it (SPEC-5; sscard.md 7), for the time of one
 * command. Uses both PINs up.
 * @param old undefined where the card has none: the new one is its first
 * @param fresh undefined takes the PIN away
 */
export async function presentChange<T>(
  old: Pin | undefined,
  fresh: Pin | undefined,
  command: (data: Uint8Array) => Promise<T>,
): Promise<T> {
  return await presentOrNothing(old, (before) =>
    presentOrNothing(fresh, (after) => lend(concat(before, Uint8Array.of(SEPARATOR), after), command)),
  );
}

async function presentOrNothing<T>(pin: Pin | undefined, use: (digits: Uint8Array) => Promise<T>): Promise<T> {
  return pin === undefined ? await use(new Uint8Array(0)) : await pin.present(use);
}
