/** A slot behind a coupler: the terminal's ALPAR driver, the serial line, the emulated TDA8029 and the chip behind it. */

import { assert } from '../../src/base/assert.js';
import { CouplerReader } from '../../src/drivers/tda8029/coupler-reader.js';
import type { IccReader, ResetKind, TransmitOptions } from '../../src/ports/icc-reader.js';
import type { Chip } from '../peers/chip.js';
import { ContactCard } from '../peers/contacts/contact-card.js';
import type { Traits } from '../peers/contacts/traits.js';
import type { Tearing } from '../peers/coupler/card-contacts.js';
import { COUPLER_CLOCK_HZ, Coupler } from '../peers/coupler/coupler.js';
import {
  CouplerSerial,
  type CouplerSerialOptions,
  type PassingClock,
  type SerialMischief,
} from '../peers/coupler/coupler-serial.js';
import type { Mischief } from '../peers/slot/slot.js';
import type { EmulatedSlot } from './contact-slot.js';

/** How the coupler of a slot, its line and its card are to be. */
export interface CouplerSettings {
  readonly traits?: Traits;
  /** What befalls the bytes of the serial line. */
  readonly mischief?: SerialMischief;
  /** Whether the card leaves at one of its characters. */
  readonly tearing?: Tearing;
  /** `fastest` where nothing is said. */
  readonly rates?: 'fastest' | 'emv';
}

export class CouplerSlot implements EmulatedSlot {
  readonly slot: IccReader['slot'];
  readonly coupler = new Coupler();
  readonly #clock: PassingClock;
  readonly #reader: CouplerReader<CouplerSerialOptions>;
  readonly #settings: CouplerSettings;
  #exchanges = 0;

  constructor(name: IccReader['slot'], clock: PassingClock, settings: CouplerSettings) {
    this.slot = name;
    this.#clock = clock;
    this.#settings = settings;
    const port = { coupler: this.coupler, clock, mischief: settings.mischief };
    this.#reader = new CouplerReader({
      slot: name,
      serial: { io: CouplerSerial, port },
      clock,
      supplies: ['A', 'B'],
      shortestEtuClocks: 16,
      rates: settings.rates ?? 'fastest',
    });
  }

  get exchanges(): number {
    return this.#exchanges;
  }

  insert(chip: Chip, mischief?: Mischief): void {
    assert(mischief === undefined, 'behind a coupler mischief befalls bytes');
    this.#exchanges = 0;
    const card = new ContactCard(chip, this.#settings.traits ?? {}, COUPLER_CLOCK_HZ);
    this.coupler.insert(card, this.#clock.ticks(), this.#settings.tearing);
  }

  remove(): void {
    this.coupler.remove(this.#clock.ticks());
  }

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
