/** L10: the times of T=1, at each limit and one etu on either side, and what the card's own state machine stands. */

import type { CharacterMishap } from '../../../hosts/peers/contacts/mishaps.js';
import { type ContactCase, casesOf } from './case.js';
import { LoopChip } from './loop-chip.js';
import { damaging } from './rig.js';

const ATR = '3BE000FF8131FE4514';
const OPENING = ['> 00C101FE3E', '< 00E101FE1E'];
/** Case 1, its answer 9000, and the R-block that asks for it again. */
const COMMAND = '> 0000040044000040';
const ANSWER = '000002900092';
const AGAIN = '> 00820082';

interface Row {
  readonly clause: string;
  readonly title: string;
  readonly atr?: string;
  readonly etuClocks?: number;
  readonly script: readonly string[];
}

/** The terminal waits BWT and D × 960, CWT and 4 etu; an edge in time needs no R-block. */
const ROWS: readonly Row[] = [
  ...[15_371, 16_330, 16_331].map((etu) => ({
    clause: 'EMV Book 1 9.2.4.2.2',
    title: `BWI 4: the answer after ${etu} etu is in time`,
    script: [COMMAND, `< @${etu} ${ANSWER}`],
  })),
  ...[1_930, 1_931].map((etu) => ({
    clause: 'EMV Book 1 9.2.4.2.2',
    title: `BWI 0: the answer after ${etu} etu is in time`,
    atr: '3BE000FF8131FE0554',
    script: [COMMAND, `< @${etu} ${ANSWER}`],
  })),
  ...[65_290, 65_291].map((etu) => ({
    clause: 'EMV Book 1 9.2.4.2.2',
    title: `BWI 4 at 372/4: the answer after ${etu} etu is in time`,
    atr: '3BF01300FF910131FE4506',
    etuClocks: 93,
    script: [COMMAND, `< @${etu} ${ANSWER}`],
  })),
  ...[43, 46, 47].map((etu) => ({
    clause: 'EMV Book 1 9.2.4.2.2',
    title: `CWI 5: characters ${etu} etu apart are in time`,
    script: [COMMAND, `< ~${etu} ${ANSWER}`],
  })),
  {
    clause: 'EMV Book 1 9.2.4.2.2',
    title: 'CWI 5: a character 48 etu behind the one before it is too late',
    script: [COMMAND, '< 0000029000', '< @48 92', AGAIN, `< ${ANSWER}`],
  },
  ...(
    [
      ['PCB', '< 00', '< @48 0002900092'],
      ['LEN', '< 0000', '< @48 02900092'],
      ['SW1', '< 000002', '< @48 900092'],
    ] as const
  ).map(([which, before, late]) => ({
    clause: 'EMV Book 1 9.2.4.2.2',
    title: `CWI 5: ${which} 48 etu behind the character before it is too late`,
    script: [COMMAND, before, late, AGAIN, `< ${ANSWER}`],
  })),
  {
    clause: 'EMV Book 1 9.2.4.2.2',
    title: 'CWI 0: characters 16 etu apart are in time',
    atr: '3BE000FF8131FE4011',
    script: [COMMAND, `< ~16 ${ANSWER}`],
  },
  {
    clause: 'EMV Book 1 9.2.4.2.2',
    title: 'CWI 0: a character 17 etu behind the one before it is too late',
    atr: '3BE000FF8131FE4011',
    script: [COMMAND, '< ~11 0000029000', '< @17 92', AGAIN, `< ~11 ${ANSWER}`],
  },
  {
    clause: 'ISO/IEC 7816-3 11.2',
    title: 'characters 11 etu apart, the closest',
    script: [COMMAND, `< ~11 ${ANSWER}`],
  },
  {
    clause: 'EMV Book 1 9.2.4.2.2',
    title: 'the card speaks 21 etu after the terminal, the soonest',
    script: [COMMAND, `< @21 ~11 ${ANSWER}`],
  },
  {
    clause: 'ISO/IEC 7816-3 11.4.3',
    title: 'WTX 2: the answer after 32,662 etu is in time',
    script: [COMMAND, '< 00C30102C0', '> 00E30102E0', `< @32662 ${ANSWER}`],
  },
  {
    clause: 'ISO/IEC 7816-3 11.4.3',
    title: 'WTX holds for one block only',
    script: [COMMAND, '< 00C30102C0', '> 00E30102E0', '< @20000 0000029000', '< @48 92', AGAIN, `< @16331 ${ANSWER}`],
  },
];

