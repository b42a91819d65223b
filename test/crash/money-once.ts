/** Tests that strike money visits once: the same on Node and on XS. What is counted is golden (`npm run golden`). */

import { describe, expect, it } from 'vitest';
import { sweep } from './money-sweep.js';
import { MONEY_VISITS } from './money-visits.js';
import golden from './seams.json' with { type: 'json' };

const SEAMS: Readonly<Record<string, { readonly seams: string; readonly blows: number }>> = golden;

export function strikeOnce(...names: readonly string[]): void {
  describe('struck at each seam in every way', () => {
    for (const name of names)
      it(`${name}: nobody loses a fen`, async () => {
        const visit = MONEY_VISITS.find((one) => one.name === name);
        expect(visit).toBeDefined();
        const { seams, blows, violations } = await sweep(visit!);
        expect(violations).toEqual([]);
        expect({ seams, blows }).toEqual({ seams: SEAMS[name].seams, blows: SEAMS[name].blows });
      });
  });
}
