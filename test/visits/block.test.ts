import { describe, expect, it } from 'vitest';
import type { Press } from '../../hosts/peers/finger/keys.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { BlacklistEntry } from '../../src/ssse/blacklist.js';
import type { BlockTarget } from '../../src/visits/block.js';
import { samplePsam } from '../xs/scenarios.js';
import { type Bench, bench, cardLike, outcome, tampered } from './bench.js';

interface Blocking {
  readonly said: string;
  readonly one: Bench;
  /** What a second visit hears. */
  readonly later: string;
}

async function blocking(target: BlockTarget, presses: readonly Press[], sample = 'v2-des'): Promise<Blocking> {
  const one = await bench({ card: cardLike(sample), presses, gestures: [{ digits: '123456' }] });
  const said = outcome(await one.terminal.block({ target }));
  const files = target === 'DF03' ? ['DF03EF07'] : ['DF04EF05'];
  const later = outcome(await one.terminal.enquire({ files, proof: 'key' }));
  return { said, one, later };
}

const proved = ({ one }: Blocking): string[] =>
  one
    .commands()
    .filter((command) => /^(0082|84)/.test(command))
    .map((command) => command.slice(0, 8));

describe('a block', () => {
  it.each([
    ['card', 'card-blocked', ['00820005', '84160000']],
    ['SSSE', 'application-blocked', ['00820005', '841E0001']],
    ['DF03', 'application-blocked DF03EF07', ['00820083', '841E0001']],
    ['DF04', 'application-blocked DF04EF05', ['00820083', '841E0001']],
  ] as const)('of %s takes its permission key, and holds', async (target, later, commands) => {
    const done = await blocking(target, [1]);
    expect([done.said, done.later]).toEqual(['done', later]);
    expect(proved(done).slice(0, 2)).toEqual(commands);
  });

  it.each(['v1-plain', 'v2-sm4', 'v3-sm4'])('is known to %s', async (sample) => {
    const { said, later } = await blocking('DF04', [1], sample);
    expect([said, later]).toEqual(['done', 'application-blocked DF04EF05']);
  });

  it('of one application leaves the others alone', async () => {
    const { one } = await blocking('DF03', [1]);
    expect(outcome(await one.terminal.enquire({ files: ['DF04EF05'], proof: 'key' }))).toBe('done');
  });

  it('shows the attendant what and which card, the number masked in the transcript', async () => {
    const { one } = await blocking('DF04', [1]);
    const question = one.views.find(({ screen }) => screen === 'confirm-block');
    const { masked, value } = question?.lines[3] ?? {};
    expect([value, masked]).toEqual(['A00000011', 'A0*****11']);
    expect(question?.lines[2].value).toEqual({ zh: '社会保险信息区2（医保）', en: 'Social insurance 2, medical' });
    expect(question?.lines.slice(0, 2).map(({ label }) => label?.en)).toEqual(['1', '2']);
  });

  it.each([[2], ['cancel'], ['away'], [3]] as const)('is not begun when the attendant presses %s', async (press) => {
    const done = await blocking('card', [press]);
    expect([done.said, done.later, proved(done)]).toEqual(['block-not-confirmed', 'done', ['00820084']]);
  });

  it.each(['blacklisted', 'blacklisted-range', 'expired', 'not-yet-valid', 'pin-locked'])(
    'takes a card that is %s',
    async (sample) => {
      const one = await bench({ card: cardLike(sample), presses: [1], blacklist: LISTED });
      expect(outcome(await one.terminal.block({ target: 'card' }))).toBe('done');
    },
  );

  it('does not take a card that cannot prove itself', async () => {
    const one = await bench({ card: cardLike('wrong-region-key'), presses: [1] });
    expect(outcome(await one.terminal.block({ target: 'card' }))).toBe('card-not-authentic');
  });
});

/** The test card by number, two sample cards, and a range. */
const LISTED: readonly BlacklistEntry[] = [
  { cardIdentifier: '990100D15600000500000001' + '66534F34', cardNumber: 'A00000011' },
  { from: 'T99010000', to: 'T99019999' },
];

describe('a card on the blacklist', () => {
  const met = async (onBlacklisted: 'refuse' | 'block-application' | 'block-card', sample = 'v2-des') => {
    const one = await bench({ card: cardLike(sample), blacklist: LISTED, social: { onBlacklisted } });
    const result = await one.terminal.identify();
    const aftermath = result.outcome === 'done' ? undefined : result.aftermath;
    const { aftermath: _, ...refusal } = { aftermath, ...result };
    return { refusal, aftermath, one, later: outcome(await one.terminal.identify()) };
  };

  it('is refused, and blocked where the profile says so', async () => {
    const refused = { outcome: 'refused', refusal: { refused: 'blacklisted-card' } };
    const told = async (deed: 'refuse' | 'block-application' | 'block-card') => {
      const { refusal, aftermath, later } = await met(deed);
      expect(refusal).toEqual(refused);
      return [aftermath?.left, later];
    };
    expect(await told('refuse')).toEqual([undefined, 'blacklisted-card']);
    expect(await told('block-card')).toEqual(['blocked', 'card-blocked']);
    expect(await told('block-application')).toEqual(['blocked', 'application-blocked']);
  });

  it('is told so', async () => {
    const { one } = await met('block-card');
    const told = one.views.filter(({ screen }) => screen === 'refused')[0].lines.map(({ value }) => value);
    expect(told[2]).toEqual({ zh: '卡片已按规定锁定', en: 'The card has been blocked, as ordered' });
  });

  it('by a range alone is refused and never blocked', async () => {
    const { refusal, aftermath, later } = await met('block-card', 'blacklisted-range');
    expect(refusal).toEqual({ outcome: 'refused', refusal: { refused: 'blacklisted-range' } });
    expect(aftermath).toBeUndefined();
    expect(later).toBe('blacklisted-range');
  });

  it('is reported where the terminal has not the key', async () => {
    const psam = tampered(samplePsam('full')(new SeededRandom(3)), (tpdu, real) =>
      tpdu[1] === 0xde && tpdu[3] === 0x11 ? Uint8Array.of(0x6a, 0x88) : real(),
    );
    const one = await bench({
      card: cardLike('v2-des'),
      psam,
      blacklist: LISTED,
      social: { onBlacklisted: 'block-card' },
    });
    expect(await one.terminal.identify()).toEqual({
      outcome: 'refused',
      refusal: { refused: 'blacklisted-card' },
      aftermath: { left: 'not-blocked' },
    });
  });
});
