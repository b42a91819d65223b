import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { ChipRandom } from '../../../src/drivers/random/chip-random.js';

/** A generator whose block number `stuckAt` and all that follow are the one before. */
function chip(stuckAt = Number.POSITIVE_INFINITY) {
  const dice = new SeededRandom(7);
  const given: Uint8Array[] = [];
  const fill = (buffer: ArrayBuffer) => {
    const block = given.length < stuckAt ? dice.bytes(buffer.byteLength) : given[given.length - 1];
    given.push(block);
    new Uint8Array(buffer).set(block);
  };
  return { fill, given };
}

describe('ChipRandom', () => {
  it('gives as many bytes as it is asked for, each of the chip', async () => {
    const { fill, given } = chip();
    const random = new ChipRandom({ fill });
    for (const length of [0, 1, 8, 16, 17, 100]) {
      const from = given.length;
      const bytes = await random.bytes(length);
      const source = given.slice(from).flatMap((block) => [...block]);
      expect([...bytes]).toEqual(source.slice(0, length));
    }
  });

  it('gives no block twice, nor one that it has compared with', async () => {
    const { fill } = chip();
    const random = new ChipRandom({ fill });
    const blocks = new Set<string>();
    for (let i = 0; i < 50; i++) blocks.add((await random.bytes(16)).join());
    expect(blocks.size).toBe(50);
  });

  it('stops the terminal when the generator is stuck, wherever', async () => {
    for (const stuckAt of [1, 2, 63])
      expect(() => new ChipRandom({ fill: chip(stuckAt).fill })).toThrow('does not repeat itself');
    for (const stuckAt of [64, 65, 67])
      await expect(new ChipRandom({ fill: chip(stuckAt).fill }).bytes(64)).rejects.toThrow('does not repeat itself');
  });

  it('tries 1,024 bytes before it gives the first', () => {
    const { fill, given } = chip();
    new ChipRandom({ fill });
    expect(given.length * 16).toBe(1_024);
  });

  it('does not begin with a generator that gives one value too often, though no block is like another', () => {
    const dice = new SeededRandom(7);
    const biased = (buffer: ArrayBuffer) =>
      new Uint8Array(buffer).set(dice.bytes(buffer.byteLength).map((byte) => (byte < 0x60 ? 0x5a : byte)));
    // Whether a window begins with that value is chance: of the three at least one does.
    expect(() => [1, 2, 3].map(() => new ChipRandom({ fill: biased }))).toThrow('runs');
  });

  it('stops the terminal when a level sticks in the middle of a block', async () => {
    const { fill } = chip();
    let drawn = 0;
    const random = new ChipRandom({
      fill: (buffer) => {
        fill(buffer);
        if (++drawn === 66) new Uint8Array(buffer).fill(0xff, 3);
      },
    });
    await expect(random.bytes(64)).rejects.toThrow('runs');
  });

  it('does not begin with a generator that does not run', () => {
    for (const level of [0, 0xff])
      expect(() => new ChipRandom({ fill: (buffer) => new Uint8Array(buffer).fill(level) })).toThrow('runs');
  });
});
