import type { Clock } from './clock.js';
import type { Flash } from './flash.js';
import type { IccReader } from './icc-reader.js';
import type { Keypad } from './keypad.js';
import type { Line } from './line.js';
import type { PinPad } from './pin-pad.js';
import type { Printer } from './printer.js';
import type { Random } from './random.js';
import type { Screen } from './screen.js';
import type { StripeReader } from './stripe.js';
import type { Trace } from './trace.js';

/** All that the terminal knows of the outside. A host builds one and starts the app with it. */
export interface World {
  /** The slot for the holder's card. */
  readonly icc: IccReader;
  /** The slots for PSAMs, in order of search; empty where the terminal has none. */
  readonly sams: readonly IccReader[];
  readonly pinPad: PinPad;
  readonly keypad: Keypad;
  /** Left away where there is none: nothing is paid by it, only said. */
  readonly stripe?: StripeReader;
  readonly screen: Screen;
  readonly printer: Printer;
  /** To the acquiring bank's host. */
  readonly bankLine: Line;
  /** To the bureau, whose HSM serves a terminal without a PSAM; none where there is no such line. */
  readonly bureauLine?: Line;
  /** Set aside for the journal. */
  readonly flash: Flash;
  readonly clock: Clock;
  readonly random: Random;
  /** Takes the transcript; a host without one leaves it away, and nothing is put into words. */
  readonly trace?: Trace;
}
