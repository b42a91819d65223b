/** A slot down to the contacts: the terminal's own ISO 7816-3 driver, the wire, and the chip behind its contacts. */

import { CardReader } from '../../src/drivers/iso7816/card-reader.js';
import type { Clock } from '../../src/ports/clock.js';
import type { Contacts } from '../../src/ports/contacts.js';
import type { IccReader } from '../../src/ports/icc-reader.js';
import type { Chip } from '../peers/chip.js';
import { BOARD } from '../peers/contacts/board.js';
import { ContactCard } from '../peers/contacts/contact-card.js';
import type { CharacterMischief } from '../peers/contacts/mishaps.js';
import { type ContactEvent, type ContactUse, Socket } from '../peers/contacts/socket.js';
import type { Traits } from '../peers/contacts/traits.js';
import { Wire, type WireOptions } from '../peers/contacts/wire.js';
import { DrivenSlot } from './driven-slot.js';

/** How the contacts of a slot are to be. */
export interface ContactSettings {
  /** How the card behaves on the line. */
  readonly traits?: Traits;
  /** What befalls its characters. */
  readonly mischief?: CharacterMischief;
  /** `fastest` where nothing is said. */
  readonly rates?: 'fastest' | 'emv';
  readonly onEvent?: (event: ContactEvent) => void;
  /** What the driver reaches the socket through; the emulated wire where nothing is said. */
  readonly io?: new (
    options: WireOptions,
  ) => Contacts;
}

export class ContactSlot extends DrivenSlot {
  readonly #socket: Socket;
  readonly #settings: ContactSettings;

  constructor(name: IccReader['slot'], clock: Clock, settings: ContactSettings) {
    const socket = new Socket(settings.onEvent);
    const contacts = { io: settings.io ?? Wire, socket, clock, board: BOARD };
    super(new CardReader({ slot: name, clock, contacts, rates: settings.rates ?? 'fastest' }));
    this.#socket = socket;
    this.#settings = settings;
  }

  /** What the contacts have cost since the card went in. */
  get use(): ContactUse {
    return this.#socket.use;
  }

  remove(): void {
    this.#socket.remove();
  }

  protected putIn(chip: Chip): void {
    this.#socket.insert(new ContactCard(chip, this.#settings.traits ?? {}, BOARD.clockHz), this.#settings.mischief);
  }
}
