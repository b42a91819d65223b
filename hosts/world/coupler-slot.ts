/** A slot behind a coupler: the terminal's ALPAR driver, the serial line, the emulated TDA8029 and the chip behind it. */

import { CouplerReader } from '../../src/drivers/tda8029/coupler-reader.js';
import type { IccReader } from '../../src/ports/icc-reader.js';
import type { Chip } from '../peers/chip.js';
import { ContactCard } from '../peers/contacts/contact-card.js';
import type { Traits } from '../peers/contacts/traits.js';
import type { Tearing } from '../peers/coupler/card-contacts.js';
import { COUPLER_CLOCK_HZ, Coupler } from '../peers/coupler/coupler.js';
import { CouplerSerial, type PassingClock, type SerialMischief } from '../peers/coupler/coupler-serial.js';
import { DrivenSlot } from './driven-slot.js';

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

export class CouplerSlot extends DrivenSlot {
  readonly coupler: Coupler;
  readonly #clock: PassingClock;
  readonly #settings: CouplerSettings;

  constructor(name: IccReader['slot'], clock: PassingClock, settings: CouplerSettings) {
    const coupler = new Coupler();
    const port = { coupler, clock, mischief: settings.mischief };
    super(
      new CouplerReader({
        slot: name,
        serial: { io: CouplerSerial, port },
        clock,
        supplies: ['A', 'B'],
        shortestEtuClocks: 16,
        rates: settings.rates ?? 'fastest',
      }),
    );
    this.coupler = coupler;
    this.#clock = clock;
    this.#settings = settings;
  }

  remove(): void {
    this.coupler.remove(this.#clock.ticks());
  }

  protected putIn(chip: Chip): void {
    const card = new ContactCard(chip, this.#settings.traits ?? {}, COUPLER_CLOCK_HZ);
    this.coupler.insert(card, this.#clock.ticks(), this.#settings.tearing);
  }
}
