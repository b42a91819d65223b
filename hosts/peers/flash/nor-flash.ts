/**
 * NOR flash in memory. What a real chip would punish some day is a bug here at once: programming a zero back to one, reaching
 * over the end of a unit, missing the granularity, erasing more often than the chip lasts. Its power can be cut in the
 * middle of an operation, and it can stop obeying as a worn-out chip does.
 */

import { assert } from '../../../src/base/assert.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { Flash } from '../../../src/ports/flash.js';
import type { RandomBytes } from '../chip.js';
import { type Tear, tornErase, tornProgram } from './tear.js';

/** Thrown out of the operation that the cut hits, and out of all that follow until power is back. */
export class PowerLoss extends Error {
  override name = 'PowerLoss';
}

export interface NorShape {
  readonly unitCount: number;
  readonly unitLength: number;
  readonly programLength: number;
}

/** A partition of four 64 KB blocks, programmed in 16 bytes as an enciphered ESP32 flash wants it. */
export const PARTITION: NorShape = Object.freeze({ unitCount: 4, unitLength: 65_536, programLength: 16 });

/** Typical ms of a serial NOR chip [mem]: to erase a block, to program a page, to read as much over its bus. */
const ERASE_MS = 150;
const PROGRAM_MS = 0.75;
const READ_MS = 0.125;
const PAGE_LENGTH = 256;

/** Erases that a unit lasts: what makers of NOR flash promise. */
const ERASES_MAX = 100_000;

export class NorFlash implements Flash {
  readonly unitCount: number;
  readonly unitLength: number;
  readonly programLength: number;
  readonly #units: readonly Uint8Array[];
  readonly #random: RandomBytes;
  readonly #clock: Pick<Clock, 'sleep'> | undefined;
  readonly #erases: number[];
  #operations = 0;
  #cut: { readonly operation: number; readonly tear: Tear } | undefined;
  #dark = false;
  #wornOut = false;

  /**
   * @param random decides what a cut leaves
   * @param content of all units in a row; left away, the flash is blank
   * @param clock whose time its work takes; left away, it takes none
   */
  constructor(shape: NorShape, random: RandomBytes, content?: Uint8Array, clock?: Pick<Clock, 'sleep'>) {
    const { unitCount, unitLength, programLength } = shape;
    assert(unitLength % programLength === 0, 'a unit is a multiple of the granularity');
    assert((content?.length ?? unitCount * unitLength) === unitCount * unitLength, 'the content is that of all units');
    this.unitCount = unitCount;
    this.unitLength = unitLength;
    this.programLength = programLength;
    this.#random = random;
    this.#clock = clock;
    this.#erases = Array.from({ length: unitCount }, () => 0);
    this.#units = Array.from({ length: unitCount }, (_, unit) =>
      content ? content.slice(unit * unitLength, (unit + 1) * unitLength) : new Uint8Array(unitLength).fill(0xff),
    );
  }

  /** Programs and erases so far. */
  get operations(): number {
    return this.#operations;
  }

  /** How often a unit was erased. */
  wear(unit: number): number {
    return this.#erases[unit];
  }

  /** All units in a row, a copy. */
  content(): Uint8Array {
    const all = new Uint8Array(this.unitCount * this.unitLength);
    this.#units.forEach((bytes, unit) => {
      all.set(bytes, unit * this.unitLength);
    });
    return all;
  }

  /** Arms the cut: power goes during the program or erase with this number, counted from 0 as `operations` does. */
  cutAt(operation: number, tear: Tear): void {
    this.#cut = { operation, tear };
  }

  /** Power is back; the content is what the cut left. */
  powerOn(): void {
    this.#dark = false;
    this.#cut = undefined;
  }

  /** From now on the cells keep what they hold, whatever is asked of them. */
  wearOut(): void {
    this.#wornOut = true;
  }

  async read(unit: number, offset: number, length: number): Promise<Uint8Array> {
    this.#mustHavePower();
    await this.#clock?.sleep(READ_MS * Math.ceil(length / PAGE_LENGTH));
    return this.#unit(unit, offset, length).slice(offset, offset + length);
  }

  async program(unit: number, offset: number, bytes: Uint8Array): Promise<void> {
    this.#mustHavePower();
    const old = this.#unit(unit, offset, bytes.length);
    assert(offset % this.programLength === 0, 'a program begins at the granularity');
    assert(bytes.length > 0 && bytes.length % this.programLength === 0, 'a program ends at the granularity');
    await this.#clock?.sleep(PROGRAM_MS * Math.ceil(bytes.length / PAGE_LENGTH));
    this.#operate(
      () => {
        assert(
          bytes.every((byte, i) => (byte & ~old[offset + i]) === 0),
          'no program turns a zero into a one',
        );
        old.set(bytes, offset);
      },
      (tear) => tornProgram(old, offset, bytes, tear, this.#random),
    );
  }

  async erase(unit: number): Promise<void> {
    this.#mustHavePower();
    const bytes = this.#unit(unit, 0, 0);
    this.#erases[unit]++;
    assert(this.#erases[unit] <= ERASES_MAX, 'a unit is erased no more often than it lasts');
    await this.#clock?.sleep(ERASE_MS);
    this.#operate(
      () => bytes.fill(0xff),
      (tear) => tornErase(bytes, tear, this.#random),
    );
  }

  #operate(whole: () => void, torn: (tear: Tear) => void): void {
    const now = this.#operations++;
    if (now === this.#cut?.operation) {
      this.#dark = true;
      torn(this.#cut.tear);
      throw new PowerLoss('power was cut');
    }
    if (!this.#wornOut) whole();
  }

  #mustHavePower(): void {
    if (this.#dark) throw new PowerLoss('there is no power');
  }

  #unit(unit: number, offset: number, length: number): Uint8Array {
    assert(Number.isInteger(unit) && unit >= 0 && unit < this.unitCount, 'the unit is one of the flash');
    assert(offset >= 0 && length >= 0 && offset + length <= this.unitLength, 'what is asked for lies within the unit');
    return this.#units[unit];
  }
}
