/**
 * Bare contacts on pins of the chip itself: the native module `iso7816` behind the port of the ISO 7816-3 driver. It moves
 * characters and lines, keeps their time and gives the error signal; the protocols stay in `src/drivers/iso7816`.
 */

import { assert } from '../../src/base/assert.js';
import type {
  Contacts,
  ContactsEvents,
  Framing,
  Pace,
  Received,
  Sent,
  SupplyClass,
  Wanted,
} from '../../src/ports/contacts.js';

/** GPIO of one slot. */
export interface ContactPins {
  readonly io: number;
  readonly clock: number;
  readonly reset: number;
  /** Switches the class on when high. */
  readonly supplies: Readonly<Partial<Record<SupplyClass, number>>>;
  /** Low while a card is in; left out where there is no switch. */
  readonly present?: number;
  readonly port: 1 | 2;
}

interface LinesOptions extends ContactPins {
  readonly clockHz: number;
  /** The end of what was asked for, one of `ENDINGS` by its place; how many characters; etu and bytes of a reception. */
  readonly onDone: (ending: number, count: number, etu: number, bytes: ArrayBuffer | undefined) => void;
  readonly onRemoved: () => void;
}

/** The native class, as `iso7816` has it: one of wait, send and receive at a time, and `onDone` ends it. */
export interface Lines {
  readonly present: boolean;
  /** 0 is off, and A, B, C count from 1. */
  setSupply(supply: number): void;
  setClock(running: boolean): void;
  setReset(high: boolean): void;
  setIO(reception: boolean): void;
  setFraming(inverse: boolean, clocksPerEtu: number, errorSignal: boolean): void;
  wait(clocks: number): void;
  send(bytes: Uint8Array, firstEtu: number, nextEtu: number): void;
  receive(count: number, firstEtu: number, nextEtu: number, allEtu: number): void;
}

export interface RawContactsOptions extends ContactsEvents {
  readonly lines: new (options: LinesOptions) => Lines;
  readonly pins: ContactPins;
  readonly clockHz: number;
  readonly supplies: readonly SupplyClass[];
  readonly signalsErrors: boolean;
  readonly shortestEtuClocks: number;
}

/** As iso7816.h counts them. */
const ENDINGS = Object.freeze(['complete', 'silent', 'damaged', 'refused', 'removed'] as const);

const SUPPLIES: readonly (SupplyClass | 'off')[] = Object.freeze(['off', 'A', 'B', 'C'] as const);

interface Done {
  readonly ended: (typeof ENDINGS)[number];
  readonly count: number;
  readonly etu: number;
  readonly bytes: Uint8Array;
}

export class RawContacts implements Contacts {
  readonly clockHz: number;
  readonly supplies: readonly SupplyClass[];
  readonly signalsErrors: boolean;
  readonly shortestEtuClocks: number;
  readonly #lines: Lines;
  #finish: ((done: Done) => void) | undefined;

  constructor(options: RawContactsOptions) {
    const { lines: NativeLines, pins, clockHz, onRemoved } = options;
    this.clockHz = clockHz;
    this.supplies = options.supplies;
    this.signalsErrors = options.signalsErrors;
    this.shortestEtuClocks = options.shortestEtuClocks;
    this.#lines = new NativeLines({
      ...pins,
      clockHz,
      onRemoved: () => onRemoved(),
      onDone: (ending, count, etu, bytes = new ArrayBuffer(0)) => {
        const finish = this.#finish;
        this.#finish = undefined;
        finish?.({ ended: ENDINGS[ending], count, etu, bytes: new Uint8Array(bytes) });
      },
    });
  }

  get present(): boolean {
    return this.#lines.present;
  }

  setSupply(supply: SupplyClass | 'off'): void {
    this.#lines.setSupply(SUPPLIES.indexOf(supply));
  }

  setClock(running: boolean): void {
    this.#lines.setClock(running);
  }

  setReset(high: boolean): void {
    this.#lines.setReset(high);
  }

  setIo(state: 'reception' | 'low'): void {
    this.#lines.setIO(state === 'reception');
  }

  setFraming({ convention, clocksPerEtu, errorSignal }: Framing): void {
    assert(!errorSignal || this.signalsErrors, 'this UART gives no error signal');
    assert(clocksPerEtu >= this.shortestEtuClocks, 'the board keeps up with its etu');
    this.#lines.setFraming(convention === 'inverse', clocksPerEtu, errorSignal);
  }

  async wait(clocks: number): Promise<void> {
    await this.#done(() => this.#lines.wait(clocks));
  }

  async send(bytes: Uint8Array, pace: Pace): Promise<Sent> {
    const { ended, count } = await this.#done(() => this.#lines.send(bytes, pace.firstEtu, pace.nextEtu));
    assert(ended !== 'silent' && ended !== 'damaged', 'sending ends so never');
    return { sent: count, ended };
  }

  async receive({ count, firstEtu, nextEtu, allEtu }: Wanted): Promise<Received> {
    const { ended, etu, bytes } = await this.#done(() => this.#lines.receive(count, firstEtu, nextEtu, allEtu));
    assert(ended !== 'refused', 'receiving ends so never');
    return { bytes, ended, etu };
  }

  /** What was asked for, once it has ended. */
  #done(ask: () => void): Promise<Done> {
    return new Promise((resolve) => {
      assert(this.#finish === undefined, 'the contacts do one thing at a time');
      this.#finish = resolve;
      ask();
    });
  }
}
