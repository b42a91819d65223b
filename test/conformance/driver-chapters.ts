/** The chapters of the driver's plan, in order. */

import { CASES as D01 } from './d01-driver.js';
import { CASES as D02 } from './d02-hsm.js';
import { CASES as D03 } from './d03-debit.js';
import { CASES as D04 } from './d04-numbers.js';
import type { DriverCase } from './driver-case.js';

export const ALL_CALLS: readonly DriverCase[] = [...D01, ...D02, ...D03, ...D04];
