/**
 * Every money visit, struck at each of its seams in every way: on Node and on XS. How many seams there are is golden, so that
 * none is lost unseen (`npm run golden` counts anew).
 */

import { describe, expect, it } from 'vitest';
import { sweep } from './money-sweep.js';
import { MONEY_VISITS } from './money-visits.js';
import golden from './seams.json' with { type: 'json' };

const SEAMS: Readonly<Record<string, { readonly seams: string; readonly blows: number }>> = golden;

describe('a visit that moves money, struck once', () => {
  it('is among those whose seams are counted', () => {
    expect(Object.keys(SEAMS)).toEqual(MONEY_VISITS.map(({ name }) => name));
  });

  for (const visit of MONEY_VISITS) {
    it(`${visit.name}: nobody loses a fen`, async () => {
      const { seams, blows, violations } = await sweep(visit);
      expect(violations).toEqual([]);
      expect({ seams, blows }).toEqual({ seams: SEAMS[visit.name].seams, blows: SEAMS[visit.name].blows });
    });
  }
});
