import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { readFci } from '../../src/pse/fci.js';
import { tlv } from './hex-objects.js';

const name = (length: number): string => tlv('84', 'A0'.repeat(length));
const read = (text: string) => readFci(fromHex(text));

describe('file control information (Book 1 11.3.4)', () => {
  it('has a name of 5 to 16 bytes', () => {
    for (const [length, good] of [
      [4, false],
      [5, true],
      [16, true],
      [17, false],
    ] as const) {
      expect(read(tlv('6F', name(length), tlv('A5', '')))?.name.length).toBe(good ? length : undefined);
    }
  });

  it('gathers the primitive objects of its three templates, the first of each', () => {
    const inner = tlv('A5', '500141', '500142', tlv('73', '9F4F0101'), tlv('BF0C', '9F4D020B0A', tlv('E1', 'FF')));
    const objects = read(tlv('6F', name(5), '870101', inner))?.objects.entries() ?? [];
    expect([...objects].map(([tag, value]) => `${tag.toString(16)} ${toHex(value)}`)).toEqual([
      '84 A0A0A0A0A0',
      '87 01',
      '50 41',
      '9f4d 0B0A',
    ]);
  });

  it('is nothing without 6F, 84 or A5, with something behind it, or cut off anywhere', () => {
    const good = tlv('6F', name(5), tlv('A5', '500141', tlv('BF0C', '9F4D020B0A')));
    expect(read(good)).toBeDefined();
    const bad = ['', tlv('70', name(5), tlv('A5', '')), tlv('6F', name(5)), tlv('6F', tlv('A5', '')), `${good}870101`];
    const cut = Array.from({ length: good.length / 2 - 1 }, (_, i) => good.slice(0, 2 * i + 2));
    expect([...bad, ...cut].filter((text) => read(text) !== undefined)).toEqual([]);
  });

  it('is nothing when one of its templates is no TLV', () => {
    for (const inner of ['A503500241', 'A504BF0C0199', tlv('A5', tlv('BF0C', '9F4D030B'))]) {
      expect(read(tlv('6F', name(5), inner))).toBeUndefined();
    }
  });
});
