/** L12: how soon the contacts are down once a session cannot go on, and not sooner than the card's time is over. */

import { type ContactCase, casesOf } from './case.js';
import { type ContactRig, damaging, type Setting } from './rig.js';

const CHARACTERS = '3B600000';
/** T=1, IFSC 254, BWI 4, CWI 5. */
const BLOCKS = '3BE000FF8131FE4514';
const OPENING = ['> 00C101FE3E', '< 00E101FE1E'];
const COMMAND = '> 0000040044000040';
const SPOILT = '< 000002900093';

const DOWN = 'RST low, CLK off, I/O low, VCC off';

interface Row {
  readonly clause: string;
  readonly title: string;
  readonly atr?: string;
  readonly script: readonly string[];
  readonly answer: 'mute' | 'protocol';
  readonly setting?: Setting;
  /** What is left of the script. */
  readonly left?: string;
  /** From the last leading edge on I/O to RST low, etu in use. */
  readonly from: number;
  readonly to: number;
}

/** Within WWT + D × 9,600 over T=0, BWT + D × 14,400 over T=1; at once is soon enough for what the card has said. */
const COMMANDS: readonly Row[] = [
  {
    clause: 'EMV Book 1 9.2.2.1',
    title: 'T=0, no procedure byte: WWT and D × 480 to 9,600',
    script: ['> 0044000000'],
    answer: 'mute',
    from: 10_080,
    to: 19_200,
  },
  {
    clause: 'EMV Book 1 9.2.2.1',
    title: 'T=0 at 372/4, no procedure byte',
    atr: '3BF01300001000',
    script: ['> 0044000000'],
    answer: 'mute',
    setting: { etuClocks: 93 },
    from: 40_320,
    to: 76_800,
  },
  {
    clause: 'EMV Book 1 9.2.2.1',
    title: 'T=0, no SW2',
    script: ['> 0044000000', '< 90'],
    answer: 'mute',
    from: 10_080,
    to: 19_200,
  },
  {
    clause: 'EMV Book 1 9.2.2.2',
    title: 'T=0, a procedure byte that is none: 9,600 etu',
    script: ['> 0044000000', '< 00'],
    answer: 'protocol',
    from: 10,
    to: 9_600,
  },
  {
    clause: 'EMV Book 1 9.2.3',
    title: 'T=0, SW1 with a wrong parity four times',
    script: ['> 0044000000', '< 9000'],
    answer: 'protocol',
    setting: { mischief: damaging('card', 5, 6, 7, 8) },
    from: 10,
    to: 19_200,
  },
  {
    clause: 'EMV Book 1 9.2.3',
    title: 'T=0, CLA refused four times',
    script: ['> 0044000000', '< 9000'],
    answer: 'protocol',
    setting: { mischief: damaging('terminal', 1, 2, 3, 4) },
    left: '><',
    from: 10,
    to: 19_200,
  },
  {
    clause: 'EMV Book 1 9.2.5.1',
    title: 'T=1, silence for the third time: BWT and D × 960 to 14,400',
    atr: BLOCKS,
    script: [...OPENING, COMMAND, '> 00820082', '> 00820082'],
    answer: 'mute',
    setting: { blocks: true },
    from: 16_331,
    to: 29_771,
  },
  {
    clause: 'EMV Book 1 9.2.5.1',
    title: 'T=1, silence three times after the first block of a chain: no S(RESYNCH request)',
    atr: '3BE000FF81311045FA',
    script: [...OPENING, '> 00201000D60000280102030405060708090A0BCE', '> 00820082', '> 00820082'],
    answer: 'mute',
    setting: { blocks: true },
    from: 16_331,
    to: 29_771,
  },
  {
    clause: 'EMV Book 1 9.2.5.1',
    title: 'T=1, a wrong LRC for the third time',
    atr: BLOCKS,
    script: [...OPENING, COMMAND, SPOILT, '> 00810081', SPOILT, '> 00810081', SPOILT],
    answer: 'protocol',
    setting: { blocks: true },
    from: 10,
    to: 29_771,
  },
  {
    clause: 'EMV Book 1 9.2.4.4',
    title: 'T=1, S(ABORT request): D × 9,600',
    atr: BLOCKS,
    script: [...OPENING, COMMAND, '< 00C200C2'],
    answer: 'protocol',
    setting: { blocks: true },
    from: 10,
    to: 9_600,
  },
];

