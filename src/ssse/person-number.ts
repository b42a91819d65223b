import { isCalendarDay } from './calendar.js';

/** `assigned`: not a citizen's number, so that a check character proves nothing; at most worth a warning. */
export type PersonNumberCheck = 'valid' | 'malformed' | 'wrong-check' | 'assigned';

/** GB 11643 `[mem]`; the textbook number 11010519491231002X agrees `[calc]` (sscard.md 13). */
const WEIGHTS: readonly number[] = Object.freeze([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
const CHECK_CHARACTERS = '10X98765432';

/** The first two digits of GB/T 2260: the provinces `[mem]`. */
const PROVINCES: readonly string[] = Object.freeze(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(' '),
);

/**
 * Checks a 社会保障号码 of up to 18 characters. Citizens carry their GB 11643 number; foreigners, residents of Hong Kong,
 * Macao and Taiwan and overseas Chinese carry assigned ones (V2, `[1]`). So a wrong check character counts only where
 * province and date of birth are those of a citizen's number; any other digits and letters are an assigned number `[TP]`.
 */
export function checkPersonNumber(text: string): PersonNumberCheck {
  if (!/^[0-9A-Z]{1,18}$/.test(text)) return 'malformed';
  if (!/^\d{17}[\dX]$/.test(text)) return 'assigned';
  if (checkCharacter(text) === text[17]) return 'valid';
  return looksLikeCitizen(text) ? 'wrong-check' : 'assigned';
}

function checkCharacter(text: string): string {
  let sum = 0;
  for (let i = 0; i < WEIGHTS.length; i++) sum += Number(text[i]) * WEIGHTS[i];
  return CHECK_CHARACTERS[sum % 11];
}

function looksLikeCitizen(text: string): boolean {
  return PROVINCES.includes(text.slice(0, 2)) && /^(18|19|20)/.test(text.slice(6)) && isCalendarDay(text.slice(6, 14));
}
