/** L02: reception of the answer to reset, at each limit and on either side of it. */

import { type ContactCase, casesOf } from './case.js';
import { damaging } from './rig.js';

const ATR = '3B600000';

const TIMES = [
  { clause: 'ISO/IEC 7816-3 6.2.2', title: 'TS 400 clocks after RST', script: '@400 3B600000', atr: ATR },
  { clause: 'ISO/IEC 7816-3 6.2.2', title: 'TS 40,000 clocks after RST', script: '@40000 3B600000', atr: ATR },
  { clause: 'emv.md 5.2', title: 'TS 380 clocks after RST, the earliest', script: '@380 3B600000', atr: ATR },
  { clause: 'emv.md 5.2', title: 'TS 379 clocks after RST, too early', script: '@379 3B600000', atr: 'protocol' },
  { clause: 'emv.md 5.2', title: 'TS 41,999 clocks after RST', script: '@41999 3B600000', atr: ATR },
  { clause: 'emv.md 5.2', title: 'TS 42,000 clocks after RST, the latest', script: '@42000 3B600000', atr: ATR },
  { clause: 'emv.md 5.2', title: 'TS 42,001 clocks after RST, too late', script: '@42001 3B600000', atr: 'mute' },
  { clause: 'ISO/IEC 7816-3 8.1', title: 'characters 12 etu apart', script: '~12 3B600000', atr: ATR },
  {
    clause: 'ISO/IEC 7816-3 8.1',
    title: 'two characters 9,600 etu apart',
    script: '~9600 3B00',
    warm: true,
    atr: '3B00',
  },
  { clause: 'emv.md 5.2', title: 'two characters 10,079 etu apart', script: '~10079 3B00', warm: true, atr: '3B00' },
  {
    clause: 'emv.md 5.2',
    title: 'two characters 10,080 etu apart, the latest',
    script: '~10080 3B00',
    warm: true,
    atr: '3B00',
  },
  {
    clause: 'emv.md 5.2',
    title: 'two characters 10,081 etu apart, too late',
    script: '~10081 3B00',
    warm: true,
    atr: 'protocol',
  },
  // Three distances of 6,716 are 20,148 etu, and 12 for the last character 20,160.
  { clause: 'emv.md 5.2', title: 'the whole answer in 20,157 etu', script: '~6715 3B600000', atr: ATR },
  { clause: 'emv.md 5.2', title: 'the whole answer in 20,160 etu, the longest', script: '~6716 3B600000', atr: ATR },
  {
    clause: 'emv.md 5.2',
    title: 'the whole answer in 20,161 etu, too long',
    script: '~6716.3334 3B600000',
    atr: 'protocol',
  },
  { clause: 'ISO/IEC 7816-3 8.1', title: 'TS of 3A', script: '3A600000', atr: 'protocol' },
  { clause: 'ISO/IEC 7816-3 8.1', title: 'TS of 03 with its parity', script: '03600000', atr: 'protocol' },
  { clause: 'ISO/IEC 7816-3 8.1', title: 'TS of FF', script: 'FF600000', atr: 'protocol' },
  { clause: 'ISO/IEC 7816-3 8.2.5', title: 'TCK wrong by one bit', script: '3BE000FF8131FE4515', atr: 'protocol' },
  { clause: 'ISO/IEC 7816-3 8.2.5', title: 'TCK does not come', script: '3BE000FF8131FE45', atr: 'protocol' },
  { clause: 'ISO/IEC 7816-3 8.2.3', title: 'TB1 does not come', script: '3B60', atr: 'protocol' },
  { clause: 'ISO/IEC 7816-3 8.2.4', title: 'a historical byte does not come', script: '3B620000 80', atr: 'protocol' },
  {
    clause: 'ISO/IEC 7816-3 8.2.1',
    title: 'more than 32 characters after TS',
    script: `3B${'80'.repeat(33)}`,
    atr: 'protocol',
  },
  {
    clause: 'ISO/IEC 7816-3 8.2.1',
    title: '32 characters after TS, the longest',
    script: '3BFF110000C00AFF030000FF0000001F000102030405060708090A0B0C0D0E0F38',
    atr: '3BFF110000C00AFF030000FF0000001F000102030405060708090A0B0C0D0E0F38',
  },
] as const;

const DAMAGED = [1, 2, 3, 4].map((nth) => ({
  clause: 'EMV Book 1 8.4',
  title: `character ${nth} of the answer with a wrong parity`,
  nth,
}));

export const CASES: readonly ContactCase[] = [
  ...casesOf('L02', 1, TIMES, async (rig, row) => {
    const warm = 'warm' in row;
    rig.play([...(warm ? ['^ 3B400A'] : []), `^ ${row.script}`], { board: { supplies: ['A'] } });
    if (warm) rig.expect('cold ATR', await rig.reset(), 'protocol');
    rig.expect('ATR', await rig.reset(warm ? 'warm' : 'cold', 10_000), row.atr);
  }),
  ...casesOf('L02', 31, DAMAGED, async (rig, { nth }) => {
    rig.play([`^ ${ATR}`], { mischief: damaging('card', nth) });
    rig.expect('ATR', await rig.reset(), 'protocol');
    rig.expect('heard once', rig.passed().length <= 4, true);
  }),
  {
    id: 'L02-041',
    clause: 'ISO/IEC 7816-3 8.2',
    title: 'the answer ends with its last character, without waiting for more',
    async run(rig) {
      rig.play(['^ @400 3B600000', '> 00A4000000', '< 9000']);
      await rig.reset();
      await rig.send('00A40000');
      rig.expect('before the command', rig.passed()[4], { from: 'terminal', byte: 0x00, etu: 16 });
    },
  },
  {
    id: 'L02-042',
    clause: 'ISO/IEC 7816-3 8.2',
    title: 'a character behind the answer is nobody’s',
    async run(rig) {
      rig.play(['^ 3B600000', '> 00A4000000', '< 9000'], {
        mischief: ({ from, sinceReset }) =>
          from === 'card' && sinceReset === 4 ? { kind: 'extra', byte: 0x60 } : undefined,
      });
      rig.expect('ATR', await rig.reset(), ATR);
      await rig.clock.sleep(10);
      rig.expect('answer', await rig.send('00A40000'), '9000');
    },
  },
  {
    id: 'L02-043',
    clause: 'ISO/IEC 7816-3 8.2.2',
    title: 'a lost T0 shifts the rest, which is no answer',
    async run(rig) {
      rig.play(['^ 3B600000'], {
        mischief: ({ sinceReset }) => (sinceReset === 2 ? { kind: 'lost' } : undefined),
      });
      rig.expect('ATR', await rig.reset(), 'protocol');
    },
  },
  {
    id: 'L02-044',
    clause: 'SPEC-2 (sscard.md 3.1)',
    title: 'the reset is over when its time is, however slow the card',
    async run(rig) {
      rig.play(['^ ~9000 3B600000']);
      const start = rig.clock.ticks();
      rig.expect('ATR', await rig.reset('cold', 1_000), 'protocol');
      rig.expectWithin('milliseconds', rig.clock.ticks() - start, 990, 1_001);
    },
  },
];
