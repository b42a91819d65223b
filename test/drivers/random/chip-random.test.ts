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
    for (let stuckAt = 1; stuckAt <= 3; stuckAt++)
      await expect(new ChipRandom({ fill: chip(stuckAt).fill }).bytes(64)).rejects.toThrow('does not repeat itself');
  });

  it('does not begin with a generator that does not run', () => {
    for (const level of [0, 0xff])
      expect(() => new ChipRandom({ fill: (buffer) => new Uint8Array(buffer).fill(level) })).toThrow('runs');
  });
});
