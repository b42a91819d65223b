/** Every scenario through the contacts, and what becomes of identify when any one of its characters goes wrong. */

import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../xs/scenarios.js';
import { at, charactersOf, speaking, useOf, withContacts, withSlots } from './contact-visits.js';

/** T=1, 512/32, IFSC 254, BWI 4, CWI 5. */
const BLOCKS = [0xfd, 0x96, 0x00, 0xff, 0x81, 0x31, 0xfe, 0x45];

/** Longer than any visit here with its one Fault, ms. */
const BOUND_MS = 10_000;

const IDENTIFY = SCENARIOS['identify-v2-des'];

describe('every scenario', () => {
  it.each(Object.keys(SCENARIOS))('%s tells card and PSAM the same, byte for byte', async (name) => {
    const without = await withSlots(SCENARIOS[name]);
    const through = await withContacts(SCENARIOS[name]);
    expect(through.transcript).toEqual(without.transcript);
    expect(through.outcome).toBe(without.outcome);
    expect(through.supplies).not.toContain('ON');
  });

  it.each(Object.keys(SCENARIOS))('%s comes to the same end with a card of T=1', async (name) => {
    const without = await withSlots(SCENARIOS[name]);
    const through = await withContacts(SCENARIOS[name], { traits: speaking(BLOCKS) });
    expect(through.outcome).toBe(without.outcome);
    expect(through.supplies).not.toContain('ON');
  });
});

describe('identify', () => {
  it('costs its contacts so many characters and milliseconds', async () => {
    const { world } = (await withContacts(IDENTIFY)).play;
    expect(useOf(world.icc)).toEqual({ toCard: 80, fromCard: 236, lineMs: 395, waitMs: 79 });
    expect(useOf(world.sams[0])).toEqual({ toCard: 120, fromCard: 113, lineMs: 291, waitMs: 97 });
  });

  it('costs an eighth of it and less at 512/32', async () => {
    const { world } = (await withContacts(IDENTIFY, { traits: speaking([0x7d, 0x96, 0x00, 0x00]) })).play;
    // TA1 and PPS are nine characters more; 26 of all are at 1.25 ms, the others at 0.054 ms.
    expect(useOf(world.icc)).toMatchObject({ toCard: 84, fromCard: 241, lineMs: 49 });
  });

  it('ends clean, bounded and without power when the card is torn out at any character', async () => {
    const all = charactersOf((await withContacts(IDENTIFY)).play.world.icc);
    for (let count = 1; count <= all; count++) {
      const torn = await withContacts(IDENTIFY, { mischief: at(count, 'removed') });
      expect([count, torn.outcome]).toEqual([count, 'icc removed']);
      expect(torn.supplies).toMatch(/^off( off)?$/);
      expect(torn.play.world.clock.ticks()).toBeLessThan(BOUND_MS);
    }
  });

  it('does so when the PSAM is torn out at any character', async () => {
    const all = charactersOf((await withContacts(IDENTIFY)).play.world.sams[0]);
    for (let count = 1; count <= all; count++) {
      const torn = await withContacts(IDENTIFY, {}, { mischief: at(count, 'removed') });
      expect([count, torn.outcome]).toEqual([count, 'sam removed']);
      expect(torn.supplies).toBe('off off');
      expect(torn.play.world.clock.ticks()).toBeLessThan(BOUND_MS);
    }
  });

  it('does so over T=1', async () => {
    const card = { traits: speaking(BLOCKS) };
    const all = charactersOf((await withContacts(IDENTIFY, card)).play.world.icc);
    for (let count = 1; count <= all; count += 3) {
      const torn = await withContacts(IDENTIFY, { ...card, mischief: at(count, 'removed') });
      expect([count, torn.outcome]).toEqual([count, 'icc removed']);
      expect(torn.supplies).toMatch(/^off( off)?$/);
    }
  });

  it('is the same visit when any character has to be repeated', async () => {
    const without = await withSlots(IDENTIFY);
    const all = charactersOf((await withContacts(IDENTIFY)).play.world.icc);
    // The first 17 are the ATR, which is not repeated but asked for once more.
    for (let count = 18; count <= all; count += 4) {
      const through = await withContacts(IDENTIFY, { mischief: at(count, 'parity') });
      expect(through.transcript).toEqual(without.transcript);
    }
  });
});

describe('a purchase', () => {
  it('ends clean, bounded and forgotten by the bank when the card is torn out at any character', async () => {
    const purchase = SCENARIOS['purchase-dda'];
    const all = charactersOf((await withContacts(purchase)).play.world.icc);
    for (let count = 1; count <= all; count++) {
      const torn = await withContacts(purchase, { mischief: at(count, 'removed') });
      // The last character ends the answer with the TC: before that the terminal takes back what the bank has approved.
      expect([count, torn.outcome]).toEqual([count, 'icc removed']);
      expect(torn.supplies).toMatch(/^off( off)?$/);
      expect(torn.play.world.clock.ticks()).toBeLessThan(BOUND_MS);
      const { pending, rows } = torn.play.terminal.status();
      const { differences, batches } = torn.play.bank.reconcile();
      const standing = batches.flatMap((batch) => batch.standing);
      expect([count, pending, rows, standing, differences]).toEqual([count, undefined, [], [], []]);
    }
  });
});