/** How long the terminal waits before it asks again. */
const PATIENCE = [
  { title: 'BWI 4: 16,331 etu', atr: ATR, etuClocks: 372, before: [], etu: 16_331 },
  { title: 'BWI 0: 1,931 etu', atr: '3BE000FF8131FE0554', etuClocks: 372, before: [], etu: 1_931 },
  { title: 'BWI 4 at 372/4: 65,291 etu', atr: '3BF01300FF910131FE4506', etuClocks: 93, before: [], etu: 65_291 },
  { title: 'WTX 2: 32,662 etu', atr: ATR, etuClocks: 372, before: ['< 00C30102C0', '> 00E30102E0'], etu: 32_662 },
  {
    title: 'WTX 2, for one block only: 16,331 etu after the next',
    atr: ATR,
    etuClocks: 372,
    before: ['< 00C30102C0', '> 00E30102E0', '< 000002900093', '> 00810081'],
    etu: 16_331,
  },
  {
    title: 'after S(IFS request) of 16: 16,331 etu',
    atr: ATR,
    etuClocks: 372,
    before: ['< 00C10110D0', '> 00E10110F0'],
    etu: 16_331,
  },
].map((row) => ({
  ...row,
  clause: 'EMV Book 1 9.2.4.2.2',
  title: `of a silent card, the answer is waited for ${row.title}`,
}));

const GUARDS = [
  { atr: ATR, etu: 11, title: 'TC1 FF: 11 etu' },
  { atr: '3BE000008131FE45EB', etu: 12, title: 'TC1 00: 12 etu' },
  { atr: '3BE000058131FE45EE', etu: 17, title: 'TC1 05: 17 etu' },
].map((row) => ({ ...row, clause: 'ISO/IEC 7816-3 11.2', title: `characters of a block to the card, ${row.title}` }));

/** What can befall each character of a conversation between the two state machines. */
const MISHAPS: readonly { readonly title: string; readonly mishap: CharacterMishap }[] = [
  { title: 'with a wrong parity', mishap: { kind: 'parity' } },
  { title: 'lost', mishap: { kind: 'lost' } },
  { title: 'read as 55', mishap: { kind: 'wrong', byte: 0x55 } },
  { title: 'read as 81', mishap: { kind: 'wrong', byte: 0x81 } },
  { title: 'followed by 00', mishap: { kind: 'extra', byte: 0x00 } },
];

const EACH = MISHAPS.map((row) => ({
  ...row,
  clause: 'ISO/IEC 7816-3 11.6.3',
  title: `every character in turn ${row.title}: the right answer, and the command carried out once`,
}));

/** A command of two blocks and an answer of two blocks, to a card with IFSC 16 and from one that says 20 at a time. */
const CHAINED = '00D6000014000102030405060708090A0B0C0D0E0F10111213';

