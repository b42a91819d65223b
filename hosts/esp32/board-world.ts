/** The board's world: every driver with the io class that the platform gives it. */

import { type ExpanderOptions, KeyExpander } from '../../src/drivers/keypad/expander.js';
import { type KeyContacts, PIN_PAD_LAYOUT } from '../../src/drivers/keypad/key.js';
import { KeyScanner } from '../../src/drivers/keypad/key-scanner.js';
import { LineKeys, type Pages } from '../../src/drivers/keypad/line-keys.js';
import { KeyMatrix, type MatrixOptions } from '../../src/drivers/keypad/matrix.js';
import { ABSENT_LINE } from '../../src/drivers/line/absent-line.js';
import { TcpLine, type TcpLineOptions } from '../../src/drivers/line/tcp-line.js';
import { KeyPinPad } from '../../src/drivers/pin-pad/key-pin-pad.js';
import { ChallengePool, mixedRandom } from '../../src/drivers/random/challenge-pool.js';
import { ChipRandom, type ChipRandomOptions } from '../../src/drivers/random/chip-random.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Flash } from '../../src/ports/flash.js';
import type { World } from '../../src/ports/world.js';

/** How a back end is reached. */
export type LineWiring = Omit<TcpLineOptions, 'clock'>;

export interface Board {
  readonly clock: Clock;
  readonly random: ChipRandomOptions;
  /** The partition of {@link JOURNAL}. */
  readonly flash: Flash;
  readonly keys: KeyContacts;
  /** Shows so many stars while a PIN is entered. */
  readonly showPinLength: (digits: number) => void;
  /** Left away where the screen shows all at once. */
  readonly pages?: Pages;
  /** Left away by a terminal of nobody. */
  readonly bank?: LineWiring;
  readonly bureau?: LineWiring;
  /** What has its own timing, its own pins or its own picture. */
  readonly parts: Pick<World, 'icc' | 'sams' | 'stripe' | 'screen' | 'printer' | 'trace'>;
}

/** Label of the journal's partition, its erase unit, and the granularity of an enciphered one. */
export const JOURNAL = Object.freeze({ path: 'journal', unitLength: 65_536, programLength: 16 });

/**
 * What waits for bank, bureau or people takes some 2.2 KB of RAM each: 90 KB, beside the 46 of a visit (README), of 144 that
 * `creation` in the board's manifest begins with. Wi-Fi and the ESP-IDF have the rest.
 */
export const ENTRIES_MAX = 40;

export interface BoardWorld extends World {
  /** The PSAM's part of the random numbers, to be filled between visits. */
  readonly challenges: ChallengePool;
}

/** How the keypad hangs on the board. */
export type KeyWiring = ({ readonly by: 'pins' } & MatrixOptions) | ({ readonly by: 'expander' } & ExpanderOptions);

export function keyContacts(wiring: KeyWiring): KeyContacts {
  return wiring.by === 'pins' ? new KeyMatrix(wiring) : new KeyExpander(wiring);
}

/** Throws where the random generator does not run: there is no terminal without it. */
export function boardWorld(board: Board): BoardWorld {
  const { clock, parts } = board;
  const scanner = new KeyScanner({ contacts: board.keys, layout: PIN_PAD_LAYOUT, clock });
  const challenges = new ChallengePool(parts.sams);
  return {
    ...parts,
    challenges,
    pinPad: new KeyPinPad({ scanner, clock, showLength: board.showPinLength }),
    keypad: new LineKeys({ scanner, clock, ...(board.pages && { pages: board.pages }) }),
    bankLine: board.bank ? new TcpLine({ ...board.bank, clock }) : ABSENT_LINE,
    ...(board.bureau && { bureauLine: new TcpLine({ ...board.bureau, clock }) }),
    flash: board.flash,
    clock,
    random: mixedRandom(new ChipRandom(board.random), challenges),
  };
}
