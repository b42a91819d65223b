/** The layouts against what is published about them in another form: sums of lengths, record numbers, key ids. */

import { describe, expect, it } from 'vitest';
import { type Layout, type LayoutFile, type LayoutItem, layoutFile } from '../../../hosts/peers/bureau/layout.js';
import { layoutOf } from '../../../hosts/peers/bureau/layouts.js';
import { KEY_TABLE } from '../../../hosts/peers/key-table.js';
import { encodeGbk } from '../../../src/codec/gbk.js';

const VERSIONS = ['1.0', '2.0', '3.0'] as const;

function files(layout: Layout): readonly LayoutFile[] {
  return layout.directories.flatMap((directory) => directory.files);
}

function file(version: (typeof VERSIONS)[number], name: string): LayoutFile {
  const found = layoutFile(layoutOf(version), name);
  if (found === undefined) throw new Error(`${version} has no ${name}`);
  return found;
}

function recordBytes(item: LayoutItem): number {
  return item.count * (2 + item.length);
}

function total(items: readonly LayoutItem[]): number {
  return items.reduce((sum, item) => sum + recordBytes(item), 0);
}

/** Number of the first record with the tag, and how many there are. */
function numbers(name: string, tag: number): string {
  const items = file('2.0', name).items;
  const index = items.findIndex((item) => item.tag === tag);
  const first = 1 + items.slice(0, index).reduce((sum, item) => sum + item.count, 0);
  return `${first}-${first + items[index].count - 1}`;
}

describe('published sums (sscard.md 1, 4)', () => {
  it('EF05 is 40h bytes and EF06 5Bh when read whole', () => {
    expect(total(file('2.0', 'SSSEEF05').items)).toBe(0x40);
    expect(total(file('1.0', 'SSSEEF05').items)).toBe(0x40);
    expect(total(file('2.0', 'SSSEEF06').items)).toBe(0x5b);
    expect(total(file('1.0', 'SSSEEF06').items)).toBe(0x5b - 0x16);
  });

  for (const version of VERSIONS) {
    it(`the inner items of every B-TLV of ${version} add up to its length`, () => {
      const groups = files(layoutOf(version)).flatMap((one) => one.items.filter((item) => item.type === 'group'));
      expect(groups.length).toBeGreaterThan(3);
      expect(groups.map((item) => total(item.parts))).toEqual(groups.map((item) => item.length));
    });
  }

  it('B-TLVs have the published lengths', () => {
    const lengths = files(layoutOf('2.0'))
      .flatMap((one) => one.items.filter((item) => item.type === 'group'))
      .map((item) => [item.tag, item.length, item.count]);
    expect(lengths).toEqual([
      [0x40, 0x34, 3],
      [0x43, 0x6c, 2],
      [0x44, 0x65, 2],
      [0x99, 0x10, 4],
      [0x4a, 0x61, 3],
      [0x79, 0x27, 4],
      [0xa3, 0x18, 5],
      [0xa4, 0x17, 5],
      [0xc3, 0x1a, 1],
      [0xc4, 0x1a, 1],
      [0xc5, 0x1a, 1],
    ]);
  });

  it('cyclic records are as long as printed', () => {
    expect(file('2.0', 'DF02EF07').size).toBe(0x55);
    expect(file('2.0', 'DF02EF16').size).toBe(0x12);
    expect(file('2.0', 'DF04EF08').size).toBe(0x1c);
    expect(file('2.0', 'DF04EF15').size).toBe(3);
    expect(file('1.0', 'DF04EF08').recordCount).toBe(10);
    expect(file('2.0', 'DF04EF08').recordCount).toBe(30);
  });

  it('repeated tags stand at the published record numbers', () => {
    expect(numbers('DF01EF15', 0x2a)).toBe('1-1');
    expect(numbers('DF01EF15', 0x40)).toBe('2-4');
    expect(numbers('DF02EF05', 0x43)).toBe('3-4');
    expect(numbers('DF02EF05', 0x44)).toBe('5-6');
    expect(numbers('DF02EF15', 0x99)).toBe('1-4');
    expect(numbers('DF03EF06', 0x4a)).toBe('8-10');
  });

  it('record 3 of EF06 is 4E in 2.0 and 0A in 1.0', () => {
    expect(file('2.0', 'SSSEEF06').items[2].tag).toBe(0x4e);
    expect(file('1.0', 'SSSEEF06').items[2].tag).toBe(0x0a);
  });

  it('tag 60 stands once in DF02 EF06 and once in DF03 EF05', () => {
    const holders = files(layoutOf('2.0')).filter((one) => one.items.some((item) => item.tag === 0x60));
    expect(holders.map((one) => one.name)).toEqual(['DF02EF06', 'DF03EF05']);
  });
});

describe('what a card must be able to hold', () => {
  for (const version of VERSIONS) {
    const layout = layoutOf(version);

    it(`${version}: identifiers, SFIs and tags do not clash within a directory`, () => {
      for (const directory of layout.directories) {
        const fids = directory.files.map((one) => one.fid);
        expect(new Set(fids).size).toBe(fids.length);
        expect(new Set(fids.map((fid) => fid & 0x1f)).size).toBe(fids.length);
        for (const one of directory.files.filter((each) => each.kind === 'records')) {
          expect(new Set(one.items.map((item) => item.tag)).size).toBe(one.items.length);
        }
      }
    });

    it(`${version}: records fit one UPDATE RECORD, labels 16 bytes`, () => {
      for (const one of files(layout)) {
        for (const item of one.items) expect(item.length).toBeLessThan(0x80);
        expect(one.size).toBeLessThan(0x1001);
      }
      for (const { label } of layout.directories) expect(encodeGbk(label.zh).length).toBeLessThan(17);
    });

    it(`${version}: every right names a key that has a card id in that directory, or a global one`, () => {
      for (const directory of layout.directories) {
        const names = directory.files
          .flatMap((one) => [one.read, one.write])
          .flatMap((right) => ('key' in right ? [right.key] : []));
        for (const name of names) {
          const row = KEY_TABLE.find((each) => each.name === name);
          expect(row?.directory).toBe(directory.name);
          expect(row?.cardId).toBeDefined();
        }
      }
    });
  }

  it('3.0 differs from 2.0 in who reads EF06, and in nothing else', () => {
    const old = files(layoutOf('2.0'));
    const differing = files(layoutOf('3.0')).filter((one, i) => JSON.stringify(one) !== JSON.stringify(old[i]));
    expect(differing.map((one) => `${one.name} ${JSON.stringify(one.read)}`)).toEqual([
      'SSSEEF06 {"by":"key","key":"RKSSSE"}',
    ]);
  });
});
