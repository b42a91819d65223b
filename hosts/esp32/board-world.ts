/** The board's world: every driver with the io class that the platform gives it. */

import { ChipClock, type ChipClockOptions } from '../../src/drivers/clock/chip-clock.js';
import { PartitionFlash, type PartitionFlashOptions } from '../../src/drivers/flash/partition-flash.js';
import { type ExpanderOptions, KeyExpander } from '../../src/drivers/keypad/expander.js';
import { PIN_PAD_LAYOUT } from '../../src/drivers/keypad/key.js';
import { KeyScanner } from '../../src/drivers/keypad/key-scanner.js';
import { LineKeys, type Pages } from '../../src/drivers/keypad/line-keys.js';
import { KeyMatrix, type MatrixOptions } from '../../src/drivers/keypad/matrix.js';
import type { TcpClass, TcpEnd } from '../../src/drivers/line/connection.js';
import { TcpLine } from '../../src/drivers/line/tcp-line.js';
import { KeyPinPad } from '../../src/drivers/pin-pad/key-pin-pad.js';
import { ChallengePool, mixedRandom } from '../../src/drivers/random/challenge-pool.js';
import { ChipRandom, type ChipRandomOptions } from '../../src/drivers/random/chip-random.js';
import type { Clock } from '../../src/ports/clock.js';
import type { World } from '../../src/ports/world.js';

/** How the back ends are reached. */
export interface LineWiring {
  readonly io: TcpClass;
  readonly end: TcpEnd;
}

export interface Board {
  readonly clock: ChipClockOptions;
  readonly random: ChipRandomOptions;
  readonly flash: Pick<PartitionFlashOptions, 'io'>;
  readonly keys: ({ readonly by: 'pins' } & MatrixOptions) | ({ readonly by: 'expander' } & ExpanderOptions);
  /** Shows so many stars while a PIN is entered. */
  readonly showPinLength: (digits: number) => void;
  /** Left away where the screen shows all at once. */
  readonly pages?: Pages;
  readonly bank: LineWiring;
  readonly bureau?: LineWiring;
  /** What has its own timing, its own pins or its own picture: made with the same clock. */
  readonly parts: (clock: Clock) => Pick<World, 'icc' | 'sams' | 'screen' | 'printer' | 'trace'>;
}

/** Label of the journal's partition, its erase unit, and the granularity of an enciphered one. */
export const JOURNAL = Object.freeze({ path: 'journal', unitLength: 65_536, programLength: 16 });

export interface BoardWorld extends World {
  /** The PSAM's part of the random numbers, to be filled between visits. */
  readonly challenges: ChallengePool;
}

/** Throws where the flash has no journal or the random generator does not run: there is no terminal without them. */
export function boardWorld(board: Board): BoardWorld {
  const clock = new ChipClock(board.clock);
  const contacts = board.keys.by === 'pins' ? new KeyMatrix(board.keys) : new KeyExpander(board.keys);
  const scanner = new KeyScanner({ contacts, layout: PIN_PAD_LAYOUT, clock });
  const parts = board.parts(clock);
  const challenges = new ChallengePool(parts.sams);
  return {
    ...parts,
    challenges,
    pinPad: new KeyPinPad({ scanner, clock, showLength: board.showPinLength }),
    keypad: new LineKeys({ scanner, clock, ...(board.pages && { pages: board.pages }) }),
    bankLine: new TcpLine({ ...board.bank, clock }),
    ...(board.bureau && { bureauLine: new TcpLine({ ...board.bureau, clock }) }),
    flash: new PartitionFlash({ ...board.flash, ...JOURNAL }),
    clock,
    random: mixedRandom(new ChipRandom(board.random), challenges),
  };
}
