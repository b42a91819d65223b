import { describe, expect, it } from 'vitest';
import type { Card } from '../../hosts/peers/card/card.js';
import type { Chip } from '../../hosts/peers/chip.js';
import type { Gesture } from '../../hosts/peers/finger/finger.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { SocialSwitches } from '../../src/app/management.js';
import { samplePsam } from '../xs/scenarios.js';
import { type Bench, bench, cardLike, outcome, type PinChanges, tampered } from './bench.js';

const RIGHT: Gesture = { digits: '123456' };
const WRONG: Gesture = { digits: '654321' };
const NEW: Gesture = { digits: '97531' };

type Visit = 'verifyPin' | 'changePin' | 'removePin' | 'reloadPin' | 'unblockPin';

interface Done {
  readonly said: string;
  readonly one: Bench;
  /** The PIN's record on the card afterwards: digits, and tries left. */
  readonly pin: string;
}

interface Case extends PinChanges {
  readonly social?: SocialSwitches;
  readonly sample?: string;
  readonly psam?: Chip;
}

async function visiting(visit: Visit, gestures: readonly Gesture[], setting: Case = {}): Promise<Done> {
  const card = cardLike(setting.sample ?? 'v2-des', setting);
  const { social, psam } = setting;
  const one = await bench({ card, gestures, ...(social && { social }), ...(psam && { psam }) });
  const said = outcome(await one.terminal[visit]());
  return { said, one, pin: pinOf(card) };
}

function pinOf(card: Card): string {
  const key = card.image().environments[0].keys.find(({ type }) => type === '01');
  return `${key?.value.replace(/F+$/, '')} ${key?.triesLeft}`;
}

/** Commands that show a PIN to the card. */
const shown = ({ one }: Done): string[] =>
  one.commands().filter((command) => /^(00200000..|805E|842400)/.test(command));

/** Tries left as the PIN screens announced them. */
const announced = ({ one }: Done): string[] =>
  one.views
    .filter(({ screen }) => screen === 'pin')
    .flatMap(({ lines }) => lines.slice(1).map(({ value }) => String(value)));

describe('verifying the PIN', () => {
  it('is one VERIFY for each entry', async () => {
    const done = await visiting('verifyPin', [WRONG, RIGHT]);
    expect([done.said, done.pin, shown(done).length, done.one.world.pinPad.entries]).toEqual([
      'done',
      '123456 3',
      2,
      2,
    ]);
    expect(announced(done)).toEqual(['3', '2']);
  });

  it('needs a PIN', async () => {
    expect((await visiting('verifyPin', [], { pin: null })).said).toBe('pin-not-set');
  });

  it('by the initial one is refused where that does not serve, and only once the card has said that it is right', async () => {
    const social = { initialPin: Uint8Array.of(1, 2, 3, 4, 5, 6), initialPinServes: false };
    const done = await visiting('verifyPin', [RIGHT], { social });
    expect([done.said, shown(done).length]).toEqual(['pin-initial', 1]);
    // One who guesses at it learns that it is wrong, and pays a try.
    const guessed = await visiting('verifyPin', [RIGHT, 'cancel'], { social, pin: '97531' });
    expect([guessed.said, guessed.pin]).toEqual(['pin-cancelled', '97531 2']);
    expect((await visiting('verifyPin', [NEW], { social, pin: '97531' })).said).toBe('done');
  });

  it('by the initial one opens no file either where it does not serve', async () => {
    const social = { initialPin: Uint8Array.of(1, 2, 3, 4, 5, 6), initialPinServes: false };
    const one = await bench({ card: cardLike('v2-des'), gestures: [RIGHT], social });
    expect(outcome(await one.terminal.enquire({ files: ['DF01EF05'], proof: 'pin' }))).toBe('pin-initial');
    expect(one.commands().filter((command) => command.startsWith('00B2'))).toHaveLength(1);
  });
});

