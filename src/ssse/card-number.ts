import { assert } from '../base/assert.js';

/** How a number fares against its check character. */
export type NumberCheck = 'valid' | 'malformed' | 'wrong-check';

const WEIGHTS: readonly number[] = Object.freeze([3, 7, 9, 10, 5, 8, 4, 2]);

/**
 * Checks a 卡号: a letter, seven digits or letters and a check character (sscard.md 13, V2 annex A, `[2+]`). A hyphen
 * before the check character, as printed on the card, is allowed.
 */
export function checkCardNumber(text: string): NumberCheck {
  const number = /^([A-Z][0-9A-Z]{7})-?([0-9X])$/.exec(text);
  if (number === null) return 'malformed';
  return cardNumberCheck(number[1]) === number[2] ? 'valid' : 'wrong-check';
}

/** The check character of the eight body characters, where A is 10 and Z is 35. */
function cardNumberCheck(body: string): string {
  assert(body.length === WEIGHTS.length, 'a card number has eight characters before its check character');
  let sum = 0;
  for (let i = 0; i < body.length; i++) sum += Number.parseInt(body[i], 36) * WEIGHTS[i];
  const check = 11 - (sum % 11);
  return check === 11 ? '0' : check === 10 ? 'X' : String(check);
}
