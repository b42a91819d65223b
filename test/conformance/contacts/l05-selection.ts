/** L05: PPS, to the fastest rate that card and board share, and EMV's habit of none. */

import type { Traits } from '../../../hosts/peers/contacts/traits.js';
import { fromHex } from '../../../src/base/hex.js';
import { type ContactCase, casesOf } from './case.js';
import { LoopChip } from './loop-chip.js';
import { damaging, type Setting } from './rig.js';

interface Row {
  readonly clause: string;
  readonly title: string;
  readonly atr: string;
  /** What the terminal says after the ATR, and what the card answers; nothing where no PPS is expected. */
  readonly pps?: string;
  /** Clocks of the etu in the command that follows. */
  readonly etuClocks: number;
  readonly setting?: Setting;
}

const ROWS: readonly Row[] = [
  { clause: 'ISO/IEC 7816-3 9.2', title: 'TA1 12: 372/2', atr: '3B70120000', pps: 'FF1012FD', etuClocks: 186 },
  { clause: 'ISO/IEC 7816-3 9.2', title: 'TA1 13: 372/4', atr: '3B70130000', pps: 'FF1013FC', etuClocks: 93 },
  { clause: 'ISO/IEC 7816-3 9.2', title: 'TA1 18: 372/12', atr: '3B70180000', pps: 'FF1018F7', etuClocks: 31 },
  { clause: 'ISO/IEC 7816-3 9.2', title: 'TA1 94: 512/8', atr: '3B70940000', pps: 'FF10947B', etuClocks: 64 },
  { clause: 'ISO/IEC 7816-3 9.2', title: 'TA1 96: 512/32', atr: '3B70960000', pps: 'FF109679', etuClocks: 16 },
  {
    clause: 'ISO/IEC 7816-3 9.2',
    title: 'TA1 97 on a board that ends at 16 clocks: 512/32',
    atr: '3B70970000',
    pps: 'FF109679',
    etuClocks: 16,
  },
  {
    clause: 'ISO/IEC 7816-3 9.2',
    title: 'TA1 96 on a board that ends at 31 clocks: 512/16',
    atr: '3B70960000',
    pps: 'FF10957A',
    etuClocks: 32,
    setting: { board: { shortestEtuClocks: 31 } },
  },
  {
    clause: 'ISO/IEC 7816-3 9.2',
    title: 'TA1 18 on a board that ends at 32 clocks: 372/8, not 372/12',
    atr: '3B70180000',
    pps: 'FF1014FB',
    etuClocks: 46.5,
    setting: { board: { shortestEtuClocks: 32 } },
  },
  {
    clause: 'ISO/IEC 7816-3 9.2',
    title: 'TA1 39 (744/20): a slower Fi, faster all the same',
    atr: '3B70390000',
    pps: 'FF1039D6',
    etuClocks: 37.2,
  },
  { clause: 'ISO/IEC 7816-3 9.2', title: 'TA1 31 (744/1) is slower than 372: none', atr: '3B70310000', etuClocks: 372 },
  { clause: 'ISO/IEC 7816-3 9.2', title: 'TA1 11: none', atr: '3B70110000', etuClocks: 372 },
  { clause: 'ISO/IEC 7816-3 9.2', title: 'no TA1: none', atr: '3B600000', etuClocks: 372 },
  { clause: 'ISO/IEC 7816-3 8.3', title: 'TA1 7F, reserved: none', atr: '3B707F0000', etuClocks: 372 },
  { clause: 'ISO/IEC 7816-3 8.3', title: 'TA1 10, D reserved: none', atr: '3B70100000', etuClocks: 372 },
  {
    clause: 'ISO/IEC 7816-3 6.3.1',
    title: 'specific mode: none, TA1 at once',
    atr: '3BF01300001000',
    etuClocks: 93,
  },
  {
    clause: 'EMV Book 1 8.3.3.1',
    title: 'EMV’s habit: none, 372 goes on',
    atr: '3B70960000',
    etuClocks: 372,
    setting: { rates: 'emv' },
  },
  {
    clause: 'EMV Book 1 8.3.3.1',
    title: 'EMV’s habit in specific mode: TA1 at once',
    atr: '3BF01300001000',
    etuClocks: 93,
    setting: { rates: 'emv' },
  },
  {
    clause: 'ISO/IEC 7816-3 9.2',
    title: 'inverse convention',
    atr: '3F70130000',
    pps: 'FF1013FC',
    etuClocks: 93,
  },
  {
    clause: 'ISO/IEC 7816-3 9.2',
    title: 'PPS0 names T=1',
    atr: '3BF01300FF8131FE4517',
    pps: 'FF1113FD',
    etuClocks: 93,
  },
];

