/**
 * Where a head for stripes hangs on the chip, if one does: with `uart0` set to `stripe` in the manifest's `config`. No UART is
 * left for it beside the couplers' two and the printer's, which also listens to the printer; such a board prints nothing, and
 * like one with a printer it has no console. Not tried on hardware.
 */

interface StripePins {
  readonly part: string;
  /** The decoder listens to nobody, and has no line from the chip. */
  readonly serial: { readonly port: 0; readonly receive: number };
  readonly sendsLrc: boolean;
}

export const STRIPE_PINS: StripePins = Object.freeze({
  part: 'swipe reader for tracks 1 to 3 whose decoder sends ASCII at 9,600 baud, 8 bits without parity, TTL level of 3.3 V',
  // 35 only listens, and the decoder drives it both ways.
  serial: Object.freeze({ port: 0, receive: 35 } as const),
  sendsLrc: false,
});
