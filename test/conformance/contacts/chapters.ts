/** The chapters of the contact plan, from the contacts up to the protocols. */

import type { ContactCase } from './case.js';
import { CASES as L01 } from './l01-activation.js';
import { CASES as L02 } from './l02-answer.js';
import { CASES as L03 } from './l03-acceptance.js';
import { CASES as L04 } from './l04-characters.js';
import { CASES as L05 } from './l05-selection.js';
import { CASES as L06 } from './l06-procedure-bytes.js';
import { CASES as L07 } from './l07-character-times.js';
import { CASES as L08 } from './l08-blocks.js';
import { CASES as L09 } from './l09-block-errors.js';
import { CASES as L10 } from './l10-block-times.js';
import { CASES as L11 } from './l11-removal.js';
import { CASES as L12 } from './l12-endings.js';

export const ALL_CONTACT_CASES: readonly ContactCase[] = [
  ...L01,
  ...L02,
  ...L03,
  ...L04,
  ...L05,
  ...L06,
  ...L07,
  ...L08,
  ...L09,
  ...L10,
  ...L11,
  ...L12,
];

/** Without those that go through every character of a conversation in turn. */
export const QUICK_CONTACT_CASES = ALL_CONTACT_CASES.filter(({ title }) => !/every character/.test(title));
