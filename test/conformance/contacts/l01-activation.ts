/** L01: activation, cold and warm reset, supply classes, deactivation. */

import type { SupplyClass } from '../../../src/ports/contacts.js';
import type { ContactCase } from './case.js';
import type { ContactRig } from './rig.js';

/** The shortest ATR of EMV for T=0. */
const ATR = '3B600000';
const ON = 'RST low, VCC A, I/O reception, CLK on, RST low, RST high';
const OFF = 'RST low, CLK off, I/O low, VCC off';

const ONE_SUPPLY: { readonly board: { readonly supplies: readonly SupplyClass[] } } = { board: { supplies: ['A'] } };

async function opened(rig: ContactRig, script: readonly string[] = [`^ ${ATR}`]): Promise<void> {
  rig.play(script);
  rig.expect('ATR', await rig.reset(), ATR);
}

export const CASES: readonly ContactCase[] = [
  {
    id: 'L01-001',
    clause: 'ISO/IEC 7816-3 6.2.1',
    title: 'VCC, I/O in reception mode, CLK, and RST high at last',
    async run(rig) {
      await opened(rig);
      rig.expect('lines', rig.lines, ON);
    },
  },
  {
    id: 'L01-002',
    clause: 'EMV Book 1 6.1.2',
    title: 'RST is low for 40,000 to 45,000 clocks of the cold reset',
    async run(rig) {
      await opened(rig);
      rig.expectWithin('clocks', rig.when('RST high') - rig.when('CLK on'), 40_000, 45_000);
    },
  },
  {
    id: 'L01-003',
    clause: 'ISO/IEC 7816-3 6.2.3',
    title: 'a warm reset moves RST alone',
    async run(rig) {
      await opened(rig, [`^ ${ATR}`, `^ ${ATR}`]);
      rig.expect('ATR', await rig.reset('warm'), ATR);
      rig.expect('lines', rig.lines, `${ON}, RST low, RST high`);
    },
  },
  {
    id: 'L01-004',
    clause: 'EMV Book 1 6.1.3',
    title: 'RST is low for 40,000 to 45,000 clocks of the warm reset',
    async run(rig) {
      await opened(rig, [`^ ${ATR}`, `^ ${ATR}`]);
      await rig.reset('warm');
      rig.expectWithin('clocks', rig.when('RST high', 2) - rig.when('RST low', 3), 40_000, 45_000);
    },
  },
  {
    id: 'L01-005',
    clause: 'ISO/IEC 7816-3 6.4',
    title: 'deactivation: RST low, CLK stopped, I/O low, VCC off',
    async run(rig) {
      await opened(rig);
      await rig.reader.deactivate();
      rig.expect('lines', rig.lines, `${ON}, ${OFF}`);
    },
  },
  {
    id: 'L01-006',
    clause: 'ISO/IEC 7816-3 6.4',
    title: 'contacts that are down are left alone',
    async run(rig) {
      await opened(rig);
      await rig.reader.deactivate();
      await rig.reader.deactivate();
      rig.expect('lines', rig.lines, `${ON}, ${OFF}`);
    },
  },
  {
    id: 'L01-007',
    clause: 'EMV Book 1 6.1.5',
    title: 'a Fault takes the contacts down within 100 ms',
    async run(rig) {
      await opened(rig, [`^ ${ATR}`, '> 00A4000000', '< FF']);
      rig.expect('answer', await rig.send('00A40000'), 'protocol');
      const said = rig.events.filter((event) => 'from' in event);
      rig.expect('lines', rig.lines, `${ON}, ${OFF}`);
      rig.expectWithin('clocks', rig.when('VCC off') - said[said.length - 1].at, 0, 357_120);
    },
  },
  {
    id: 'L01-008',
    clause: 'EMV Book 1 6.1.5',
    title: 'so does a card that is torn out, with no command on its way',
    async run(rig) {
      await opened(rig);
      rig.socket.remove();
      rig.expect('lines', rig.lines, `${ON}, ${OFF}`);
    },
  },
  {
    id: 'L01-009',
    clause: 'SPEC-8 (sscard.md 3.1)',
    title: 'a card of class B answers at the second supply',
    async run(rig) {
      rig.play([`^ ${ATR}`], { supplies: ['B'] });
      rig.expect('ATR', await rig.reset(), ATR);
      const second = 'RST low, VCC B, I/O reception, CLK on, RST low, RST high';
      rig.expect('lines', rig.lines, `${ON}, ${OFF}, ${second}`);
    },
  },
  {
    id: 'L01-010',
    clause: 'ISO/IEC 7816-3 6.2.4',
    title: 'VCC is off for 10 ms before the next class comes on',
    async run(rig) {
      rig.play([`^ ${ATR}`], { supplies: ['B'] });
      await rig.reset();
      rig.expectWithin('clocks', rig.when('VCC B') - rig.when('VCC off'), 35_712, 39_284);
    },
  },
  {
    id: 'L01-011',
    clause: 'SPEC-8 (sscard.md 3.1)',
    title: 'a card of class C answers at the third supply',
    async run(rig) {
      rig.play([`^ ${ATR}`], { supplies: ['C'] });
      rig.expect('ATR', await rig.reset(), ATR);
      rig.expectWithin('clocks', rig.when('VCC C') - rig.when('VCC B'), 1, 150_000);
    },
  },
  {
    id: 'L01-012',
    clause: 'SPEC-8 (sscard.md 3.1)',
    title: 'a card that answers at no supply is mute, and without power',
    async run(rig) {
      rig.play([], { supplies: [] });
      rig.expect('ATR', await rig.reset(), 'mute');
      rig.expect('lines at the end', rig.lines.endsWith(OFF), true);
    },
  },
  {
    id: 'L01-013',
    clause: 'SPEC-2 (sscard.md 3.1)',
    title: 'no ATR at the only supply: one warm reset, then down',
    async run(rig) {
      rig.play([], { ...ONE_SUPPLY, supplies: [] });
      rig.expect('session', await rig.session(), 'mute');
      rig.expect('lines', rig.lines, `${ON}, RST low, RST high, ${OFF}`);
    },
  },
  {
    id: 'L01-014',
    clause: 'EMV Book 1 8.4',
    title: 'a card that answers the warm reset is used',
    async run(rig) {
      rig.play(['^', `^ ${ATR}`], ONE_SUPPLY);
      rig.expect('session', await rig.session(), 'T=0');
      rig.scriptEnds();
    },
  },
  {
    id: 'L01-015',
    clause: 'EMV Book 1 8.4',
    title: 'an ATR that is refused is asked for once more by a warm reset',
    async run(rig) {
      rig.play(['^ 3B00', '^ 3B00']);
      rig.expect('session', await rig.session(), 'T=0');
      rig.expect('lines', rig.lines, `${ON}, RST low, RST high`);
    },
  },
  {
    id: 'L01-016',
    clause: 'EMV Book 1 8.4',
    title: 'a second ATR that is refused ends with the contacts down',
    async run(rig) {
      rig.play(['^ 3B400A', '^ 3BE000002000']);
      rig.expect('session', await rig.session(), 'protocol');
      rig.expect('lines', rig.lines, `${ON}, RST low, RST high, ${OFF}`);
    },
  },
  {
    id: 'L01-017',
    clause: 'ISO/IEC 7816-3 6.1',
    title: 'an empty slot gets no power',
    async run(rig) {
      rig.insert(undefined);
      rig.expect('session', await rig.session(), 'absent');
      rig.expect('reset', await rig.reset(), 'removed');
      rig.expect('lines', rig.lines, '');
    },
  },
  {
    id: 'L01-018',
    clause: 'ISO/IEC 7816-3 6.1',
    title: 'a command before the reset meets no card',
    async run(rig) {
      rig.play([`^ ${ATR}`]);
      rig.expect('answer', await rig.send('00A40000'), 'mute');
      rig.expect('lines', rig.lines, '');
    },
  },
  {
    id: 'L01-019',
    clause: 'ISO/IEC 7816-3 6.1',
    title: 'after a Fault only a reset helps',
    async run(rig) {
      await opened(rig, [`^ ${ATR}`, '> 00A4000000', '< FF', `^ ${ATR}`, '> 00A4000000', '< 9000']);
      rig.expect('answer', await rig.send('00A40000'), 'protocol');
      rig.expect('answer', await rig.send('00A40000'), 'mute');
      rig.expect('ATR', await rig.reset(), ATR);
      rig.expect('answer', await rig.send('00A40000'), '9000');
      rig.scriptEnds();
    },
  },
  {
    id: 'L01-020',
    clause: 'ISO/IEC 7816-3 6.2.2',
    title: 'a cold reset of contacts that are up goes through VCC off',
    async run(rig) {
      await opened(rig, [`^ ${ATR}`, `^ ${ATR}`]);
      rig.expect('ATR', await rig.reset('cold'), ATR);
      rig.expect('lines', rig.lines, `${ON}, ${OFF}, ${ON}`);
    },
  },
  {
    id: 'L01-021',
    clause: 'SPEC-8 (sscard.md 3.1)',
    title: 'with two supplies, too, the reset after a mute one begins with the first of them',
    async run(rig) {
      rig.play([], { board: { supplies: ['A', 'B'] }, supplies: [] });
      rig.expect('ATR', await rig.reset(), 'mute');
      rig.expect('down', rig.lines.endsWith(OFF), true);
      rig.expect('ATR', await rig.reset('warm'), 'mute');
      const supplies = rig.lines.split(', ').filter((line) => /^VCC [AB]/.test(line));
      rig.expect('supplies', supplies.join(', '), 'VCC A, VCC B, VCC A, VCC B');
    },
  },
  {
    id: 'L01-022',
    clause: 'ISO/IEC 7816-3 6.1',
    title: 'after a reset that failed the card of before is not spoken to any more',
    async run(rig) {
      await opened(rig, [`^ ${ATR}`, '^ 3BE000002000']);
      rig.expect('ATR', await rig.reset('warm'), 'protocol');
      rig.expect('answer', await rig.send('00A40000'), 'mute');
      rig.scriptEnds();
    },
  },
  {
    id: 'L01-023',
    clause: 'ISO/IEC 7816-3 6.4',
    title: 'a command to a card that was torn out: removed',
    async run(rig) {
      await opened(rig);
      rig.socket.remove();
      rig.expect('answer', await rig.send('00A40000'), 'removed');
      rig.expect('lines', rig.lines, `${ON}, ${OFF}`);
    },
  },
];
