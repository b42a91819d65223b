/** A slot down to the contacts: the terminal's own ISO 7816-3 driver, the wire, and the chip behind its contacts. */

import { assert } from '../../src/base/assert.js';
import { CardReader } from '../../src/drivers/iso7816/card-reader.js';
import type { Clock } from '../../src/ports/clock.js';
import type { IccReader, ResetKind, TransmitOptions } from '../../src/ports/icc-reader.js';
import type { Chip } from '../peers/chip.js';
import { BOARD } from '../peers/contacts/board.js';
import { ContactCard } from '../peers/contacts/contact-card.js';
import type { CharacterMischief } from '../peers/contacts/mishaps.js';
import { type ContactEvent, type ContactUse, Socket } from '../peers/contacts/socket.js';
import type { Traits } from '../peers/contacts/traits.js';
import { Wire, type WireOptions } from '../peers/contacts/wire.js';
import type { Mischief } from '../peers/slot/slot.js';

/** A reader port with a card that can be put in and taken out. */
export interface EmulatedSlot extends IccReader {
  /** Commands that reached the contacts since the card went in, GET RESPONSE included. */
  readonly exchanges: number;
  insert(chip: Chip, mischief?: Mischief): void;
  remove(): void;
}

/** How the contacts of a slot are to be. */
export interface ContactSettings {
  /** How the card behaves on the line. */
  readonly traits?: Traits;
  /** What befalls its characters. */
  readonly mischief?: CharacterMischief;
  /** `fastest` where nothing is said. */
  readonly rates?: 'fastest' | 'emv';
  readonly onEvent?: (event: ContactEvent) => void;
}

export class ContactSlot implements EmulatedSlot {
  readonly slot: IccReader['slot'];
  readonly #socket: Socket;
  readonly #reader: CardReader<WireOptions>;
  readonly #settings: ContactSettings;
  #exchanges = 0;

  constructor(name: IccReader['slot'], clock: Clock, settings: ContactSettings) {
    this.slot = name;
    this.#settings = settings;
    this.#socket = new Socket(settings.onEvent);
    const contacts = { io: Wire, socket: this.#socket, clock, board: BOARD };
    this.#reader = new CardReader({ slot: name, clock, contacts, rates: settings.rates ?? 'fastest' });
  }

  get exchanges(): number {
    return this.#exchanges;
  }

  /** What the contacts have cost since the card went in. */
  get use(): ContactUse {
    return this.#socket.use;
  }

  insert(chip: Chip, mischief?: Mischief): void {
    assert(mischief === undefined, 'at the contacts mischief befalls characters');
    this.#exchanges = 0;
    this.#socket.insert(new ContactCard(chip, this.#settings.traits ?? {}, BOARD.clockHz), this.#settings.mischief);
  }

  remove(): void {
    this.#socket.remove();
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