/** The answer to the warm reset; `since` counts from its TS, or from its last character. */
const ANSWERS = [
  { title: 'TCK wrong: 4,800 etu', warm: '3BE000FF8131FE4515', since: 'last', to: 4_800 },
  { title: 'a character that is missing: 14,400 etu behind the last', warm: '3B60', since: 'last', to: 14_400 },
  { title: 'longer than 20,160 etu: 24,000', warm: '~6800 3B600000', since: 'TS', to: 24_000 },
  { title: 'refused for its TB2', warm: '3BE000002000', since: 'last', to: 24_000 },
].map((row) => ({ ...row, clause: 'EMV Book 1 8.1, 8.4', title: `the second ATR, ${row.title}` }));

const ONE_SUPPLY: Setting = { board: { supplies: ['A'] } };

/** The moment of the last character, or of the nth last, clocks. */
function characterAt(rig: ContactRig, nthLast = 1): number {
  const said = rig.events.filter((event) => 'from' in event);
  return said[said.length - nthLast].at;
}

/** When RST last went low before VCC went off: `deactivate` has nothing more to do with lines that are down. */
function down(rig: ContactRig): number {
  rig.expect('lines', rig.lines.endsWith(DOWN), true);
  return rig.when('RST low', rig.lines.split('RST low').length - 1);
}

export const CASES: readonly ContactCase[] = [
  ...casesOf('L12', 1, COMMANDS, async (rig, row) => {
    const { atr = CHARACTERS, script, answer, setting = {}, left = '', from, to } = row;
    rig.play([`^ ${atr}`, ...script], setting);
    rig.expect('ATR', await rig.reset('cold', 20_000), atr);
    const command = script.some((line) => line.includes('D6000028')) ? `00D6000028${hexRun(40)}` : '00440000';
    rig.expect('answer', await rig.send(command, 60_000), answer);
    rig.scriptEnds(left);
    const etu = (down(rig) - characterAt(rig)) / (setting.etuClocks ?? 372);
    rig.expectWithin('etu', Math.round(etu * 100) / 100, from, to);
  }),
  ...casesOf('L12', 31, ANSWERS, async (rig, { warm, since, to }) => {
    rig.play(['^ 3B400A', `^ ${warm}`], ONE_SUPPLY);
    rig.expect('session', await rig.session(), 'protocol');
    const heard = rig.events.filter((event) => 'from' in event).length - 3;
    rig.expectWithin('etu', (down(rig) - characterAt(rig, since === 'TS' ? heard : 1)) / 372, 0, to);
  }),
  {
    id: 'L12-041',
    clause: 'EMV Book 1 6.1.3',
    title: 'no answer to the warm reset: 42,001 clocks to 50 ms more',
    async run(rig) {
      rig.play([], { ...ONE_SUPPLY, supplies: [] });
      rig.expect('session', await rig.session(), 'mute');
      rig.expectWithin('clocks', down(rig) - rig.when('RST high', 2), 42_000, 42_000 + 178_560);
    },
  },
  {
    id: 'L12-042',
    clause: 'EMV Book 1 6.1.3',
    title: 'no answer at the first supply: 42,001 clocks to 50 ms more, as at each further one',
    async run(rig) {
      rig.play([], { supplies: [] });
      rig.expect('answer', await rig.reset(), 'mute');
      for (const nth of [1, 2, 3])
        rig.expectWithin('clocks', rig.when('VCC off', nth) - rig.when('RST high', nth), 42_000, 42_000 + 178_560);
    },
  },
  {
    id: 'L12-043',
    clause: 'EMV Book 1 9.2.5.1',
    title: 'no S(IFS response): three requests, then the contacts are down; the second session is a cold one',
    async run(rig) {
      const mute = [`^ ${BLOCKS}`, ...Array.from({ length: 3 }, () => OPENING[0])];
      rig.play([...mute, ...mute], { ...ONE_SUPPLY, blocks: true });
      rig.expect('session', await rig.session(), 'mute');
      rig.scriptEnds();
      const on = 'RST low, VCC A, I/O reception, CLK on, RST low, RST high';
      rig.expect('lines', rig.lines, `${on}, ${DOWN}, ${on}, ${DOWN}`);
      rig.expectWithin('etu', (down(rig) - characterAt(rig)) / 372, 16_331, 29_771);
    },
  },
  {
    id: 'L12-044',
    clause: 'EMV Book 1 8.1',
    title: 'an ATR of 20,160 etu and S(IFS response) to the third request, 16,331 etu late, are in time for a session',
    async run(rig) {
      const script = ['^ @40000 ~2518 3BE000FF8131FE4514', OPENING[0], OPENING[0], OPENING[0], '< @16331 00E101FE1E'];
      rig.play([...script], { ...ONE_SUPPLY, blocks: true });
      rig.expect('session', await rig.session(), 'T=1');
      rig.scriptEnds();
    },
  },
];

function hexRun(count: number): string {
  return Array.from({ length: count }, (_, i) => (i + 1).toString(16).padStart(2, '0')).join('');
}
