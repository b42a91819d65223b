/** The plan of the driver calls, case by case; `npm run conformance` prints it as a table, and which case reaches which number. */

import { describe, expect, it } from 'vitest';
import { type PlayedCall, playCall } from './driver-case.js';
import { ALL_CALLS } from './driver-chapters.js';
import { numberCells } from './driver-coverage.js';

/** Every number of SC annex A that a terminal with contacts and a library of its own can come to (sscard.md 12.1). */
const PUBLISHED =
  '-1 -2 -3 -4 -5 -11 -12 -13 -14 -15 -20 -21 -22 -23 -24 -25 -31 -33 -32 -34 -35 -36 -41 -42 -51 -52 -2201 -2202 -2203 -2204 -26368 -26881 -27009 -27010 ' +
  '-27011 -27012 -27013 -27016 -27264 -27265 -27266 -27267 -27272 -37634 -37635 -37891 -37894 -25536 -25537 -25538';

describe('the driver calls', () => {
  const played: PlayedCall[] = [];

  for (const one of ALL_CALLS)
    it(`${one.id} ${one.title}`, async () => {
      const told = await playCall(one);
      played.push(told);
      expect(told.failure).toBeUndefined();
    });

  it('reach every number of the published list', () => {
    const reached = new Set(played.map(({ answer }) => String(answer?.code)));
    expect(PUBLISHED.split(' ').filter((code) => !reached.has(code))).toEqual([]);
  });

  it('reach every row of the driver’s own tables: no number is dead', () => {
    const cells = numberCells(played);
    expect(cells.length).toBeGreaterThan(110);
    expect(cells.filter(({ reached }) => reached.length === 0).map(({ table, name }) => `${table} ${name}`)).toEqual(
      [],
    );
  });

  it('say in words which row it is: no answer fits two', () => {
    const rows = numberCells(played).filter(({ table }) => table === 'refusal' || table === 'fault');
    const ids = rows.flatMap(({ reached }) => reached);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });
});
