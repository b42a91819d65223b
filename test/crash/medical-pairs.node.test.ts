/** Every visit to the medical account struck twice: at each of its seams, and at each seam of the recovery from that. */

import { describe, expect, it } from 'vitest';
import { type Lie, sweepPurse } from './purse-sweep.js';
import { PURSE_VISITS } from './purse-visits.js';

/** What is counted: a visit that loses a seam has lost a durable step or a question to the card. */
const COUNTS: Readonly<Record<string, readonly [seams: string, blows: number, pairs: number]>> = {
  'medical-purchase': ['6 flash, 16 card, 14 psam, 1 line', 164, 6306],
  'medical-purchase after another': ['6 flash, 16 card, 14 psam, 1 line', 164, 6376],
  'medical-purchase while one is pending that came about': ['2 flash, 18 card, 11 psam, 1 line', 145, 21347],
  'medical-purchase while one is pending that did not': ['6 flash, 19 card, 14 psam, 1 line', 179, 21326],
  'medical-load': ['4 flash, 16 card, 11 psam', 133, 5312],
  'visit-log': ['4 flash, 19 card, 17 psam', 166, 6416],
  'visit-log settled without the host': ['4 flash, 25 card, 20 psam', 205, 7196],
  'visit-log settled at the host after one without': ['8 flash, 25 card, 20 psam, 1 line', 237, 9616],
  'starting-day while one is pending that came about': ['2 flash, 22 card, 14 psam', 162, 19828],
  'medical-settle': ['2 flash, 0 card, 0 psam, 1 line', 22, 726],
  'medical-balance while one is pending': ['2 flash, 20 card, 11 psam', 143, 19448],
};

describe('a visit that moves a card’s money, struck in its recovery again', () => {
  it.each(PURSE_VISITS.map((visit) => [visit.name, visit] as const))(
    '%s: nobody loses a fen',
    async (name, visit) => {
      const { seams, blows, pairs, violations } = await sweepPurse(visit, 2);
      expect(violations).toEqual([]);
      expect([seams, blows, pairs]).toEqual(COUNTS[name]);
    },
    600_000,
  );
});

describe('the sweep catches', () => {
  it.each<[string, Lie]>([
    ['a card that denies what it has done', (tpdu) => (tpdu[1] === 0x2e ? Uint8Array.of(0x94, 0x06) : undefined)],
    ['a card that says nothing of it', (tpdu) => (tpdu[1] === 0x2e ? Uint8Array.of(0x6f, 0x00) : undefined)],
  ])(
    '%s',
    async (_, lie) => {
      const silent: Lie = (tpdu) =>
        lie(tpdu) ?? (tpdu[1] === 0xb2 && tpdu[2] === 0x01 && tpdu[4] === 0x1c ? NO_RECORD : undefined);
      const { violations } = await sweepPurse(PURSE_VISITS[0], 1, silent);
      expect(violations.length).toBeGreaterThan(0);
    },
    60_000,
  );
});

const NO_RECORD = Uint8Array.of(0x6a, 0x83);
