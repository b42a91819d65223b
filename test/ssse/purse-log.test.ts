import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { findInLog, visitsInLog } from '../../src/ssse/purse-log.js';

/** Newest first: a load, our purchase, another terminal's. */
const LOG = [
  '0001 31 990100000002 20260601100000 00001388 00000000 00000000',
  '0008 32 990100000001 20260601093015 000004D2 0000012C 00001F40',
  '0007 32 990100000002 20260501093015 000004D2 00000000 00000000',
].map(fromHex);

const OURS = { type: 0x32, sequence: 8, terminalNumber: '990100000001', moment: '20260601093015', account: 1234 };

describe('the log of the account', () => {
  it('has a transaction by its sequence, terminal, time and amount', () => {
    expect(findInLog(LOG, OURS)).toBe('there');
    expect(
      findInLog(
        LOG.map((line) => line.slice(0, 0x14)),
        OURS,
      ),
    ).toBe('there');
  });

  it.each([
    ['terminal', { sequence: 7 }],
    ['time', { moment: '20260601093016' }],
    ['amount', { account: 1235 }],
  ])('knows another one by its %s', (_, change) => {
    expect(findInLog(LOG, { ...OURS, ...change })).toBe('other');
  });

  it('has none of a sequence or a type that no line has', () => {
    expect(findInLog(LOG, { ...OURS, sequence: 6 })).toBe('absent');
    expect(findInLog(LOG, { ...OURS, type: 0x31 })).toBe('absent');
    expect(findInLog([fromHex('0008329901')], OURS)).toBe('absent');
  });
});

describe('the visits in it', () => {
  it('are the purchases that took nothing from the account, in its order', () => {
    const lines = [
      '000A 32 000000000000 20260602120000 00000000 00003A98 00002710',
      ...LOG.map((line) => toHex(line)),
      '0006 32 990100000001 20260401093015 00000000 FFFFFFFE 00000000',
      '0005 32 990100000001 20260301093015 00000000',
      'FFFF FF FFFFFFFFFFFF FFFFFFFFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFF',
      '00',
    ];
    expect(visitsInLog(lines.map(fromHex))).toEqual([
      { sequence: 10, terminalNumber: '000000000000', moment: '20260602120000', total: 15_000, covered: 10_000 },
      { sequence: 6, terminalNumber: '990100000001', moment: '20260401093015', total: 4_294_967_294, covered: 0 },
    ]);
  });
});
