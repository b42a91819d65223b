/**
 * Where the printer hangs on the chip. Both other UARTs are the couplers': it has UART 0, on pins of its own, and the console
 * and the debugger must not. A release image has neither (the SDK's sdkconfig says CONFIG_ESP_CONSOLE_NONE); an image for
 * debugging has no printer. Not tried on hardware.
 */

interface PrinterPins {
  readonly part: string;
  readonly serial: { readonly port: 0; readonly transmit: number; readonly receive: number };
}

export const PRINTER_PINS: PrinterPins = Object.freeze({
  part: '58 mm thermal printer with ESC/POS at 9,600 baud, set to XON/XOFF, TTL level of 3.3 V, its own supply of 5 to 9 V and 2 A',
  // 36 only listens, and has no pull-up of its own: 10 kΩ to 3.3 V.
  serial: Object.freeze({ port: 0, transmit: 5, receive: 36 } as const),
});
