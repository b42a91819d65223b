/** The conformance plan, case by case; `npm run conformance` prints it as a table. */

import { describe, expect, it } from 'vitest';
import { ALL_CASES } from './chapters.js';
import { coverage, gaps } from './coverage.js';
import { misnumbered, type Played, play } from './play.js';

const cases = ALL_CASES;
const played: Played[] = [];

describe('the conformance plan', () => {
  it('numbers its cases', () => {
    expect(misnumbered(cases, 'K')).toEqual([]);
  });

  for (const one of cases) {
    it(`${one.id} ${one.title}`, async () => {
      const result = await play(one);
      played.push(result);
      expect(result.failure).toBeUndefined();
    });
  }

  it('leaves no cell empty', () => {
    const empty = gaps(coverage(played));
    expect(empty.map(({ table, name }) => `${table} ${name}`)).toEqual([]);
  });
});
