/** L07: the times of T=0, at each limit and one etu on either side. */

import { type ContactCase, casesOf } from './case.js';
import { LoopChip } from './loop-chip.js';

const ATR = '3B600000';
const WAIT = 'emv.md 5.2';

interface Row {
  readonly clause: string;
  readonly title: string;
  readonly atr?: string;
  readonly etuClocks?: number;
  readonly script: readonly string[];
  readonly answer: string;
}

/** The terminal waits 10,080 etu at 372/1, 40,320 at 372/4: WWT and D × 480. */
const ROWS: readonly Row[] = [
  ...(
    [
      ['9,600', 9_600, true],
      ['10,079', 10_079, true],
      ['10,080', 10_080, true],
      ['10,081', 10_081, false],
    ] as const
  ).flatMap(([title, etu, inTime]) => [
    {
      clause: WAIT,
      title: `the procedure byte after ${title} etu`,
      script: ['> 00B0000002', `< @${etu} B0 1122 9000`],
      answer: inTime ? '11229000' : 'mute',
    },
    {
      clause: WAIT,
      title: `data and status ${title} etu apart`,
      script: ['> 00B0000001', `< ~${etu} B0 11`, '< 9000'].slice(0, inTime ? 3 : 2),
      answer: inTime ? '119000' : 'mute',
    },
    {
      clause: WAIT,
      title: `SW2 ${title} etu after SW1`,
      script: ['> 0044000000', `< ~${etu} 9000`],
      answer: inTime ? '9000' : 'mute',
    },
  ]),
  {
    clause: 'ISO/IEC 7816-3 10.3.3',
    title: 'NULL begins the waiting time anew',
    script: ['> 0044000000', '< @10080 ~10080 60 9000'],
    answer: '9000',
  },
  {
    clause: 'ISO/IEC 7816-3 10.3.3',
    title: 'NULL 10,081 etu after the header comes too late',
    script: ['> 0044000000', '< @10081 60 9000'],
    answer: 'mute',
  },
  ...(
    [
      [40_319, true],
      [40_320, true],
      [40_321, false],
    ] as const
  ).map(([etu, inTime]) => ({
    clause: WAIT,
    title: `the procedure byte after ${etu} etu at 372/4`,
    atr: '3BF01300001000',
    etuClocks: 93,
    script: ['> 0044000000', `< @${etu} 9000`],
    answer: inTime ? '9000' : 'mute',
  })),
  {
    clause: 'EMV Book 1 9.2.2.1',
    title: 'the card speaks 15 etu after the terminal, the soonest',
    script: ['> 00B0000002', '< @15 B0 1122 9000'],
    answer: '11229000',
  },
  // TA1 91 without PPS: Fi / f stays 512 / f, which is 13,213 etu of 372 clocks (10.2), and 480 more.
  ...(
    [
      [13_692, true],
      [13_694, false],
    ] as const
  ).map(([etu, inTime]) => ({
    clause: 'ISO/IEC 7816-3 10.2',
    title: `the procedure byte after ${etu} etu where Fi is 512 and 372 is used`,
    atr: '3B70910000',
    script: ['> 0044000000', `< @${etu} 9000`],
    answer: inTime ? '9000' : 'mute',
  })),
];

const GUARDS = [
  { n: '00', etu: 12 },
  { n: '01', etu: 13 },
  { n: '05', etu: 17 },
  { n: 'FE', etu: 266 },
  { n: 'FF', etu: 12 },
].map((row) => ({ ...row, clause: 'ISO/IEC 7816-3 8.3', title: `TC1 ${row.n}: ${row.etu} etu to the card` }));