describe('changing the PIN', () => {
  it('takes the old one and the new one twice, in one command', async () => {
    const done = await visiting('changePin', [RIGHT, NEW, NEW]);
    expect([done.said, done.pin]).toEqual(['done', '97531 3']);
    expect(shown(done).map((command) => command.slice(0, 10))).toEqual(['805E010007']);
    expect(done.one.world.pinPad.entries).toBe(3);
    expect(done.one.views.map(({ screen }) => screen)).toEqual([
      'idle',
      'reading',
      'pin',
      'new-pin',
      'new-pin-again',
      'pin-changed',
    ]);
  });

  it('asks for everything anew when the old one was wrong', async () => {
    const done = await visiting('changePin', [WRONG, NEW, NEW, RIGHT, NEW, NEW]);
    expect([done.said, done.pin, shown(done).length]).toEqual(['done', '97531 3', 2]);
    expect(done.one.world.pinPad.entries).toBe(6);
    expect(announced(done)).toEqual(['3', '2']);
  });

  it('stops when the card locks the PIN, or the entries are used up', async () => {
    const thrice = [WRONG, NEW, NEW, WRONG, NEW, NEW, WRONG, NEW, NEW, RIGHT, NEW, NEW];
    const locked = await visiting('changePin', thrice);
    expect([locked.said, locked.pin, shown(locked).length]).toEqual(['pin-locked', '123456 0', 3]);
    const patient = await visiting('changePin', thrice, { pinTries: 5 });
    expect([patient.said, patient.pin, shown(patient).length]).toEqual(['pin-wrong 2', '123456 2', 3]);
  });

  it('sets the first one where there is none', async () => {
    const done = await visiting('changePin', [NEW, NEW], { pin: null });
    expect([done.said, done.pin]).toEqual(['done', '97531 3']);
    expect(done.one.views.map(({ screen }) => screen)).not.toContain('pin');
    expect(done.one.views[done.one.views.length - 1].title.en).toBe('The PIN was set');
  });

  it.each([
    [[RIGHT, NEW, WRONG], 'pin-mismatch'],
    [['cancel'], 'pin-cancelled'],
    [[RIGHT, 'cancel'], 'pin-cancelled'],
    [[RIGHT, NEW, 'away'], 'pin-timeout'],
    [[RIGHT, { digits: '123' }], 'pin-timeout'],
  ] as const)('shows nothing to the card after %j: %s', async (gestures, said) => {
    const done = await visiting('changePin', gestures);
    expect([done.said, done.pin, shown(done)]).toEqual([said, '123456 3', []]);
  });

  it('does not go back to the initial one where that is forbidden', async () => {
    const social = { initialPin: Uint8Array.of(9, 7, 5, 3, 1), initialPinMayReturn: false };
    const back = await visiting('changePin', [RIGHT, NEW, NEW], { social });
    expect([back.said, back.pin, shown(back)]).toEqual(['pin-not-initial-again', '123456 3', []]);
    expect((await visiting('changePin', [RIGHT, WRONG, WRONG], { social })).said).toBe('done');
    const allowed = { ...social, initialPinMayReturn: true };
    expect((await visiting('changePin', [RIGHT, NEW, NEW], { social: allowed })).said).toBe('done');
  });

  it('is possible with the initial one that must be changed', async () => {
    const social = { initialPin: Uint8Array.of(1, 2, 3, 4, 5, 6), initialPinServes: false };
    expect((await visiting('changePin', [RIGHT, NEW, NEW], { social })).said).toBe('done');
  });

  it('is not for a PIN that is locked', async () => {
    const done = await visiting('changePin', [RIGHT, NEW, NEW], { pinTriesLeft: 0 });
    expect([done.said, done.one.world.pinPad.entries]).toEqual(['pin-locked', 0]);
  });
});

describe('taking the PIN away', () => {
  it('takes the PIN', async () => {
    const done = await visiting('removePin', [WRONG, RIGHT]);
    expect([done.said, done.pin, shown(done).length]).toEqual(['done', ' 3', 2]);
    expect((await visiting('removePin', [], { pin: null })).said).toBe('pin-not-set');
  });
});

describe('reloading the PIN', () => {
  it('replaces a locked one', async () => {
    const done = await visiting('reloadPin', [NEW, NEW], { pinTriesLeft: 0 });
    expect([done.said, done.pin]).toEqual(['done', '97531 3']);
  });

  it('gives one to a card that had none', async () => {
    expect((await visiting('reloadPin', [NEW, NEW], { pin: null })).pin).toBe('97531 3');
  });

  it('asks for no PIN before the card has given its permission', async () => {
    const other = tampered(samplePsam('full')(new SeededRandom(3)), (tpdu, real) =>
      // No PUK in this PSAM.
      tpdu[1] === 0xde && tpdu[3] === 0x10 ? Uint8Array.of(0x6a, 0x88) : real(),
    );
    const done = await visiting('reloadPin', [NEW, NEW], { psam: other });
    expect([done.said, done.one.world.pinPad.entries, done.pin]).toEqual(['psam-key-missing', 0, '123456 3']);
  });

  it.each([
    [[NEW, WRONG], 'pin-mismatch'],
    [['cancel'], 'pin-cancelled'],
  ] as const)('loads nothing after %j', async (gestures, said) => {
    const done = await visiting('reloadPin', gestures, { pinTriesLeft: 0 });
    expect([done.said, done.pin, shown(done)]).toEqual([said, '123456 0', []]);
  });

  it('does not load the initial one where that is forbidden', async () => {
    const social = { initialPin: Uint8Array.of(9, 7, 5, 3, 1), initialPinMayReturn: false };
    expect((await visiting('reloadPin', [NEW, NEW], { social })).said).toBe('pin-not-initial-again');
  });

  it('with a maintenance key that the card does not have is refused, and costs PUK a try', async () => {
    const stk = tampered(samplePsam('full')(new SeededRandom(3)), (tpdu, real) => {
      if (tpdu[1] === 0xde && tpdu[3] === 0x09) tpdu[12] ^= 1;
      return real();
    });
    const done = await visiting('reloadPin', [NEW, NEW], { psam: stk });
    expect([done.said, done.pin]).toEqual(['message-refused', '123456 3']);
  });
});

describe('unblocking the PIN', () => {
  it('gives it its tries back and leaves it as it is', async () => {
    const done = await visiting('unblockPin', [], { pinTriesLeft: 0 });
    expect([done.said, done.pin, done.one.world.pinPad.entries]).toEqual(['done', '123456 3', 0]);
  });

  it('needs a PIN', async () => {
    const done = await visiting('unblockPin', [], { pin: null });
    expect([done.said, shown(done)]).toEqual(['pin-not-set', []]);
  });

  it.each(['v2-sm4', 'v1-plain', 'v3-sm4'])('works on %s', async (sample) => {
    const done = await visiting('unblockPin', [], { sample, pin: '1234', pinTriesLeft: 0 });
    expect([done.said, done.pin]).toEqual(['done', '1234 3']);
  });
});
