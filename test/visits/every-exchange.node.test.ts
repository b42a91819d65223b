/**
 * The card is pulled, falls silent or answers garbage at every single exchange of every sample scenario, and so does the
 * PSAM. Enumerated, not sampled: the visit ends with the right outcome in bounded virtual time, and the next card works.
 * Of the kinds of garbage the scenarios that go different ways meet each at every exchange, the others one in turn.
 */

import { describe, expect, it } from 'vitest';
import type { Mishap } from '../../hosts/peers/slot/slot.js';
import { SAMPLE_CARDS } from '../../hosts/samples/samples.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { Identity } from '../../src/visits/identify.js';
import type { VisitResult } from '../../src/visits/visit-result.js';
import {
  type Play,
  play,
  SCENARIOS,
  type Scenario,
  SOCIAL_SCENARIOS,
  sampleCard,
  samplePsam,
} from '../xs/scenarios.js';

/** What one mishap can cost beyond the undisturbed visit: both resets, or one command's bound, and a reset again. */
const MISHAP_MS_MAX = 3 * 5_000;

const dice = new SeededRandom(7);

/** Answers that no card may give; each must end the session as a broken protocol. */
const BROKEN: Readonly<Record<string, (real: Uint8Array) => Uint8Array>> = {
  nothing: () => new Uint8Array(0),
  'one byte': (real) => real.slice(0, 1),
  'no status word': () => Uint8Array.of(0x00, 0x00),
  'a procedure byte': () => Uint8Array.of(0x60, 0x00),
  '300 bytes': () => new Uint8Array(300).fill(0x90),
  '61xx without end': () => Uint8Array.of(0x61, 0x10),
  '6Cxx without end': () => Uint8Array.of(0x6c, 0x10),
  'an error with data': () => Uint8Array.of(0x01, 0x02, 0x6a, 0x82),
};

/** Answers that are well formed and wrong. */
const LIES: Readonly<Record<string, (real: Uint8Array) => Uint8Array>> = {
  'half the data': (real) => Uint8Array.of(...real.slice(0, (real.length - 2) >> 1), 0x90, 0x00),
  'random data': (real) => Uint8Array.of(...dice.bytes(Math.max(0, real.length - 2)), 0x90, 0x00),
  'no data': () => Uint8Array.of(0x90, 0x00),
  'an unknown status': () => Uint8Array.of(0x6f, 0x12),
};

/** Those that between them send every kind of command. */
const THOROUGH: readonly string[] = [
  'identify-v1-plain',
  'identify-v2-des',
  'identify-v3-sm4',
  'enquire-pin-third-time',
  'enquire-by-key',
  'change-pin',
  'unblock-pin',
  'write-kinds',
  'write-secured',
  'block-social',
  'medical-purchase',
  'medical-load',
  'starting-day',
  'visit-log-offline',
];

/** The kinds of garbage at an exchange of a scenario. */
function garbageAt<T>(name: string, at: number, kinds: Readonly<Record<string, T>>): [string, T][] {
  const all = Object.entries(kinds);
  return THOROUGH.includes(name) ? all : [all[(Object.keys(SOCIAL_SCENARIOS).indexOf(name) + at) % all.length]];
}

interface Count {
  readonly card: number;
  readonly psam: number;
  readonly elapsedMs: number;
}

async function undisturbed(scenario: Scenario): Promise<Count> {
  const { world } = await play(scenario);
  return { card: world.icc.exchanges, psam: world.sams[0].exchanges, elapsedMs: world.clock.ticks() };
}

function disturbed(
  scenario: Scenario,
  slot: 'card' | 'psam',
  at: number,
  mishap: Mishap,
  onward = false,
): Promise<Play> {
  const mischief = ({ what, count }: { what: string; count: number }) =>
    what === 'exchange' && (count === at || (onward && count > at)) ? mishap : undefined;
  return play(scenario, slot === 'card' ? { cardMischief: mischief } : { psamMischief: mischief });
}

/** A good card and a good PSAM in the same terminal, right after the accident. */
async function nextCardWorks({ world, terminal }: Play): Promise<void> {
  world.icc.remove();
  world.sams[0].remove();
  world.icc.insert(sampleCard('v2-des')(new SeededRandom(1)), () => undefined);
  world.sams[0].insert(samplePsam('full')(new SeededRandom(2)), () => undefined);
  const next = await terminal.identify();
  expect(next.outcome === 'done' || ('refusal' in next && next.refusal.refused === 'not-offered')).toBe(true);
}