interface Failing {
  readonly clause: string;
  readonly title: string;
  readonly pps: Traits['pps'];
  readonly mischief?: Setting['mischief'];
}

const answering = (hex: string) => () => fromHex(hex);

const FAILING: readonly Failing[] = [
  { clause: 'ISO/IEC 7816-3 9.3', title: 'no answer', pps: 'silent' },
  { clause: 'ISO/IEC 7816-3 9.3', title: 'a wrong PCK', pps: answering('FF1013FD') },
  { clause: 'ISO/IEC 7816-3 9.3', title: 'another rate', pps: answering('FF1012FD') },
  { clause: 'ISO/IEC 7816-3 9.3', title: 'another protocol', pps: answering('FF1113FD') },
  { clause: 'ISO/IEC 7816-3 9.3', title: 'a PPSS of FE', pps: answering('FE1013FD') },
  { clause: 'ISO/IEC 7816-3 9.3', title: 'an answer that breaks off', pps: answering('FF1013') },
  { clause: 'ISO/IEC 7816-3 9.3', title: 'PPS2 that was not asked for', pps: answering('FF301300DC') },
  { clause: 'ISO/IEC 7816-3 9.3', title: 'a wrong parity', pps: 'agrees', mischief: damaging('card', 7) },
  { clause: 'ISO/IEC 7816-3 9.3', title: 'a wrong parity of PCK', pps: 'agrees', mischief: damaging('card', 9) },
  {
    clause: 'ISO/IEC 7816-3 9.3',
    title: 'an answer 10,081 etu late',
    pps: 'agrees',
    mischief: ({ byte, count }) => (byte === 0xff && count === 10 ? { kind: 'at', etu: 10_081 } : undefined),
  },
];

/** PPS and the answer to it have this many characters. */
const PPS_LENGTH = 4;

/** The first character at another rate: behind so many of the card's, and so many etu of 372 clocks behind the last of them. */
const PAUSES = [
  { title: 'after a PPS to 372/4', atr: '3B70130000', rates: 'fastest', last: 13, etu: 16 },
  { title: 'after a PPS to 372/4 for T=1', atr: '3BF01300FF8131FE4517', rates: 'fastest', last: 18, etu: 22 },
  { title: 'in specific mode at 372/4', atr: '3BF01300001000', rates: 'emv', last: 7, etu: 16 },
].map((row) => ({
  ...row,
  rates: row.rates as 'fastest' | 'emv',
  clause: 'ISO/IEC 7816-3 7.2, 9.3',
  title: `the pause behind the last character at 372/1 is counted at 372/1, ${row.title}`,
}));

