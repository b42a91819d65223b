import { describe, expect, it } from 'vitest';
import type { Chip } from '../../hosts/peers/chip.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import type { TraceEvent } from '../../src/ports/trace.js';
import { play, SCENARIOS, samplePsam } from '../xs/scenarios.js';
import { bench, cardLike, commandsIn, outcome, tampered } from './bench.js';

const psam = (name: string): Chip => samplePsam(name)(new SeededRandom(3));

/** A PSAM that answers one instruction with this status word. */
function refusing(instruction: number, sw: number): Chip {
  return tampered(psam('full'), (tpdu, real) => (tpdu[1] === instruction ? Uint8Array.of(sw >> 8, sw & 0xff) : real()));
}

describe('each PSAM', () => {
  it.each([
    ['psam-national', 'done'],
    ['psam-city', 'done'],
    ['psam-other-city', 'psam-other-region'],
    ['psam-no-keys', 'psam-key-missing'],
    ['psam-other-algorithm', 'psam-algorithm'],
    ['psam-none', 'psam-absent'],
    ['psam-a-card', 'psam-not-a-psam'],
  ])('has an outcome of its own: %s', async (scenario, expected) => {
    expect(outcome((await play(SCENARIOS[scenario])).result)).toBe(expected);
  });

  it('that refuses has two more', async () => {
    const card = cardLike('v2-des');
    const identified = async (sam: Chip) => outcome(await (await bench({ card, psam: sam })).terminal.identify());
    expect(await identified(refusing(0xde, 0x6a80))).toBe('psam-key-level');
    expect(await identified(refusing(0xde, 0x6a88))).toBe('psam-key-missing');
    expect(await identified(refusing(0xde, 0x6985))).toBe('psam-refused');
    expect(await identified(refusing(0xfa, 0x6901))).toBe('psam-refused');
    expect(await identified(refusing(0xfa, 0x9000))).toBe('psam-refused');
  });

  it('that is not there or cannot serve leaves the card unproved: nothing of its holder is read', async () => {
    for (const name of ['psam-other-city', 'psam-no-keys', 'psam-none', 'psam-a-card']) {
      const events: TraceEvent[] = [];
      await play(SCENARIOS[name], { trace: { write: (event) => void events.push(event) } });
      expect(
        commandsIn(events, 'icc').filter((command) => command.startsWith('00A40200')),
        name,
      ).toEqual(['00A4020002EF05']);
    }
  });
});

describe('the level of its keys', () => {
  it('is found once: the next visit asks with one DELIVERY SESSION KEY', async () => {
    const one = await bench({ card: cardLike('v2-des'), psam: psam('city') });
    const deliveries = () => commandsIn(one.events, 'sam1').filter((command) => command.startsWith('BFDE'));
    expect(outcome(await one.terminal.identify())).toBe('done');
    expect(deliveries().map((command) => command.slice(4, 6))).toEqual(['67', '47', '27']);
    expect(outcome(await one.terminal.identify())).toBe('done');
    expect(
      deliveries()
        .slice(3)
        .map((command) => command.slice(4, 6)),
    ).toEqual(['27']);
  });

  it('belongs to that PSAM: another in its place is asked anew', async () => {
    const one = await bench({ card: cardLike('v2-des'), psam: psam('city') });
    await one.terminal.identify();
    one.world.sams[0].remove();
    one.world.sams[0].insert(psam('national'));
    const before = commandsIn(one.events, 'sam1').length;
    expect(outcome(await one.terminal.identify())).toBe('done');
    const later = commandsIn(one.events, 'sam1').slice(before);
    expect(later.filter((command) => command.startsWith('BFDE')).map((command) => command.slice(4, 6))).toEqual(['67']);
  });
});
