import { describe, expect, it } from 'vitest';
import { type NorFlash, PowerLoss } from '../../../hosts/peers/flash/nor-flash.js';
import { TEARS } from '../../../hosts/peers/flash/tear.js';
import { Bug } from '../../../src/base/assert.js';
import { failure } from '../../card/scripted-reader.js';
import { flashOf } from '../../journal/flash-desk.js';

const SHAPE = { unitCount: 2, unitLength: 64, programLength: 4 };
const nor = (content?: Uint8Array) => flashOf(SHAPE, content);
const bytes = (...values: number[]) => Uint8Array.from(values);

async function refuses(deed: Promise<unknown>): Promise<void> {
  expect((await failure(deed)) instanceof Bug).toBe(true);
}

describe('NOR flash', () => {
  it('is blank, takes what is programmed, and forgets it by an erase of that unit', async () => {
    const flash = nor();
    await flash.program(0, 4, bytes(1, 2, 3, 4));
    await flash.program(1, 0, bytes(5, 6, 7, 8));
    expect(await flash.read(0, 2, 8)).toEqual(bytes(0xff, 0xff, 1, 2, 3, 4, 0xff, 0xff));
    await flash.erase(0);
    expect(await flash.read(0, 4, 4)).toEqual(bytes(0xff, 0xff, 0xff, 0xff));
    expect(await flash.read(1, 0, 4)).toEqual(bytes(5, 6, 7, 8));
    expect([flash.operations, flash.wear(0), flash.wear(1)]).toEqual([3, 1, 0]);
    expect(nor(flash.content()).content()).toEqual(flash.content());
  });

  it('punishes what a chip would punish some day', async () => {
    const flash = nor();
    await flash.program(0, 0, bytes(0xf0, 0xff, 0xff, 0xff));
    await flash.program(0, 0, bytes(0x70, 0xff, 0xff, 0xff));
    await refuses(flash.program(0, 0, bytes(0xf0, 0xff, 0xff, 0xff)));
    await refuses(flash.program(0, 2, bytes(1, 2, 3, 4)));
    await refuses(flash.program(0, 4, bytes(1, 2)));
    await refuses(flash.program(0, 4, bytes()));
    await refuses(flash.program(0, 60, new Uint8Array(8)));
    await refuses(flash.program(2, 0, bytes(1, 2, 3, 4)));
    await refuses(flash.read(0, 60, 5));
    await refuses(flash.read(-1, 0, 1));
    await refuses(flash.erase(2));
  });

  it('lasts a hundred thousand erases of a unit', async () => {
    const flash = flashOf({ unitCount: 1, unitLength: 4, programLength: 4 });
    for (let i = 0; i < 100_000; i++) await flash.erase(0);
    await refuses(flash.erase(0));
  });

  it('keeps what it holds once it is worn out', async () => {
    const flash = nor();
    await flash.program(0, 0, bytes(1, 2, 3, 4));
    flash.wearOut();
    await flash.erase(0);
    await flash.program(0, 0, bytes(9, 9, 9, 9));
    expect(await flash.read(0, 0, 4)).toEqual(bytes(1, 2, 3, 4));
  });
});

describe('a cut', () => {
  async function torn(tear: (typeof TEARS)[number], deed: (flash: NorFlash) => Promise<void>): Promise<Uint8Array> {
    const flash = nor();
    await flash.program(0, 0, new Uint8Array(32).fill(0xa5));
    flash.cutAt(1, tear);
    expect((await failure(deed(flash))) instanceof PowerLoss).toBe(true);
    expect((await failure(flash.read(0, 0, 1))) instanceof PowerLoss).toBe(true);
    expect((await failure(flash.erase(1))) instanceof PowerLoss).toBe(true);
    flash.powerOn();
    expect(await flash.read(1, 0, 64)).toEqual(new Uint8Array(64).fill(0xff));
    return await flash.read(0, 0, 64);
  }

  const program = (flash: NorFlash) => flash.program(0, 32, new Uint8Array(32));
  const before = Uint8Array.from({ length: 64 }, (_, i) => (i < 32 ? 0xa5 : 0xff));
  const after = Uint8Array.from({ length: 64 }, (_, i) => (i < 32 ? 0xa5 : 0));

  it('leaves of a program nothing, all, its first bytes, any bits, or hits what lay before it', async () => {
    expect(await torn('nothing', program)).toEqual(before);
    expect(await torn('all', program)).toEqual(after);
    const prefix = await torn('prefix', program);
    const length = prefix.filter((byte) => byte === 0).length;
    expect(prefix).toEqual(before.map((byte, i) => (i >= 32 && i < 32 + length ? 0 : byte)));
    const random = await torn('random', program);
    expect(random.subarray(0, 32)).toEqual(before.subarray(0, 32));
    expect(random).not.toEqual(before);
    expect(random).not.toEqual(after);
    expect((await torn('damage', program)).subarray(0, 32)).not.toEqual(before.subarray(0, 32));
  });

  it('leaves of an erase nothing, all, its first bytes or any bits', async () => {
    const erase = (flash: NorFlash) => flash.erase(0);
    expect(await torn('nothing', erase)).toEqual(before);
    expect(await torn('all', erase)).toEqual(new Uint8Array(64).fill(0xff));
    for (const tear of ['prefix', 'random'] as const)
      expect((await torn(tear, erase)).every((byte, i) => (byte & before[i]) === before[i])).toBe(true);
    expect((await torn('damage', erase)).some((byte, i) => (byte & before[i]) !== before[i])).toBe(true);
  });

  it('is one of five kinds', () => expect(TEARS).toHaveLength(5));
});
