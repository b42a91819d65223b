/** 卡号 as a number that goes up as the text does in ASCII order: nine characters 0-9 A-Z are digits to the base 36. */

export const CARD_NUMBER_LENGTH = 9;
/** Bytes that hold any of these numbers, which end at 36^9 − 1. */
export const NUMBER_LENGTH = 6;

const BASE = 36;

/** Where a text lies among the well-formed numbers. */
export interface NumberPlace {
  /** The last well-formed number that is not behind the text; −1 where all are. */
  readonly floor: number;
  /** Whether the text is that number itself. */
  readonly exact: boolean;
}

/** A card may carry any text for its number, and the ranges of a list have an answer to any. @param text of any length */
export function numberPlace(text: string): NumberPlace {
  let value = 0;
  for (let i = 0; i < CARD_NUMBER_LENGTH; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0;
    const digit = digitsBelow(code);
    // What ends here, or goes on with another character, comes before all that goes on with this digit.
    if (!isDigit(code))
      return { floor: (value * BASE + digit) * BASE ** (CARD_NUMBER_LENGTH - 1 - i) - 1, exact: false };
    value = value * BASE + digit;
  }
  return { floor: value, exact: text.length === CARD_NUMBER_LENGTH };
}

/** Nine bytes of ASCII. @returns undefined where they are no nine characters 0-9 A-Z */
export function wellFormedNumber(bytes: Uint8Array): number | undefined {
  const place = numberPlace(String.fromCharCode(...bytes));
  return place.exact ? place.floor : undefined;
}

/** Whether the text lies from the first to the last, both well-formed and included, in ASCII order. */
export function isBetween({ floor, exact }: NumberPlace, from: number, to: number): boolean {
  return from <= floor && (exact ? floor <= to : floor < to);
}

function isDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a);
}

/** How many of the 36 characters come before this one. */
function digitsBelow(code: number): number {
  if (code <= 0x39) return Math.max(code - 0x30, 0);
  return Math.min(Math.max(code - 0x41, 0), 26) + 10;
}