export const CASES: readonly ContactCase[] = [
  ...casesOf('L05', 1, ROWS, async (rig, { atr, pps, etuClocks, setting }) => {
    rig.meet(new LoopChip(atr), {}, setting);
    rig.expect('ATR', await rig.reset(), atr);
    const told = rig.talk.split(' ').slice(2).join(' ');
    if (pps === undefined) rig.expect('PPS', told, '');
    else rig.expect('PPS', told.startsWith(`> ${pps} < ${pps}`), true);
    rig.events.length = 0;
    rig.expect('answer', await rig.send('00B0000002'), '00019000');
    const [, second] = rig.passed(etuClocks);
    rig.expect('distance within the header or block', second.etu, atr.includes('FF81') ? 11 : 12);
  }),
  ...casesOf(
    'L05',
    31,
    FAILING.map((row) => ({ ...row, title: `${row.title}: a warm reset, and no PPS after it` })),
    async (rig, { pps, mischief }) => {
      rig.meet(new LoopChip('3B70130000'), pps === undefined ? {} : { pps }, mischief ? { mischief } : {});
      rig.expect('ATR', await rig.reset('cold', 5_000), '3B70130000');
      rig.expect('lines', rig.lines.split(', ').slice(5).join(', '), 'RST high, RST low, RST high');
      const asked = rig.talk.split(' ').filter((word) => word === 'FF1013FC').length;
      rig.expect('PPS asked for once', asked >= 1 && !rig.talk.endsWith('> FF1013FC'), true);
      rig.events.length = 0;
      rig.expect('answer', await rig.send('00B0000002'), '00019000');
      rig.expect('distance within the header', rig.passed()[1].etu, 12);
    },
  ),
  {
    id: 'L05-041',
    clause: 'ISO/IEC 7816-3 9.3',
    title: 'an answer without PPS1 leaves 372 and 1',
    async run(rig) {
      rig.meet(new LoopChip('3B70130000'), { pps: 'default-rate' });
      await rig.reset();
      rig.expect('talk', rig.talk, '< 3B70130000 > FF1013FC < FF00FF');
      rig.events.length = 0;
      rig.expect('answer', await rig.send('00B0000002'), '00019000');
      rig.expect('distance within the header', rig.passed()[1].etu, 12);
    },
  },
  {
    id: 'L05-042',
    clause: 'ISO/IEC 7816-3 9.1',
    title: 'an answer 10,080 etu late is in time',
    async run(rig) {
      rig.meet(
        new LoopChip('3B70130000'),
        {},
        {
          mischief: ({ from, sinceReset }) =>
            from === 'card' && sinceReset === 6 ? { kind: 'at', etu: 10_080 } : undefined,
        },
      );
      await rig.reset();
      rig.expect('lines', rig.lines.endsWith('RST high'), true);
      rig.expect('resets', rig.lines.split('RST high').length - 1, 1);
    },
  },
  {
    id: 'L05-043',
    clause: 'ISO/IEC 7816-3 9.1',
    title: 'the request keeps the guard time of TC1',
    async run(rig) {
      rig.meet(new LoopChip('3B70130007'));
      await rig.reset();
      const request = rig.passed().slice(5, 5 + PPS_LENGTH);
      rig.expect(
        'bytes',
        request.map(({ byte }) => byte),
        [0xff, 0x10, 0x13, 0xfc],
      );
      rig.expect(
        'distances',
        request.slice(1).map(({ etu }) => etu),
        [19, 19, 19],
      );
      rig.expectWithin('from the ATR', request[0].etu, 16, 20);
    },
  },
  {
    id: 'L05-044',
    clause: 'ISO/IEC 7816-3 9.1',
    title: 'after a warm reset the rate is agreed on anew',
    async run(rig) {
      rig.meet(new LoopChip('3B70130000'));
      await rig.reset();
      await rig.reset('warm');
      rig.expect('talk', rig.talk.split('FF1013FC').length - 1, 4);
    },
  },
  {
    id: 'L05-045',
    clause: 'ISO/IEC 7816-3 10.2',
    title: 'at 372/4 the card may take 38,400 etu for its answer',
    async run(rig) {
      rig.meet(
        new LoopChip('3B70130000'),
        {},
        {
          mischief: ({ from, sinceReset }) =>
            from === 'card' && sinceReset === 10 ? { kind: 'at', etu: 38_400 } : undefined,
        },
      );
      await rig.reset();
      rig.expect('answer', await rig.send('00B0000002'), '00019000');
    },
  },
  ...casesOf('L05', 46, PAUSES, async (rig, { atr, rates, last, etu }) => {
    rig.meet(new LoopChip(atr), {}, { rates });
    await rig.reset();
    rig.expect('answer', await rig.send('00B0000001'), '009000');
    const next = rig.passed()[last];
    rig.expect('turn', [next.from, next.etu], ['terminal', etu]);
  }),
  {
    id: 'L05-051',
    clause: 'ISO/IEC 7816-3 7.2, 9.3',
    title: 'from the second turn on at another rate, and after the next reset, a pause is counted in the etu in use',
    async run(rig) {
      rig.meet(new LoopChip('3B70130000'));
      await rig.reset();
      await rig.send('00B0000001');
      rig.events.length = 0;
      rig.expect('answer', await rig.send('00D600000111'), '9000');
      // Behind the acknowledgement, the sixth character, comes the data byte.
      const [, , , , , acknowledgement, data] = rig.passed(93);
      rig.expect('turn', [acknowledgement.from, data.from, data.etu], ['card', 'terminal', 16]);
      rig.events.length = 0;
      await rig.reset('warm');
      const request = rig.passed()[5];
      rig.expect('PPS', [request.from, request.byte, request.etu], ['terminal', 0xff, 16]);
    },
  },
  {
    id: 'L05-052',
    clause: 'ISO/IEC 7816-3 8.2.3',
    title: 'a card that offers T=0 first and T=1 next is spoken to over T=0',
    async run(rig) {
      rig.play(['^ 3BE000008031FE45EA', '> 0044000000', '< 9000'], { rates: 'emv' });
      rig.expect('ATR', await rig.reset(), '3BE000008031FE45EA');
      rig.expect('answer', await rig.send('00440000'), '9000');
      rig.scriptEnds();
    },
  },
];
