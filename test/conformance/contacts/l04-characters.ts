/** L04: conventions, parity, error signal and repetition. */

import { type ContactCase, casesOf } from './case.js';
import { damaging, type Setting } from './rig.js';

const SCRIPT = ['^ 3B600000', '> 00B0000004', '< B0 00010203 9000'];
const ANSWER = '000102039000';

/** Numbers of the card's characters since its reset: the ATR has four, B0 is the fifth. */
const FROM_CARD = [
  { title: 'procedure byte refused once', numbers: [5], answer: ANSWER },
  { title: 'procedure byte refused three times', numbers: [5, 6, 7], answer: ANSWER },
  { title: 'procedure byte refused four times', numbers: [5, 6, 7, 8], answer: 'protocol' },
  { title: 'first data byte refused once', numbers: [6], answer: ANSWER },
  { title: 'last data byte refused three times', numbers: [9, 10, 11], answer: ANSWER },
  { title: 'a data byte refused four times', numbers: [7, 8, 9, 10], answer: 'protocol' },
  { title: 'each of two data bytes refused three times', numbers: [6, 7, 8, 10, 11, 12], answer: ANSWER },
  { title: 'SW1 refused once', numbers: [10], answer: ANSWER },
  { title: 'SW2 refused three times', numbers: [11, 12, 13], answer: ANSWER },
  { title: 'SW2 refused four times', numbers: [11, 12, 13, 14], answer: 'protocol' },
].map((row) => ({ ...row, clause: 'EMV Book 1 9.2.3' }));

/** Numbers of the terminal's characters: the header is the first five. */
const TO_CARD = [
  { title: 'CLA refused once', numbers: [1], answer: ANSWER },
  { title: 'CLA refused three times', numbers: [1, 2, 3], answer: ANSWER },
  { title: 'CLA refused four times', numbers: [1, 2, 3, 4], answer: 'protocol' },
  { title: 'P3 refused three times', numbers: [5, 6, 7], answer: ANSWER },
  { title: 'P3 refused four times', numbers: [5, 6, 7, 8], answer: 'protocol' },
  { title: 'each of CLA and INS refused three times', numbers: [1, 2, 3, 5, 6, 7], answer: ANSWER },
].map((row) => ({ ...row, clause: 'EMV Book 1 9.2.3' }));

const INVERSE = [
  {
    clause: 'ISO/IEC 7816-3 8.1',
    title: 'T=0',
    script: ['^ 3F600000', '> 00B0000004', '< B0 00010203 9000'],
    setting: {},
  },
  {
    clause: 'ISO/IEC 7816-3 8.1',
    title: 'T=0 with every byte of 00 to FF',
    script: ['^ 3F600000', '> 00B0000000', `< B0 ${hexRun()} 9000`],
    setting: {},
  },
  {
    clause: 'ISO/IEC 7816-3 11.2',
    title: 'T=1',
    script: ['^ 3FE000FF8131FE4514', '> 00C101FE3E', '< 00E101FE1E', '> 00000500B0000004B1', '< 00000600010203900096'],
    setting: { blocks: true },
  },
] as const;

function hexRun(): string {
  return Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0')).join('');
}

export const CASES: readonly ContactCase[] = [
  ...casesOf('L04', 1, FROM_CARD, async (rig, { numbers, answer }) => {
    rig.play(SCRIPT, { mischief: damaging('card', ...numbers) });
    await rig.reset();
    rig.expect('answer', await rig.send('00B0000004'), answer);
  }),
  ...casesOf('L04', 21, TO_CARD, async (rig, { numbers, answer }) => {
    rig.play(SCRIPT, { mischief: damaging('terminal', ...numbers) });
    await rig.reset();
    rig.expect('answer', await rig.send('00B0000004'), answer);
  }),
  ...casesOf(
    'L04',
    31,
    INVERSE.map((row) => ({ ...row, title: `inverse convention over ${row.title}` })),
    async (rig, { script, setting }) => {
      const command = script[script.length - 2].startsWith('> 0000') ? '00B0000004' : script[1].slice(2);
      const data = script[1].endsWith('00B0000000') ? hexRun().toUpperCase() : '00010203';
      rig.play(script, setting as Setting);
      rig.expect('ATR', (await rig.reset()).slice(0, 2), '3F');
      rig.expect('answer', await rig.send(command), `${data}9000`);
      rig.scriptEnds();
    },
  ),
  {
    id: 'L04-041',
    clause: 'ISO/IEC 7816-3 7.3',
    title: 'a refused character comes again 13 etu after it or later',
    async run(rig) {
      rig.play(SCRIPT, { mischief: damaging('terminal', 2) });
      await rig.reset();
      await rig.send('00B0000004');
      const [, , , , cla, ins, again] = rig.passed();
      rig.expect('bytes', [cla.byte, ins.byte, again.byte], [0x00, 0xb0, 0xb0]);
      rig.expectWithin('etu', again.etu, 13, 20);
    },
  },
  {
    id: 'L04-042',
    clause: 'ISO/IEC 7816-3 7.3',
    title: 'a character that was not refused is not repeated',
    async run(rig) {
      rig.play(SCRIPT);
      await rig.reset();
      await rig.send('00B0000004');
      rig.expect('talk', rig.talk, '< 3B600000 > 00B0000004 < B0000102039000');
    },
  },
  {
    id: 'L04-043',
    clause: 'ISO/IEC 7816-3 7.3',
    title: 'a UART without error signal takes a wrong parity for the end',
    async run(rig) {
      rig.play(SCRIPT, { board: { signalsErrors: false }, mischief: damaging('card', 7) });
      await rig.reset();
      rig.expect('answer', await rig.send('00B0000004'), 'protocol');
      rig.expect('VCC', rig.lines.endsWith('VCC off'), true);
    },
  },
  {
    id: 'L04-044',
    clause: 'ISO/IEC 7816-3 7.3',
    title: 'without error signal all else is the same',
    async run(rig) {
      rig.play(SCRIPT, { board: { signalsErrors: false } });
      await rig.reset();
      rig.expect('answer', await rig.send('00B0000004'), ANSWER);
      rig.scriptEnds();
    },
  },
  {
    id: 'L04-045',
    clause: 'ISO/IEC 7816-3 7.3',
    title: 'without error signal a refused character is not noticed, and the card waits in vain',
    async run(rig) {
      rig.play(SCRIPT, { board: { signalsErrors: false }, mischief: damaging('terminal', 2) });
      await rig.reset();
      rig.expect('answer', await rig.send('00B0000004'), 'mute');
    },
  },
  {
    id: 'L04-047',
    clause: 'ISO/IEC 7816-3 7.3',
    title: 'so does it with SW2, at once',
    async run(rig) {
      rig.play(SCRIPT, { board: { signalsErrors: false }, mischief: damaging('card', 11) });
      await rig.reset();
      rig.expect('answer', await rig.send('00B0000004'), 'protocol');
    },
  },
  {
    id: 'L04-046',
    clause: 'ISO/IEC 7816-3 8.1',
    title: 'TS of the inverse convention with a wrong parity is none',
    async run(rig) {
      rig.play(['^ 3F600000'], { mischief: damaging('card', 1) });
      rig.expect('ATR', await rig.reset(), 'protocol');
    },
  },
];
