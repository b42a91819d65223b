import { describe, expect, it } from 'vitest';
import { fromHex } from '../../src/base/hex.js';
import { manageRisk } from '../../src/pse/risk.js';
import { type Decision, deciding, findings } from './decisions.js';
import type { Exchange } from './scripted-card.js';

interface Asked {
  readonly findings: string;
  readonly ended: unknown;
  readonly asked: readonly string[];
  readonly left: readonly string[];
}

/** What the host holds against the account, and 32 bits of luck. */
interface Record {
  readonly listed?: boolean;
  readonly spent?: number;
  readonly luck?: string;
}

async function managed(
  decision: Decision,
  { listed = false, spent = 0, luck = '00000062' }: Record = {},
): Promise<Asked> {
  const asked: string[] = [];
  const host = {
    random: {
      bytes: async (length: number) => {
        asked.push(`random ${length}`);
        return fromHex(luck);
      },
    },
    isOnExceptionFile: async (pan: string, sequence: string) => {
      asked.push(`listed ${pan} ${sequence}`);
      return listed;
    },
    spentBefore: async (pan: string, sequence: string) => {
      asked.push(`spent ${pan} ${sequence}`);
      return spent;
    },
  };
  const { state, left } = deciding({ host, ...decision });
  const ended = await manageRisk(state);
  return { findings: findings(state), ended, asked, left: left() };
}

const CLEAR = '0000000000 0800';
const FLOOR = '0000008000 0800';
const RANDOM = '0000001000 0800';
/** No floor limit in the way, nobody selected. */
const QUIET = { floorLimit: 100_000, targetPercentage: 0, targetPercentageMax: 0 };

describe('floor limit (Book 3 10.6.1)', () => {
  it.each([
    ['far below it', 1234, 0, CLEAR],
    ['one fen below it', 99_999, 0, CLEAR],
    ['at it', 100_000, 0, FLOOR],
    ['above it', 100_001, 0, FLOOR],
    ['below it with what was spent before', 60_000, 39_999, CLEAR],
    ['at it with what was spent before', 60_000, 40_000, FLOOR],
    ['above it with what was spent before', 60_000, 99_999, FLOOR],
    ['nothing, after as much was spent', 0, 100_000, FLOOR],
  ])('%s', async (_, amount, spent, expected) => {
    const result = await managed({ application: QUIET, transaction: { amount } }, { spent });
    expect(result.findings).toBe(expected);
    expect(result.ended).toBeUndefined();
  });

  it('is exceeded by everything when it is 0', async () => {
    const nothing = { application: { ...QUIET, floorLimit: 0 }, transaction: { amount: 0 } };
    expect((await managed(nothing)).findings).toBe(FLOOR);
  });

  it('asks for the account, and not at all when the amount is enough by itself', async () => {
    const below = await managed({ application: QUIET, icc: { '5A': '621234567890123F', '5F34': '01' } });
    expect(below.asked).toEqual(['listed 621234567890123 01', 'spent 621234567890123 01']);
    const above = await managed({ application: QUIET, transaction: { amount: 100_000 } });
    expect(above.asked).toEqual(['listed 6212345678901232 ']);
  });
});

describe('random selection (Book 3 10.6.2)', () => {
  const biased = { floorLimit: 10_000, randomThreshold: 1_000, targetPercentage: 10, targetPercentageMax: 90 };

  /** Amount, the number that is drawn less one, and whether it is selected. */
  const DRAWS: readonly (readonly [string, number, number, boolean])[] = [
    ['below the threshold, within the target', 999, 9, true],
    ['below the threshold, beyond the target', 999, 10, false],
    ['below the threshold, the amount does not count', 1, 9, true],
    ['at the threshold, within the target', 1_000, 9, true],
    ['at the threshold, beyond the target', 1_000, 10, false],
    ['half way, at half the way between the targets', 5_500, 49, true],
    ['half way, one more', 5_500, 50, false],
    ['a share of 50.8 per cent selects no 51', 5_590, 50, false],
    ['a share of 51 per cent does', 5_613, 50, true],
    ['one fen below the floor limit', 9_999, 88, true],
    ['one fen below the floor limit is not yet the maximum', 9_999, 89, false],
  ];

  it.each(DRAWS)('%s', async (_, amount, drawn, selected) => {
    const luck = `000000${drawn.toString(16).padStart(2, '0')}`;
    const result = await managed({ application: biased, transaction: { amount } }, { luck });
    expect(result.findings).toBe(selected ? RANDOM : CLEAR);
    expect(result.asked).toContain('random 4');
  });

  it('draws from 1 to 99, by remainder', async () => {
    const all = { ...biased, targetPercentage: 1, targetPercentageMax: 1 };
    const drawn = async (luck: string) =>
      (await managed({ application: all, transaction: { amount: 1 } }, { luck })).findings;
    expect(await drawn('00000000')).toBe(RANDOM);
    expect(await drawn('00000063')).toBe(RANDOM);
    expect(await drawn('00000062')).toBe(CLEAR);
    expect(await drawn('FFFFFFFF')).toBe(CLEAR);
    expect(await drawn('FFFFFFFC')).toBe(RANDOM);
  });

  it('selects everything at 99 per cent', async () => {
    const all = { ...biased, targetPercentage: 99, targetPercentageMax: 99 };
    expect((await managed({ application: all, transaction: { amount: 1 } }, { luck: '00000062' })).findings).toBe(
      RANDOM,
    );
  });

  it('draws nothing at 0 per cent, at the floor limit, or where no line ever is', async () => {
    const still = [
      { application: { ...biased, targetPercentage: 0, targetPercentageMax: 0 }, transaction: { amount: 500 } },
      { application: biased, transaction: { amount: 10_000 } },
      { application: biased, transaction: { amount: 500 }, parameters: { terminalType: 23 } },
      { application: biased, transaction: { amount: 500 }, parameters: { terminalType: 26 } },
    ];
    for (const decision of still) expect((await managed(decision)).asked).not.toContain('random 4');
  });

  it('goes by the amount alone, not by what was spent before', async () => {
    const result = await managed(
      { application: biased, transaction: { amount: 999 } },
      { spent: 9_900, luck: '00000009' },
    );
    expect(result.findings).toBe('0000009000 0800');
  });
});

