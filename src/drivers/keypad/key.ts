/** The keys of a terminal, and the contacts behind them: what a matrix and an expander have in common. */

/** A digit as its own value, or what the key says. */
export type Key = number | 'cancel' | 'clear' | 'enter';

/** Which key lies where: rows from the top, keys from the left; `undefined` where the matrix has a crossing and no key. */
export type KeyLayout = readonly (readonly (Key | undefined)[])[];

/** Twelve keys with a column of function keys, as PIN pads have them (ISO 9564-1 annex [mem]). */
export const PIN_PAD_LAYOUT: KeyLayout = Object.freeze([
  Object.freeze([1, 2, 3, 'cancel'] as const),
  Object.freeze([4, 5, 6, 'clear'] as const),
  Object.freeze([7, 8, 9, undefined] as const),
  Object.freeze([undefined, 0, undefined, 'enter'] as const),
]);

/** The crossings of rows and columns, looked at all at once. */
export interface KeyContacts {
  /** Bit c of number r is 1 where row r reaches column c; nothing where the contacts cannot be read just now. */
  scan(): readonly number[] | undefined;
}