export const CASES: readonly ContactCase[] = [
  ...casesOf('L07', 1, ROWS, async (rig, { atr = ATR, etuClocks, script, answer }) => {
    rig.play([`^ ${atr}`, ...script], etuClocks === undefined ? {} : { etuClocks });
    rig.expect('ATR', await rig.reset(), atr);
    const command = script[0] === '> 0044000000' ? '00440000' : script[0].slice(2);
    rig.expect('answer', await rig.send(command, 60_000), answer);
  }),
  ...casesOf('L07', 31, GUARDS, async (rig, { n, etu }) => {
    rig.play([`^ 3B6000${n}`, '> 00D6000002', '< D6', '> 1122', '< 9000']);
    await rig.reset();
    rig.expect('answer', await rig.send('00D60000021122'), '9000');
    const sent = rig.passed().filter(({ from }) => from === 'terminal');
    rig.expect(
      'distances',
      [1, 2, 3, 4, 6].map((i) => sent[i].etu),
      [etu, etu, etu, etu, etu],
    );
  }),
  {
    id: 'L07-041',
    clause: 'EMV Book 1 9.2.2.1',
    title: 'the terminal speaks 16 etu after the card, header and data alike',
    async run(rig) {
      rig.play([`^ ${ATR}`, '> 00D6000001', '< D6', '> 11', '< 9000', '> 0044000000', '< 9000']);
      await rig.reset();
      await rig.send('00D600000111');
      await rig.send('00440000');
      const characters = rig.passed();
      const turns = characters.filter(({ from }, i) => from === 'terminal' && characters[i - 1].from === 'card');
      rig.expect(
        'turns',
        turns.map(({ etu }) => etu),
        [16, 16, 16],
      );
    },
  },
  {
    id: 'L07-042',
    clause: 'ISO/IEC 7816-3 8.3',
    title: 'N counts in the etu of TA1 where T=15 is named',
    async run(rig) {
      // TA1 12: N of 10 is 5 etu of the 372/1 that EMV's habit keeps.
      rig.play(['^ 3BF012000A801F0374', '> 0044000000', '< 9000'], { rates: 'emv' });
      rig.expect('ATR', await rig.reset(), '3BF012000A801F0374');
      rig.expect('answer', await rig.send('00440000'), '9000');
      const sent = rig.passed().filter(({ from }) => from === 'terminal');
      rig.expect(
        'distances',
        sent.slice(1).map(({ etu }) => etu),
        [17, 17, 17, 17],
      );
    },
  },
  {
    id: 'L07-043',
    clause: 'SPEC-8 (sscard.md 3.1)',
    title: 'NULLs do not go on for ever: five seconds end it',
    async run(rig) {
      rig.play([`^ ${ATR}`, '> 0044000000', `< ~4800 ${'60'.repeat(30)}`]);
      await rig.reset();
      const start = rig.clock.ticks();
      rig.expect('answer', await rig.send('00440000', 5_000), 'mute');
      rig.expectWithin('milliseconds', rig.clock.ticks() - start, 4_990, 5_020);
      rig.expect('VCC', rig.lines.endsWith('VCC off'), true);
    },
  },
  {
    id: 'L07-044',
    clause: 'ISO/IEC 7816-3 10.3.3',
    title: 'a chip that thinks for two seconds asks for them with NULL',
    async run(rig) {
      rig.meet(new LoopChip(ATR), { thinkingMs: () => 2_000 });
      await rig.reset();
      rig.expect('answer', await rig.send('00B0000001'), '009000');
      rig.expect('talk', rig.talk, '< 3B600000 > 00B0000001 < 60606060B0009000');
    },
  },
  {
    id: 'L07-045',
    clause: 'ISO/IEC 7816-3 10.3.3',
    title: 'a chip that transfers byte by byte gives and takes the same',
    async run(rig) {
      const chip = new LoopChip(ATR);
      rig.meet(chip, { transfer: 'single' });
      await rig.reset();
      rig.expect('out', await rig.send('00B0000003'), '0001029000');
      rig.expect('in', await rig.send('00D6000003112233'), '9000');
      rig.expect('done', chip.done, ['00B0000003', '00D6000003112233']);
    },
  },
  {
    id: 'L07-046',
    clause: 'ISO/IEC 7816-3 8.3',
    title: 'TC1 FE: 255 bytes take seven seconds to the card, which has its time after the last of them',
    async run(rig) {
      const data = 'A5'.repeat(255);
      rig.play(['^ 3B6000FE', '> 00D60000FF', '< D6', `> ${data}`, '< @10080 9000']);
      await rig.reset();
      rig.expect('answer', await rig.send(`00D60000FF${data}`, 5_000), '9000');
      rig.scriptEnds();
      rig.expectWithin('milliseconds', rig.clock.ticks(), 8_000, 9_000);
    },
  },
];