const ATC = '80CA9F3600';
const LAST_ONLINE = '80CA9F1300';

/** 9F14 2, 9F23 5; the answers for 9F36 and 9F13. */
const COUNTERS: readonly (readonly [string, string, string, string])[] = [
  ['none since the last online', '9F360200119000', '9F130200119000', '0000006000 0800'],
  ['one', '9F360200129000', '9F130200119000', CLEAR],
  ['at the lower limit', '9F360200139000', '9F130200119000', CLEAR],
  ['above the lower limit', '9F360200149000', '9F130200119000', '0000004000 0800'],
  ['at the upper limit', '9F360200169000', '9F130200119000', '0000004000 0800'],
  ['above the upper limit', '9F360200179000', '9F130200119000', '0000006000 0800'],
  ['counters over a byte', '9F360201029000', '9F130201009000', CLEAR],
  ['the last online later than now', '9F360200109000', '9F130200119000', '0000006000 0800'],
  ['new card', '9F360200019000', '9F130200009000', '0008000000 0800'],
  ['new card above both limits', '9F360200069000', '9F130200009000', '0008006000 0800'],
  ['once online', '9F360200029000', '9F130200019000', CLEAR],
  ['both zero', '9F360200009000', '9F130200009000', '0008006000 0800'],
  ['no ATC', '6A88', '9F130200119000', '0000006000 0800'],
  ['no ATC, new card', '6A88', '9F130200009000', '0008006000 0800'],
  ['no last online ATC', '9F360200129000', '6A88', '0000006000 0800'],
  ['neither', '6D00', '6D00', '0000006000 0800'],
];

describe('velocity checking (Book 3 10.6.3)', () => {
  const limits = { '9F14': '02', '9F23': '05' };

  it.each(COUNTERS)('%s', async (_, atc, lastOnline, expected) => {
    const script: Exchange[] = [
      [ATC, atc],
      [LAST_ONLINE, lastOnline],
    ];
    const result = await managed({ application: QUIET, icc: limits, script });
    expect(result.findings).toBe(expected);
    expect(result.ended).toBeUndefined();
    expect(result.left).toEqual([]);
  });

  it('asks for no counter without both limits', async () => {
    expect((await managed({ application: QUIET, icc: { '9F14': '02' } })).findings).toBe(CLEAR);
    expect((await managed({ application: QUIET, icc: { '9F23': '05' } })).findings).toBe(CLEAR);
  });

  it('takes limits of zero at their word', async () => {
    const script: Exchange[] = [
      [ATC, '9F360200129000'],
      [LAST_ONLINE, '9F130200119000'],
    ];
    const result = await managed({ application: QUIET, icc: { '9F14': '00', '9F23': '00' }, script });
    expect(result.findings).toBe('0000006000 0800');
  });

  it.each([
    ['another object', '9F1302000A9000'],
    ['a number of one byte', '9F36010A9000'],
    ['nothing', '9000'],
    ['a value without its tag', '000A9000'],
    ['an object cut off', '9F3602009000'],
    ['two objects', '9F3602000A9F3602000A9000'],
  ])('ends on an answer that is %s', async (_, answer) => {
    const result = await managed({ application: QUIET, icc: limits, script: [[ATC, answer]] });
    expect(result.ended).toEqual({ ended: 'data-malformed' });
  });

  it('ends on a last online ATC that is none', async () => {
    const script: Exchange[] = [
      [ATC, '9F360200129000'],
      [LAST_ONLINE, '9F36020012 9000'],
    ];
    expect((await managed({ application: QUIET, icc: limits, script })).ended).toEqual({ ended: 'data-malformed' });
  });
});

describe('what counts whatever the AIP says (Book 4 6.3.5)', () => {
  const skipped = { application: { ...QUIET, floorLimit: 0 }, icc: { '82': '7400', '9F14': '02', '9F23': '05' } };

  it('leaves the rest of risk management away, and TSI', async () => {
    const result = await managed(skipped, { spent: 1 });
    expect(result.findings).toBe('0000000000 0000');
    expect(result.asked).toEqual(['listed 6212345678901232 ']);
  });

  it('looks into the exception file', async () => {
    expect((await managed(skipped, { listed: true })).findings).toBe('1000000000 0000');
    expect((await managed({ application: QUIET }, { listed: true })).findings).toBe('1000000000 0800');
  });

  it('lets the attendant force it online', async () => {
    const transaction = { forcedOnline: true };
    expect((await managed({ ...skipped, transaction })).findings).toBe('0000000800 0000');
    expect((await managed({ application: QUIET, transaction })).findings).toBe('0000000800 0800');
  });
});
