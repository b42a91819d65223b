import { describe, expect, it } from 'vitest';
import { deviceKey } from '../../hosts/esp32/device-key.js';
import { KeyValueStore, type WriteEnd } from '../../hosts/peers/key-value/key-value.js';
import { SeededRandom } from '../../hosts/world/seeded-random.js';
import { toHex } from '../../src/base/hex.js';

const ENDS: readonly WriteEnd[] = ['old', 'new', 'torn', 'gone'];

function randomOf(seed: number) {
  const dice = new SeededRandom(seed);
  return { bytes: async (length: number) => dice.bytes(length) };
}

async function said(io: KeyValueStore, seed: number): Promise<string> {
  const key = await deviceKey(io, randomOf(seed));
  return typeof key === 'string' ? key : toHex(key);
}

describe('the device key', () => {
  it('is drawn once, and the same ever after', async () => {
    const io = new KeyValueStore();
    const first = await said(io, 1);
    expect(first).toMatch(/^[0-9A-F]{32}$/);
    expect(await said(io, 2)).toBe(first);
    expect(await said(new KeyValueStore(), 2)).not.toBe(first);
  });

  it.each(ENDS.flatMap((end) => [0, 1].map((write) => [end, write] as const)))(
    'is drawn anew or stays when the power goes and leaves %s of write %i: no board is lost',
    async (end, write) => {
      const io = new KeyValueStore();
      io.cutAt(write, end);
      expect(await said(io, 1)).toBe('unkept');
      io.powerOn();
      const next = await said(io, 2);
      expect(next).toMatch(/^[0-9A-F]{32}$/);
      expect(await said(io, 3)).toBe(next);
    },
  );

  it('survives the damage of one copy, and is not replaced when both are', async () => {
    const io = new KeyValueStore();
    const key = await said(io, 1);
    io.damage('terminal', 'device-key.0', 10);
    expect(await said(io, 2)).toBe(key);
    io.damage('terminal', 'device-key.1', 10);
    expect(await said(io, 2), 'the other had been made good').toBe(key);
    io.damage('terminal', 'device-key.0', 10);
    io.damage('terminal', 'device-key.1', 10);
    expect(await said(io, 2)).toBe('damaged');
  });

  it('is not used where it cannot be kept', async () => {
    const io = new KeyValueStore();
    io.fill();
    expect(await said(io, 1)).toBe('unkept');
  });
});
