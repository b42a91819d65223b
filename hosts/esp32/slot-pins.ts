/**
 * Table: parts and pins of the contact slots on an ESP32-WROOM-32, as the driver of the couplers wants them. A slot is a
 * TDA8029HL/C207 with its crystal of 14.7456 MHz `[mem]`, its serial lines at 3.3 V on a UART of its own, and its shut-down pin
 * held high. Nothing here has been tried on hardware.
 */

import type { SupplyClass } from '../../src/ports/contacts.js';
import type { IccReader } from '../../src/ports/icc-reader.js';

/** How one coupler hangs on the chip: what the serial class of ECMA-419 wants to know, and what the coupler can do. */
interface SlotPins {
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
