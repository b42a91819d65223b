/** Every scenario through couplers, and what becomes of identify when any one byte of a serial line goes wrong. */

import { describe, expect, it } from 'vitest';
import type { SerialMishap } from '../../hosts/peers/coupler/coupler-serial.js';
import { SCENARIOS } from '../xs/scenarios.js';
import { couplerOf, speaking, withCouplers, withSlots } from './contact-visits.js';

/** T=1, 512/32, IFSC 254, BWI 4, CWI 5. */
const BLOCKS = [0xfd, 0x96, 0x00, 0xff, 0x81, 0x31, 0xfe, 0x45];

/** Longer than any visit here with its one Fault, ms. */
const BOUND_MS = 20_000;

const IDENTIFY = SCENARIOS['identify-v2-des'];

/** Plays identify with a mishap at one byte of the card's serial line, or of the PSAM's. */
async function disturbed(slot: 'card' | 'psam', at: number, mishap: SerialMishap) {
  const settings = { mischief: ({ count }: { readonly count: number }) => (count === at ? mishap : undefined) };
  return await (slot === 'card' ? withCouplers(IDENTIFY, settings) : withCouplers(IDENTIFY, {}, settings));
}

/** How many bytes a slot's serial line carries in an undisturbed identify. */
async function bytesOf(slot: 'card' | 'psam'): Promise<number> {
  let bytes = 0;
  const settings = { mischief: () => void bytes++ };
  await (slot === 'card' ? withCouplers(IDENTIFY, settings) : withCouplers(IDENTIFY, {}, settings));
  return bytes;
}

describe('every scenario', () => {
  it.each(Object.keys(SCENARIOS))('%s tells card and PSAM the same, byte for byte', async (name) => {
    const without = await withSlots(SCENARIOS[name]);
    const through = await withCouplers(SCENARIOS[name]);
    expect(through.transcript).toEqual(without.transcript);
    expect(through.outcome).toBe(without.outcome);
    expect(through.supplies).toBe('off off');
  });

  it.each(Object.keys(SCENARIOS))('%s comes to the same end with a card of T=1', async (name) => {
    const without = await withSlots(SCENARIOS[name]);
    const through = await withCouplers(SCENARIOS[name], { traits: speaking(BLOCKS) });
    expect(through.outcome).toBe(without.outcome);
    expect(through.supplies).toBe('off off');
  });
});

describe('identify', () => {
  it.each(['card', 'psam'] as const)('ends clean and bounded when the %s is torn out at any byte', async (slot) => {
    const bytes = await bytesOf(slot);
    expect(bytes).toBeGreaterThan(300);
    const ends = new Set<string>();
    for (let at = 1; at <= bytes; at++) {
      const torn = await disturbed(slot, at, { kind: 'removed' });
      ends.add(torn.outcome);
      expect([at, torn.supplies]).toEqual([at, 'off off']);
      expect(torn.play.world.clock.ticks()).toBeLessThan(BOUND_MS);
    }
    // Before the presence is asked for there is no card; after the last answer it does not matter any more.
    const word = slot === 'card' ? 'icc' : 'sam';
    const known = ['done', 'psam-absent', `${word} absent`, `${word} removed`];
    expect([...ends].filter((end) => !known.includes(end))).toEqual([]);
    expect(ends).toContain(`${word} removed`);
  });

  it('does so when the card leaves between two of its own characters', async () => {
    const all = couplerOf((await withCouplers(IDENTIFY)).play.world.icc).characters;
    expect(all).toBeGreaterThan(300);
    for (let at = 1; at <= all; at++) {
      const torn = await withCouplers(IDENTIFY, { tearing: (count) => count === at });
      expect([at, torn.outcome]).toEqual([at, 'icc removed']);
      expect(torn.supplies).toBe('off off');
      expect(torn.play.world.clock.ticks()).toBeLessThan(BOUND_MS);
    }
  });

  it.each([
    { kind: 'damaged' },
    { kind: 'lost' },
    { kind: 'cut' },
    { kind: 'late', ms: 40 },
    { kind: 'noise', bytes: [0x60, 0x01] },
    { kind: 'mute' },
  ] as const)('ends bounded, with card and money unharmed, when a byte is $kind', async (mishap) => {
    const { transcript } = await withSlots(IDENTIFY);
    const sent = transcript.filter((line) => line.startsWith('icc > 00'));
    const bytes = await bytesOf('card');
    for (let at = 1; at <= bytes; at += 3) {
      const { play, transcript: through, outcome } = await disturbed('card', at, mishap);
      expect(outcome).toMatch(/^(done|icc (absent|mute|protocol))$/);
      expect(play.world.clock.ticks()).toBeLessThan(BOUND_MS);
      // No command is sent twice: what the card was told is a beginning of what it is told undisturbed.
      const told = through.filter((line) => line.startsWith('icc > 00'));
      expect(told).toEqual(sent.slice(0, told.length));
    }
  });
});

describe('a purchase', () => {
  it('ends clean, bounded and squared with the bank when the card is torn out at every fifth byte', async () => {
    const purchase = SCENARIOS['purchase-dda'];
    let bytes = 0;
    await withCouplers(purchase, { mischief: () => void bytes++ });
    const ends = new Set<string>();
    for (let at = 1; at <= bytes; at += 5) {
      const torn = await withCouplers(purchase, {
        mischief: ({ count }) => (count === at ? { kind: 'removed' } : undefined),
      });
      ends.add(torn.outcome);
      expect([at, torn.supplies]).toEqual([at, 'off off']);
      expect(torn.play.world.clock.ticks()).toBeLessThan(BOUND_MS);
      const { pending } = torn.play.terminal.status();
      expect([at, pending, torn.play.bank.reconcile().differences]).toEqual([at, undefined, []]);
    }
    // Its last answer is with the coupler before its bytes are out: the card may leave then, and the purchase stands.
    expect([...ends].sort()).toEqual(['done', 'icc absent', 'icc removed']);
  });
});