function isFault(result: VisitResult<unknown>, slot: 'card' | 'psam', kind: string): boolean {
  const port = slot === 'card' ? 'icc' : 'sam';
  return result.outcome === 'interrupted' && result.fault.port === port && result.fault.kind === kind;
}

/** Whose card it is, by the result of a visit that was done. */
function who(result: VisitResult<unknown>): unknown {
  const { issuer, holder } = (result as { value: Identity }).value;
  return { personNumber: holder.personNumber, name: holder.name, cardNumber: issuer.cardNumber };
}

/** Whose card it is, by the description that it was made from. */
function described(scenario: Scenario): unknown {
  const { holder, issuer } = JSON.parse(SAMPLE_CARDS[scenario.card ?? '']);
  return { personNumber: holder.personNumber, name: holder.name, cardNumber: issuer.cardNumber };
}

const SLOTS = ['card', 'psam'] as const;

/** An upload comes when the card is gone. */
const WITH_CARD = Object.keys(SOCIAL_SCENARIOS).filter((name) => SOCIAL_SCENARIOS[name].bureau === undefined);

describe.each(WITH_CARD)('%s', (name) => {
  const scenario = SCENARIOS[name];

  it.each(SLOTS)('%s pulled or silent at every exchange', async (slot) => {
    const count = await undisturbed(scenario);
    for (let at = 1; at <= count[slot]; at++) {
      for (const kind of ['removed', 'mute'] as const) {
        for (const when of ['before', 'after'] as const) {
          const one = await disturbed(scenario, slot, at, { kind, when });
          expect(isFault(one.result, slot, kind), `${kind} ${when} exchange ${at}`).toBe(true);
          expect(one.world.clock.ticks()).toBeLessThan(count.elapsedMs + MISHAP_MS_MAX);
          await nextCardWorks(one);
        }
      }
    }
  });

  it.each(SLOTS)('%s breaking the protocol at every exchange', async (slot) => {
    const count = await undisturbed(scenario);
    for (let at = 1; at <= count[slot]; at++) {
      for (const [title, answer] of garbageAt(name, at, BROKEN)) {
        const endless = title.endsWith('without end');
        const one = await disturbed(scenario, slot, at, { kind: 'garbage', answer }, endless);
        // 61xx is a success for a command that wants no data, and then the next one meets it.
        expect(isFault(one.result, slot, 'protocol') || endless, `${title} at exchange ${at}`).toBe(true);
        expect(one.result.outcome).not.toBe('done');
        expect(one.world.clock.ticks()).toBeLessThan(count.elapsedMs + MISHAP_MS_MAX);
        await nextCardWorks(one);
      }
    }
  });

  it.each(SLOTS)('%s lying at every exchange', async (slot) => {
    const count = await undisturbed(scenario);
    for (let at = 1; at <= count[slot]; at++) {
      for (const [, answer] of garbageAt(name, at, LIES)) {
        const one = await disturbed(scenario, slot, at, { kind: 'garbage', answer });
        expect(one.world.clock.ticks()).toBeLessThan(count.elapsedMs + MISHAP_MS_MAX);
        // Records and the PIN query carry no seal, so an enquiry may show a lie; but nobody is taken for another.
        if (one.result.outcome === 'done' && name.startsWith('identify')) {
          expect(who(one.result)).toEqual(described(scenario));
        }
        await nextCardWorks(one);
      }
    }
  });
});

describe('the answer to reset', () => {
  const reset = (kinds: readonly (Mishap | undefined)[]) =>
    play(SCENARIOS['identify-v2-des'], {
      cardMischief: ({ what, count }) => (what === 'reset' ? kinds[count - 1] : undefined),
    });
  const mute: Mishap = { kind: 'mute', when: 'before' };
  const noise: Mishap = { kind: 'garbage', answer: () => Uint8Array.of(0x3b, 0x6d, 0x00) };

  it('is tried cold, then warm', async () => {
    expect((await reset([mute])).result.outcome).toBe('done');
    expect((await reset([noise])).result.outcome).toBe('done');
  });

  it('ends the visit when both tries fail', async () => {
    expect(isFault((await reset([mute, mute])).result, 'card', 'mute')).toBe(true);
    expect(isFault((await reset([mute, noise])).result, 'card', 'protocol')).toBe(true);
    expect(isFault((await reset([{ kind: 'removed', when: 'before' }])).result, 'card', 'removed')).toBe(true);
  });
});
