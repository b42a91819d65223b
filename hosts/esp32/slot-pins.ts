/**
 * Table: parts and pins of the contact slots on an ESP32-WROOM-32, as their drivers want them. A slot is a TDA8029HL/C207
 * with its crystal of 14.7456 MHz `[mem]`, its serial lines at 3.3 V on a UART of its own, and its shut-down pin held high; or,
 * for the holder's card, bare contacts on pins of the chip (README). Nothing here has been tried on hardware.
 */

import type { SupplyClass } from '../../src/ports/contacts.js';
import type { IccReader } from '../../src/ports/icc-reader.js';
import type { ContactPins } from './raw-contacts.js';

/** How one coupler hangs on the chip: what the serial class of ECMA-419 wants to know, and what the coupler can do. */
export interface SlotPins {
  readonly slot: IccReader['slot'];
  /** The card holder that belongs to it. */
  readonly part: string;
  readonly serial: {
    /** UART 0 is the console's and the debugger's. */
    readonly port: 1 | 2;
    /** GPIO to the coupler's RX, and from its TX. */
    readonly transmit: number;
    readonly receive: number;
  };
  readonly supplies: readonly SupplyClass[];
  /** 512/32, as far as the coupler's UART is used here `[TP]`. */
  readonly shortestEtuClocks: number;
}

export const SLOT_PINS: readonly SlotPins[] = Object.freeze([
  Object.freeze({
    slot: 'icc',
    part: 'ID-1 card acceptor with a presence switch that closes on PRES',
    serial: Object.freeze({ port: 1, transmit: 26, receive: 25 } as const),
    supplies: Object.freeze(['A', 'B'] as const),
    shortestEtuClocks: 16,
  }),
  Object.freeze({
    slot: 'sam1',
    part: 'ID-000 (plug-in) holder without a switch: PRES is wired as if a card were there',
    serial: Object.freeze({ port: 2, transmit: 17, receive: 16 } as const),
    supplies: Object.freeze(['A', 'B'] as const),
    shortestEtuClocks: 16,
  }),
]);

/** How bare contacts hang on the chip, and what the board can do. */
interface RawSlotPins {
  readonly slot: IccReader['slot'];
  readonly part: string;
  readonly pins: ContactPins;
  readonly clockHz: number;
  readonly supplies: readonly SupplyClass[];
  readonly signalsErrors: boolean;
  readonly shortestEtuClocks: number;
}

/**
 * In place of the coupler of the same name. CLK is a twentieth of 80 MHz. Down to 93 clocks, which EMV asks for (Book 1
 * 8.3.3.1), a fifth of an etu is 4.6 µs, and an interrupt is there in time for the error signal `[TP]`.
 */
export const RAW_SLOT_PINS: readonly RawSlotPins[] = Object.freeze([
  Object.freeze({
    slot: 'icc',
    part: 'ID-1 card acceptor with a presence switch that closes to ground',
    pins: Object.freeze({
      io: 26,
      clock: 25,
      reset: 21,
      supplies: Object.freeze({ B: 4 }),
      present: 34,
      port: 1,
    } as const),
    clockHz: 4_000_000,
    supplies: Object.freeze(['B'] as const),
    signalsErrors: true,
    shortestEtuClocks: 93,
  }),
]);
