/** The pins of the PIN pad's matrix on an ESP32-WROOM-32, from the top and from the left. Not tried on hardware. */

interface KeyPins {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

export const KEY_PINS: KeyPins = Object.freeze({
  rows: Object.freeze([32, 33, 18, 19]),
  columns: Object.freeze([27, 14, 13, 23]),
});
