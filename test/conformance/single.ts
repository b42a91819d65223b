import type { Case, Expected } from './case.js';
import type { Setting } from './setting.js';

/** A case of one payment: where it says so, what is special, the scene, and what must come of it. */
export type Row = readonly [clause: string, title: string, setting: Setting, expected: Expected];

/** Numbers the rows of a chapter from 001 on. */
export function numbered(chapter: string, rows: readonly Row[]): Case[] {
  return rows.map(([clause, title, setting, expected], index) => ({
    id: `${chapter}-${String(index + 1).padStart(3, '0')}`,
    clause,
    title,
    run: async (rig) => void (await rig.expect(setting, expected)),
  }));
}

/**
 * A terminal with room for offline approvals, and a card that verifies nobody and has no velocity limits: nothing but
 * what a case adds speaks against the transaction.
 */
export function quiet(setting: Setting = {}): Setting {
  const { card, application } = setting;
  return {
    ...setting,
    card: {
      cvmList: '00000000000000001F00',
      ...card,
      tags: { '9F14': null, '9F23': null, ...card?.tags },
    },
    application: { floorLimit: 100_000, targetPercentage: 0, targetPercentageMax: 0, ...application },
  };
}
