/** Every money visit struck twice: at each of its seams, and at each seam of the recovery from that, in every way. */

import { describe, expect, it } from 'vitest';
import { sweep } from './money-sweep.js';
import { MONEY_VISITS } from './money-visits.js';
import golden from './seams.json' with { type: 'json' };

const PAIRS: Readonly<Record<string, { readonly pairs: number }>> = golden;

describe('the seams', () => {
  it('are counted of every visit', () => {
    expect(Object.keys(golden)).toEqual(MONEY_VISITS.map(({ name }) => name));
  });
});

describe('a visit that moves money, struck in its recovery again', () => {
  it.each(MONEY_VISITS.map((visit) => [visit.name, visit] as const))(
    '%s: nobody loses a fen',
    async (name, visit) => {
      const { pairs, violations } = await sweep(visit, { depth: 2 });
      expect(violations).toEqual([]);
      expect(pairs).toBe(PAIRS[name].pairs);
    },
    600_000,
  );
});
