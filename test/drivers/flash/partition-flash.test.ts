import { describe, expect, it } from 'vitest';
import { ChipFlash } from '../../../hosts/peers/flash/partition.js';
import { TEARS } from '../../../hosts/peers/flash/tear.js';
import { SeededRandom } from '../../../hosts/world/seeded-random.js';
import { PartitionFlash } from '../../../src/drivers/flash/partition-flash.js';

const UNIT = 65_536;
const OPTIONS = { path: 'journal', unitLength: UNIT, programLength: 16 };
const sixteen = (value: number) => new Uint8Array(16).fill(value);

function chipFlash(size = 4 * UNIT) {
  const dice = new SeededRandom(3);
  const chip = new ChipFlash('journal', size, (length) => dice.bytes(length));
  return { chip, flash: new PartitionFlash({ io: chip, ...OPTIONS }) };
}

describe('PartitionFlash', () => {
  it('is as many whole units as the partition holds', () => {
    const { flash } = chipFlash(3 * UNIT + 4_096);
    expect([flash.unitCount, flash.unitLength, flash.programLength]).toEqual([3, UNIT, 16]);
  });

  it('reads back what it programs, in its own unit', async () => {
    const { flash } = chipFlash();
    await flash.program(1, 32, sixteen(0x5a));
    await flash.program(2, UNIT - 16, sixteen(0x11));
    expect(await flash.read(1, 32, 16)).toEqual(sixteen(0x5a));
    expect(await flash.read(2, UNIT - 16, 16)).toEqual(sixteen(0x11));
    expect(await flash.read(0, 32, 16)).toEqual(sixteen(0xff));
    expect(await flash.read(3, 0, 0)).toEqual(new Uint8Array(0));
  });

  it('erases all of a unit and nothing of its neighbours', async () => {
    const { flash, chip } = chipFlash();
    for (const [unit, offset] of [
      [0, UNIT - 16],
      [1, 0],
      [1, UNIT - 16],
      [2, 0],
    ])
      await flash.program(unit, offset, sixteen(0));
    await flash.erase(1);
    expect(await flash.read(1, 0, UNIT)).toEqual(new Uint8Array(UNIT).fill(0xff));
    expect(await flash.read(0, UNIT - 16, 16)).toEqual(sixteen(0));
    expect(await flash.read(2, 0, 16)).toEqual(sixteen(0));
    expect(chip.operations, 'four programs and sixteen blocks').toBe(20);
  });

  it('reaches nothing beyond its partition or its unit, and misses no granularity', async () => {
    const { flash } = chipFlash();
    const wrong = [
      () => flash.read(4, 0, 1),
      () => flash.read(0, UNIT - 8, 16),
      () => flash.read(-1, 0, 1),
      () => flash.erase(4),
      () => flash.program(4, 0, sixteen(0)),
      () => flash.program(0, 8, sixteen(0)),
      () => flash.program(0, 0, new Uint8Array(8)),
      () => flash.program(0, 0, new Uint8Array(0)),
      () => flash.program(0, UNIT, sixteen(0)),
    ];
    for (const deed of wrong) await expect(deed()).rejects.toThrow(/unit|program/);
  });

  it('lets nobody hide that zeroes do not turn into ones', async () => {
    const { flash } = chipFlash();
    await flash.program(0, 0, sixteen(0));
    await expect(flash.program(0, 0, sixteen(1))).rejects.toThrow('zero into a one');
  });

  it('says nothing of a chip that does not obey: reading back tells', async () => {
    const { flash, chip } = chipFlash();
    await flash.program(0, 0, sixteen(0x0f));
    chip.wearOut();
    await flash.program(0, 16, sixteen(0));
    await flash.erase(0);
    expect(await flash.read(0, 16, 16)).toEqual(sixteen(0xff));
    expect(await flash.read(0, 0, 16)).toEqual(sixteen(0x0f));
  });

  it('is not there without its partition', () => {
    const { chip } = chipFlash();
    expect(() => new PartitionFlash({ io: chip, ...OPTIONS, path: 'storage' })).toThrow("can't find partition");
    expect(() => new PartitionFlash({ io: chip, ...OPTIONS, unitLength: 6_000 })).toThrow('whole blocks');
  });

  it('leaves the neighbours of what a cut hits, and is mute until power is back', async () => {
    for (const tear of TEARS) {
      const { flash, chip } = chipFlash();
      await flash.program(0, 0, sixteen(0x33));
      chip.cutAt(1, tear);
      await flash.erase(1);
      await expect(flash.read(0, 0, 16)).rejects.toThrow('no power');
      chip.powerOn();
      expect(await flash.read(0, 0, 16)).toEqual(sixteen(0x33));
    }
  });
});
