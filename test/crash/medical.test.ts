/** A payment from the medical account, struck once at every seam in every way: the same on Node and on XS. */

import { describe, expect, it } from 'vitest';
import { sweepPurse } from './purse-sweep.js';
import { PURSE_VISITS } from './purse-visits.js';

describe('struck at each seam in every way', () => {
  it('medical-purchase: nobody loses a fen', async () => {
    const { seams, blows, violations } = await sweepPurse(PURSE_VISITS[0], 1);
    expect(violations).toEqual([]);
    expect({ seams, blows }).toEqual({ seams: '6 flash, 16 card, 14 psam, 1 line', blows: 164 });
  });
});
