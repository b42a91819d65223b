/** The pins of the PIN pad's keys on an ESP32-WROOM-32, from the top and from the left. Not tried on hardware. */

interface KeyPins {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Of the board with Wi-Fi. */
export const KEY_PINS: KeyPins = Object.freeze({
  rows: Object.freeze([32, 33, 18, 19]),
  columns: Object.freeze([27, 14, 13, 23]),
});

interface ExpanderPins {
  readonly part: string;
  readonly data: number;
  readonly clock: number;
  readonly address: number;
}

/** Of the board with Ethernet, whose W5500 has the other six pins of the matrix (ethernet/manifest.json). */
export const KEY_EXPANDER: ExpanderPins = Object.freeze({
  part: 'PCF8574 at 3.3 V, A0 to A2 to ground, 4.7 kΩ from SDA and SCL to 3.3 V',
  data: 32,
  clock: 33,
  address: 0x20,
});
