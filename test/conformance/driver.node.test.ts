/** The plan of the driver calls, case by case; `npm run conformance` prints it as a table. */

import { describe, expect, it } from 'vitest';
import { CASES as BY_PSAM } from './d01-driver.js';
import { CASES as BY_HSM } from './d02-hsm.js';
import { CASES as DEBITS } from './d03-debit.js';

const CASES = [...BY_PSAM, ...BY_HSM, ...DEBITS];

/** Every number of SC annex A that a terminal with contacts and a library of its own can come to (sscard.md 12.1). */
const REACHED =
  '-1 -2 -3 -4 -5 -11 -12 -13 -14 -15 -20 -21 -22 -23 -24 -25 -31 -33 -32 -34 -35 -36 -41 -42 -51 -52 -2201 -2202 -2203 -2204 -26368 -26881 -27009 -27010 ' +
  '-27011 -27012 -27013 -27016 -27264 -27265 -27266 -27267 -27272 -37634 -37635 -37891 -37894 -25536 -25537 -25538';

describe('the driver calls', () => {
  for (const one of CASES)
    it(`${one.id} ${one.title}`, async () => {
      await expect(one.run()).resolves.toBeUndefined();
    });

  it('reach every number of the published list', () => {
    const reached = new Set(CASES.map(({ code }) => String(code)));
    expect(REACHED.split(' ').filter((code) => !reached.has(code))).toEqual([]);
  });
});
