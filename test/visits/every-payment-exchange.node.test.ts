/**
 * The card is pulled, falls silent or answers garbage at every single exchange of every payment. Enumerated, not sampled:
 * the visit ends in bounded virtual time, the account is charged if and only if the visit says so, and the next card works.
 */

import { describe, expect, it } from 'vitest';
import type { Mishap } from '../../hosts/peers/slot/slot.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { Payment } from '../../src/visits/money-visit.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import { accountBehind, PAYMENT_SCENARIOS } from '../xs/payments.js';
import { type Play, play, type Scenario, sampleCard } from '../xs/scenarios.js';

/** What one mishap can cost beyond the undisturbed visit: one command's bound, and the holder's walk to the pad. */
const MISHAP_MS_MAX = 130_000;

const dice = new SeededRandom(7);

/** Answers that no card may give. */
const BROKEN: Readonly<Record<string, (real: Uint8Array) => Uint8Array>> = {
  nothing: () => new Uint8Array(0),
  'no status word': () => Uint8Array.of(0x00, 0x00),
  '300 bytes': () => new Uint8Array(300).fill(0x90),
  'an error with data': () => Uint8Array.of(0x01, 0x02, 0x6a, 0x82),
};

/** Answers that are well formed and wrong. */
const LIES: Readonly<Record<string, (real: Uint8Array) => Uint8Array>> = {
  'half the data': (real) => Uint8Array.of(...real.slice(0, (real.length - 2) >> 1), 0x90, 0x00),
  'random data': (real) => Uint8Array.of(...dice.bytes(Math.max(0, real.length - 2)), 0x90, 0x00),
  'another byte': (real) => real.map((byte, i) => (i === (real.length >> 1) - 1 ? byte ^ 0x01 : byte)),
  'no data': () => Uint8Array.of(0x90, 0x00),
  'an unknown status': () => Uint8Array.of(0x6f, 0x12),
  'card blocked': () => Uint8Array.of(0x6a, 0x81),
};

/** One scenario for each way through the kernel. */
const NAMES = [
  'select-several',
  'balance-dda',
  'purchase-sda',
  'purchase-dda',
  'purchase-cda',
  'purchase-offline-pin',
  'purchase-document',
  'purchase-chosen',
  'purchase-no-pse',
  'purchase-insufficient',
  'purchase-bank-silent',
  'purchase-false-bank',
];

function disturbed(scenario: Scenario, at: number, mishap: Mishap): Promise<Play> {
  return play(scenario, {
    cardMischief: ({ what, count }) => (what === 'exchange' && count === at ? mishap : undefined),
  });
}

/** Fen that the account is short of. A line that is dead cannot take back: then the visit says so. */
function charged({ bank }: Play, card: string): number {
  const account = accountBehind(card);
  return account === undefined ? 0 : account.balance - (bank.balanceOf(account.pan) ?? 0);
}

function amountDone(result: VisitResult<unknown>): number {
  if (result.outcome !== 'done') return 0;
  const { where, amount } = result.value as Partial<Payment>;
  return where === 'online' ? (amount ?? 0) : 0;
}

function checkMoney(one: Play, scenario: Scenario, what: string): void {
  if (one.result.outcome !== 'done' && one.result.reversal === 'open') return;
  expect(charged(one, scenario.card ?? ''), `${what}: ${one.result.outcome}`).toBe(amountDone(one.result));
}

async function nextCardWorks({ world, terminal }: Play): Promise<void> {
  world.icc.remove();
  world.icc.insert(sampleCard('v2-des')(new SeededRandom(1)), () => undefined);
  expect((await terminal.select()).outcome).toBe('done');
}

describe.each(NAMES)('%s', (name) => {
  const scenario = PAYMENT_SCENARIOS[name];

  it('card pulled or silent at every exchange', async () => {
    const { world } = await play(scenario);
    for (let at = 1; at <= world.icc.exchanges; at++) {
      for (const kind of ['removed', 'mute'] as const) {
        for (const when of ['before', 'after'] as const) {
          const one = await disturbed(scenario, at, { kind, when });
          const { result } = one;
          const what = `${kind} ${when} exchange ${at}`;
          expect(result.outcome === 'interrupted' && result.fault.kind === kind, what).toBe(true);
          expect(one.world.clock.ticks()).toBeLessThan(world.clock.ticks() + MISHAP_MS_MAX);
          checkMoney(one, scenario, what);
          await nextCardWorks(one);
        }
      }
    }
  });

  it('card answering wrongly at every exchange', async () => {
    const { world } = await play(scenario);
    for (let at = 1; at <= world.icc.exchanges; at++) {
      for (const [title, answer] of Object.entries({ ...BROKEN, ...LIES })) {
        const one = await disturbed(scenario, at, { kind: 'garbage', answer });
        const what = `${title} at exchange ${at}`;
        if (title in BROKEN) expect(one.result.outcome, what).toBe('interrupted');
        expect(one.world.clock.ticks()).toBeLessThan(world.clock.ticks() + MISHAP_MS_MAX);
        checkMoney(one, scenario, what);
        await nextCardWorks(one);
      }
    }
  });

  it('leaves the PSAM alone', async () => {
    const { world } = await play({ ...scenario, psam: 'full' });
    expect(world.sams[0].exchanges).toBe(0);
  });
});
