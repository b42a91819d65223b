/** The upload of medical entries, struck once at every seam in every way: the same on Node and on XS. */

import { describe, expect, it } from 'vitest';
import { sweepPurse } from './purse-sweep.js';
import { PURSE_VISITS } from './purse-visits.js';

describe('struck at each seam in every way', () => {
  it('medical-settle: nothing is lost, nothing is booked twice', async () => {
    const [visit] = PURSE_VISITS.filter(({ name }) => name === 'medical-settle');
    const { seams, blows, violations } = await sweepPurse(visit, 1);
    expect(violations).toEqual([]);
    expect({ seams, blows }).toEqual({ seams: '2 flash, 0 card, 0 psam, 1 line', blows: 22 });
  });
});