export const CASES: readonly ContactCase[] = [
  ...casesOf('L10', 1, ROWS, async (rig, { atr = ATR, etuClocks = 372, script }) => {
    rig.play([`^ ${atr}`, ...OPENING.map((line) => line.replace('< ', '< ~11 ')), ...script], {
      blocks: true,
      etuClocks,
    });
    rig.expect('ATR', await rig.reset(), atr);
    rig.expect('answer', await rig.send('00440000', 20_000), '9000');
    rig.scriptEnds();
  }),
  ...casesOf('L10', 31, PATIENCE, async (rig, { atr, etuClocks, before, etu }) => {
    rig.play([`^ ${atr}`, ...OPENING, COMMAND, ...before, AGAIN, `< ${ANSWER}`], { blocks: true, etuClocks });
    await rig.reset();
    rig.expect('answer', await rig.send('00440000', 20_000), '9000');
    rig.scriptEnds();
    const characters = rig.passed(etuClocks);
    const first = characters.length - 10;
    rig.expect('R-block', characters[first].from, 'terminal');
    rig.expect('etu', characters[first].etu, etu);
  }),
  {
    id: 'L10-048',
    clause: 'EMV Book 1 9.2.4.2.2',
    title: 'a damaged block is answered once the line is quiet, BGT later at the earliest and before BWT',
    async run(rig) {
      // The first character of the answer, the 15th of the card's, has a wrong parity; its other five follow.
      rig.play([`^ ${ATR}`, ...OPENING, COMMAND, `< ~43 ${ANSWER}`, '> 00810081', `< ${ANSWER}`], {
        blocks: true,
        mischief: damaging('card', 15),
      });
      await rig.reset();
      rig.expect('answer', await rig.send('00440000'), '9000');
      rig.scriptEnds();
      const characters = rig.passed();
      const complaint = characters.length - 10;
      rig.expect('R-block', [characters[complaint].from, characters[complaint].byte], ['terminal', 0x00]);
      rig.expectWithin('etu', characters[complaint].etu, 22, 971);
    },
  },
  ...casesOf('L10', 41, GUARDS, async (rig, { atr, etu }) => {
    rig.play([`^ ${atr}`, ...OPENING, COMMAND, `< ${ANSWER}`], { blocks: true });
    await rig.reset();
    await rig.send('00440000');
    const characters = rig.passed();
    const within = characters.filter(({ from }, i) => from === 'terminal' && characters[i - 1].from === 'terminal');
    const turns = characters.filter(({ from }, i) => from === 'terminal' && characters[i - 1].from === 'card');
    rig.expect(
      'within',
      within.every((one) => one.etu === etu),
      true,
    );
    rig.expect(
      'after the card',
      turns.map((one) => one.etu),
      [22, 22],
    );
  }),
  ...casesOf('L10', 51, EACH, async (rig, { mishap }) => {
    let characters = Number.POSITIVE_INFINITY;
    for (let at = 0; at <= characters; at++) {
      const chip = new LoopChip('3BE000FF81311045FA');
      rig.meet(chip, {}, { mischief: ({ count }) => (at > 0 && count === at + 9 ? mishap : undefined) });
      rig.expect('ATR', await rig.reset('cold', 60_000), '3BE000FF81311045FA');
      rig.expect(`in, ${at}`, await rig.send(CHAINED, 60_000), '9000');
      rig.expect(`out, ${at}`, await rig.send('00B0000003', 60_000), '0001029000');
      rig.expect(`done, ${at}`, chip.done, [CHAINED, '00B0000003']);
      const { toCard, fromCard } = rig.socket.use;
      if (at === 0) characters = toCard + fromCard - 9;
    }
  }),
  {
    id: 'L10-061',
    clause: 'ISO/IEC 7816-3 11.6.2.1 rule 3',
    title: 'a chip that thinks for four seconds asks for three waiting times',
    async run(rig) {
      rig.meet(new LoopChip(ATR), { thinkingMs: () => 4_000 });
      await rig.reset();
      rig.expect('answer', await rig.send('00B0000001'), '009000');
      rig.expect('granted', rig.talk.includes('< 00C30103C1 > 00E30103E1'), true);
    },
  },
  {
    id: 'L10-062',
    clause: 'SPEC-8 (sscard.md 3.1)',
    title: 'S(WTX request) does not go on for ever: five seconds end it',
    async run(rig) {
      rig.play(
        [
          `^ ${ATR}`,
          ...OPENING,
          COMMAND,
          ...Array.from({ length: 9 }, () => ['< @9600 00C30101C3', '> 00E30101E3']).flat(),
        ],
        {
          blocks: true,
        },
      );
      await rig.reset();
      const start = rig.clock.ticks();
      rig.expect('answer', await rig.send('00440000', 5_000), 'mute');
      rig.expectWithin('milliseconds', rig.clock.ticks() - start, 4_900, 5_100);
      rig.expect('nothing said after the end', rig.talk.includes('00820082'), false);
      rig.expect('VCC', rig.lines.endsWith('VCC off'), true);
    },
  },
  {
    id: 'L10-063',
    clause: 'ISO/IEC 7816-3 11.6.2.1 rule 4',
    title: 'a card that announces another IFSC gets blocks of that size',
    async run(rig) {
      const chip = new LoopChip(ATR);
      rig.meet(chip, { announcesIfsc: 16 });
      await rig.reset();
      rig.expect('first', await rig.send('00B0000001'), '009000');
      rig.expect('second', await rig.send(CHAINED), '9000');
      rig.expect('announced', rig.talk.includes('< 00C10110D0 > 00E10110F0'), true);
      rig.expect('chained', rig.talk.includes('> 0060100'), true);
      rig.expect('done', chip.done, ['00B0000001', CHAINED]);
    },
  },
  {
    id: 'L10-064',
    clause: 'ISO/IEC 7816-3 11.6.3.2 rule 7.1',
    title: 'a card that says another block than it should is asked again',
    async run(rig) {
      const chip = new LoopChip(ATR);
      // Its second block, the answer, first comes with N(S) 1.
      rig.meet(chip, {
        falsify: (block, count) => (count === 2 ? Uint8Array.of(0x00, 0x40, 0x02, 0x90, 0x00, 0xd2) : block),
      });
      await rig.reset();
      rig.expect('answer', await rig.send('00D600000111'), '9000');
      rig.expect('done', chip.done, ['00D600000111']);
    },
  },
  {
    id: 'L10-065',
    clause: 'ISO/IEC 7816-3 11.6.3.2 rule 7.1',
    title: 'a card that swallows its answer is asked again',
    async run(rig) {
      const chip = new LoopChip(ATR);
      rig.meet(chip, { falsify: (block, count) => (count === 2 ? undefined : block) });
      await rig.reset();
      rig.expect('answer', await rig.send('00D600000111'), '9000');
      rig.expect('done', chip.done, ['00D600000111']);
    },
  },
  {
    id: 'L10-066',
    clause: 'ISO/IEC 7816-3 12.3',
    title: 'over T=1 the chip’s 61xx and 6Cxx stay inside the card',
    async run(rig) {
      const chip = new LoopChip(ATR);
      rig.meet(chip);
      await rig.reset();
      rig.expect('case 4', await rig.send('0088000002112200'), '11229000');
      rig.expect('done', chip.done, ['00880000021122', '00C0000002']);
    },
  },
];
