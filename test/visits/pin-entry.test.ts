import { describe, expect, it } from 'vitest';
import type { Gesture } from '../../hosts/peers/finger/finger.js';
import { type Bench, bench, cardLike, outcome, type PinChanges } from './bench.js';

const RIGHT: Gesture = { digits: '123456' };
const WRONG: Gesture = { digits: '654321' };

interface Entered {
  /** The visit's outcome and how many VERIFY commands with a PIN reached the card. */
  readonly said: string;
  readonly one: Bench;
}

/** A visit to a file that the PIN opens, whose holder does this at the pad. */
async function entering(gestures: readonly Gesture[], changes: PinChanges = {}): Promise<Entered> {
  const one = await bench({ card: cardLike('v2-des', changes), gestures });
  const result = outcome(await one.terminal.enquire({ files: ['DF01EF05'], proof: 'pin' }));
  const verified = one.commands().filter((command) => /^00200000../.test(command)).length;
  // The pad's entries and the card's verifications are the same, whatever the holder does.
  expect(verified).toBe(one.world.pinPad.entries);
  return { said: `${result}, ${verified} verified`, one };
}

/** Tries left as the PIN screens announced them, in their order. */
const announced = ({ views }: Bench): string[] =>
  views
    .filter(({ screen }) => screen === 'pin')
    .flatMap(({ lines }) => lines.slice(1).map(({ value }) => String(value)));

describe('the PIN', () => {
  it('may be right the first, the second or the third time', async () => {
    expect((await entering([RIGHT])).said).toBe('done, 1 verified');
    expect((await entering([WRONG, RIGHT])).said).toBe('done, 2 verified');
    const third = await entering([WRONG, WRONG, RIGHT]);
    expect(third.said).toBe('done, 3 verified');
    expect(announced(third.one)).toEqual(['3', '2', '1']);
    const titles = third.one.views.filter(({ screen }) => screen === 'pin').map(({ title }) => title.en);
    expect(titles).toEqual(['Enter your PIN', 'Wrong PIN, try again', 'Wrong PIN, try again']);
  });

  it('may be of an odd number of digits', async () => {
    expect((await entering([{ digits: '1234' }, { digits: '12345' }], { pin: '12345' })).said).toBe('done, 2 verified');
  });

  it('is asked for three times, and not a fourth, though the card would allow it', async () => {
    const patient = await entering([WRONG, WRONG, WRONG, RIGHT], { pinTries: 5 });
    expect(patient.said).toBe('pin-wrong 2, 3 verified');
    expect(announced(patient.one)).toEqual(['5', '4', '3']);
    expect(patient.one.views[patient.one.views.length - 1].lines[0].value).toEqual({
      zh: '密码错误，剩余 2 次',
      en: 'Wrong PIN; tries left: 2',
    });
  });

  it('is not asked for again when the card has locked it', async () => {
    const locked = await entering([WRONG, WRONG, RIGHT], { pinTries: 2 });
    expect(locked.said).toBe('pin-locked, 2 verified');
    expect(announced(locked.one)).toEqual(['2', '1']);
  });

  it('that is locked is not asked for at all', async () => {
    const one = await bench({ card: cardLike('v2-des', { pinTriesLeft: 0 }), gestures: [RIGHT] });
    expect(outcome(await one.terminal.enquire({ files: ['DF01EF05'], proof: 'pin' }))).toBe('pin-locked');
    expect(one.world.pinPad.entries).toBe(0);
    expect(one.commands().filter((command) => command.startsWith('002000'))).toEqual(['00200000']);
  });

  it('that is not set is not asked for', async () => {
    expect((await entering([], { pin: null })).said).toBe('done, 0 verified');
  });

  it('costs no try when the holder cancels, walks away or enters too little', async () => {
    expect((await entering(['cancel'])).said).toBe('pin-cancelled, 0 verified');
    expect((await entering(['away'])).said).toBe('pin-timeout, 0 verified');
    expect((await entering([{ digits: '123' }])).said).toBe('pin-timeout, 0 verified');
    const later = await entering([WRONG, 'cancel']);
    expect(later.said).toBe('pin-cancelled, 1 verified');
  });

  it('keeps its tries from visit to visit', async () => {
    const one = await bench({ card: cardLike('v2-des'), gestures: [WRONG, 'cancel', WRONG, 'cancel', RIGHT] });
    const visit = async () => outcome(await one.terminal.enquire({ files: ['DF01EF05'], proof: 'pin' }));
    expect([await visit(), await visit(), await visit(), await visit()]).toEqual([
      'pin-cancelled',
      'pin-cancelled',
      'done',
      'pin-timeout',
    ]);
    // 3, 2 | 2, 1 | 1: right, so that the next visit begins with three again.
    expect(announced(one)).toEqual(['3', '2', '2', '1', '1', '3']);
  });
});
