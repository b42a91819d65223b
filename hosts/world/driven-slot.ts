/** A slot that is reached through one of the terminal's own drivers: what all such have in common. */

import { assert } from '../../src/base/assert.js';
import type { IccReader, ResetKind, TransmitOptions } from '../../src/ports/icc-reader.js';
import type { Chip } from '../peers/chip.js';
import type { Mischief } from '../peers/slot/slot.js';

/** A reader port with a card that can be put in and taken out. */
export interface EmulatedSlot extends IccReader {
  /** Commands that reached the contacts since the card went in, GET RESPONSE included. */
  readonly exchanges: number;
  insert(chip: Chip, mischief?: Mischief): void;
  remove(): void;
}

export abstract class DrivenSlot implements EmulatedSlot {
  readonly slot: IccReader['slot'];
  readonly #reader: IccReader;
  #exchanges = 0;

  constructor(reader: IccReader) {
    this.slot = reader.slot;
    this.#reader = reader;
  }

  get exchanges(): number {
    return this.#exchanges;
  }

  insert(chip: Chip, mischief?: Mischief): void {
    assert(mischief === undefined, 'behind a driver mischief befalls what is on the line');
    this.#exchanges = 0;
    this.putIn(chip);
  }

  abstract remove(): void;
  protected abstract putIn(chip: Chip): void;

  isPresent(): Promise<boolean> {
    return this.#reader.isPresent();
  }

  reset(kind: ResetKind, withinMs: number): Promise<Uint8Array> {
    return this.#reader.reset(kind, withinMs);
  }

  transmit(command: Uint8Array, options: TransmitOptions): Promise<Uint8Array> {
    this.#exchanges++;
    return this.#reader.transmit(command, options);
  }

  deactivate(): Promise<void> {
    return this.#reader.deactivate();
  }
}
