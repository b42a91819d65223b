/** K14, power that fails: after each command of a payment the card is pulled, and has done all of the command or nothing. */

import { describe, expect, it } from 'vitest';
import { type PaymentDesk, paymentDesk, usedDesk } from './desk.js';

/** One payment, step by step; the PIN is wrong once and right once. */
const STEPS: readonly ((desk: PaymentDesk) => unknown)[] = [
  (desk) => desk.select(),
  (desk) => desk.ask('80A80000028300'),
  (desk) => desk.say('002000800826654321FFFFFFFF'),
  (desk) => desk.say('002000800826123456FFFFFFFF'),
  (desk) => desk.first('80'),
  (desk) => desk.answer(),
  (desk) => desk.second('40'),
  (desk) => desk.script({ ins: 0x24 }),
];

/** What the card holds after so many steps: ATC, last online ATC, tries left, and whether an ARQC is waiting. */
const AFTER: readonly (readonly [counter: string, lastOnline: string, tries: string, waits: boolean])[] = [
  ['0001', '0001', '03', false],
  ['0001', '0001', '03', false],
  ['0002', '0001', '03', false],
  ['0002', '0001', '02', false],
  ['0002', '0001', '03', false],
  ['0002', '0001', '03', true],
  ['0002', '0001', '03', true],
  ['0002', '0002', '03', false],
  ['0002', '0002', '03', false],
];

describe('a card pulled', () => {
  for (let done = 0; done <= STEPS.length; done++) {
    it(`after ${done} commands`, () => {
      const desk = usedDesk({ tags: { '9F52': '0000', '9F53': null, '9F54': null, '9F58': null, '9F72': null } });
      for (const step of STEPS.slice(0, done)) step(desk);
      desk.again().select();
      const [counter, lastOnline, tries, waits] = AFTER[done];
      expect(desk.ask('80CA9F3600')).toBe(`9F3602${counter}9000`);
      expect(desk.ask('80CA9F1300')).toBe(`9F1302${lastOnline}9000`);
      expect(desk.ask('80CA9F1700')).toBe(`9F1701${tries}9000`);
      desk.open();
      expect(desk.first('40').information).toBe(waits ? '80' : '40');
    });
  }
  it('before it fetches the answer has decided all the same', () => {
    const desk = paymentDesk();
    desk.open();
    expect(desk.say(`80AE800034${'00'.repeat(52)}`)).toBe('6115');
    desk.again().open();
    expect(desk.first('80').results.slice(4, 5)).toBe('9');
  });
  it('never gives a try back, however often it is pulled', () => {
    const desk = paymentDesk();
    for (const answer of ['63C2', '63C1', '63C0', '6983']) {
      desk.open();
      expect(desk.say('002000800826654321FFFFFFFF')).toBe(answer);
      desk.again();
    }
  });
});
