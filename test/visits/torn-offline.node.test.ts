/**
 * Card or PSAM pulled at every exchange of a visit that was settled without the host: the card never has a line that it has
 * not counted, what the terminal says of it is true, and the same visit then comes about once.
 */

import { describe, expect, it } from 'vitest';
import type { Card } from '../../hosts/peers/card/card.js';
import type { Mischief } from '../../hosts/peers/slot/slot.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { Settled } from '../../src/visits/card-offline.js';
import { samplePsam } from '../xs/scenarios.js';
import { type Bench, bench, cardLike, outcome } from './bench.js';

const PIN = { digits: '123456' };
/** Times that the holder comes with the card, the torn visit included, until all is settled. */
const VISITS = 4;

/** 93 of EF06, 92, and lines of EF08. */
function countsOf(card: Card): readonly [count: number, sum: number, lines: number] {
  const { files } = card.image().environments[0].applications.find(({ fid }) => fid === 'DF04') ?? { files: [] };
  const recordsOf = (fid: string) => {
    const file = files.find((one) => one.fid === fid);
    return file && 'records' in file ? file.records : [];
  };
  const [, sum, count] = recordsOf('EF06');
  const digits = (count.slice(4).match(/../g) ?? []).filter((byte) => byte !== '00');
  return [Number(digits.map((byte) => byte[1]).join('')), Number(sum.slice(4)), recordsOf('EF08').length];
}

async function visitor(card: Card, slot?: 'card' | 'psam', mischief?: Mischief): Promise<Bench> {
  const disturbed = mischief && (slot === 'card' ? { cardMischief: mischief } : { psamMischief: mischief });
  const [gestures, presses] = [new Array(VISITS).fill(PIN), new Array(VISITS).fill(1)];
  return await bench({ card, gestures, presses, ...disturbed });
}

const visit = (one: Bench, settled: Settled) => one.terminal.visitLog({ total: 15_000, covered: 10_000, settled });

describe.each(['offline', 'online'] as const)('a visit that was settled %s', (settled) => {
  it.each(['card', 'psam'] as const)('with the %s pulled at every exchange', async (slot) => {
    const [count, sum, lines] = countsOf(cardLike('v2-rich'));
    const calm = await visitor(cardLike('v2-rich'));
    expect(outcome(await visit(calm, settled))).toBe('done');
    const exchanges = slot === 'card' ? calm.world.icc.exchanges : calm.world.sams[0].exchanges;
    for (let at = 1; at <= exchanges; at++)
      for (const when of ['before', 'after'] as const) {
        const where = `${slot} ${when} exchange ${at}`;
        const card = cardLike('v2-rich');
        let isTorn = false;
        const one = await visitor(card, slot, ({ what, count: now }) => {
          if (isTorn || what !== 'exchange' || now !== at) return undefined;
          isTorn = true;
          return { kind: 'removed', when };
        });
        const torn = await visit(one, settled);
        expect(torn.outcome, where).toBe('interrupted');
        const left = countsOf(card);
        if (settled === 'offline') expect(left[0] - count, where).toBeGreaterThanOrEqual(left[2] - lines);
        if (torn.outcome === 'interrupted' && torn.aftermath === undefined)
          expect(left, where).toEqual([count, sum, lines]);
        if (torn.outcome === 'interrupted' && torn.aftermath?.left === 'offline-counted')
          expect(left[2], where).toBe(lines);
        await settle(one, card, settled, lines, where);
      }
  });

  /** The holder comes again, to a PSAM that is there, until the line is, and asks for nothing then. */
  async function settle(one: Bench, card: Card, how: Settled, before: number, where: string): Promise<void> {
    const {
      icc,
      sams: [sam],
    } = one.world;
    for (let i = 0; i < 2 && countsOf(card)[2] === before; i++) {
      icc.remove();
      icc.insert(card, () => undefined);
      sam.remove();
      sam.insert(samplePsam('full')(new SeededRandom(2)), () => undefined);
      await visit(one, how);
    }
    const [count, sum, lines] = countsOf(card);
    expect(lines, where).toBe(before + 1);
    if (how === 'offline') expect([count >= 2, sum >= 22_550], where).toEqual([true, true]);
  }
});
