/** What a torn visit says of the things that it changes. */

import type { VisitResult } from '../../src/visits/visit-result.js';

/** Of each thing: as it was, as wanted, or one of the two. */
export type Claim = 'same' | 'changed' | 'either';

/** @param count how many things the visit changes */
export function claims(result: VisitResult<unknown>, count: number): Claim[] {
  if (result.outcome === 'done') return new Array<Claim>(count).fill('changed');
  const { aftermath } = result;
  if (aftermath === undefined) return new Array<Claim>(count).fill('same');
  if (aftermath.left === 'items') {
    const said = { written: 'changed', 'not-written': 'same', unknown: 'either', partly: 'either' } as const;
    return aftermath.items.map(({ state }) => said[state]);
  }
  const one = { blocked: 'changed', 'not-blocked': 'same' } as Readonly<Record<string, Claim>>;
  return new Array<Claim>(count).fill(one[aftermath.left] ?? 'either');
}
