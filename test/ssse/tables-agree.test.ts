/**
 * The kernel's tables against those of the emulated world: two transcriptions of the same published tables
 * (sscard.md 4, 5), made apart from each other, must say the same.
 */

import { describe, expect, it } from 'vitest';
import type * as world from '../../hosts/peers/bureau/layout.js';
import { layoutOf as worldLayout } from '../../hosts/peers/bureau/layouts.js';
import { KEY_TABLE } from '../../hosts/peers/key-table.js';
import { hexNumber, toHex } from '../../src/base/hex.js';
import { DIRECTORIES, SSSE_NAME } from '../../src/ssse/directories.js';
import { KEYS } from '../../src/ssse/keys.js';
import { layoutOf } from '../../src/ssse/layout.js';
import type { Access, CardFile, Item } from '../../src/ssse/model.js';

const ours = (item: Item): string => itemLine(item, item.count ?? 1, (item.parts ?? []).map(ours));
const theirs = (item: world.LayoutItem): string => itemLine(item, item.count, item.parts.map(theirs));

function itemLine(
  item: { tag: number; type: string; length: number },
  count: number,
  parts: readonly string[],
): string {
  return `${hexNumber(item.tag)}${item.type}${hexNumber(item.length)}x${count}{${parts.join(' ')}}`;
}

function right(access: Access | world.Rights): string {
  const by = access.by === 'never' ? 'nobody' : access.by;
  return 'key' in access ? `${by} ${access.key}` : by;
}

function fileLine(
  file: CardFile | world.LayoutFile,
  directory: string,
  size: number,
  count: number,
  items: readonly string[],
): string {
  const rights = `${right(file.read)}/${right(file.write)}`;
  return `${directory} ${file.name} ${hexNumber(file.fid)} ${file.kind} ${size}x${count} ${rights} ${items.join(' ')}`;
}

for (const generation of ['1.0', '2.0', '3.0'] as const) {
  describe(`the ${generation} layout`, () => {
    const kernel = layoutOf(generation).map((file) =>
      fileLine(file, file.directory, file.size ?? 0, file.records ?? 0, file.items.map(ours)),
    );
    const emulated = worldLayout(generation).directories.flatMap((directory) =>
      directory.files.map((file) =>
        fileLine(file, directory.name, file.size, file.recordCount, file.items.map(theirs)),
      ),
    );

    it('has the same files, items, lengths, counts, order and rights in the card that the bureau issues', () => {
      expect(kernel.length).toBeGreaterThan(19);
      expect(kernel).toEqual(emulated);
    });
  });
}

describe('directories', () => {
  it('have the same identifiers and names', () => {
    const [ssse, ...applications] = worldLayout('2.0').directories;
    expect(toHex(SSSE_NAME)).toBe(ssse.aid);
    const kernel = DIRECTORIES.map((one) => `${one.directory} ${one.fid} ${one.aid ? toHex(one.aid) : one.aid}`);
    expect(kernel).toEqual(applications.map((one) => `${one.name} ${one.fid} ${one.aid}`));
  });
});

describe('keys', () => {
  it('are the same, but for the master key, which no terminal uses', () => {
    const names = KEY_TABLE.map((row) => `${row.directory} ${row.name}`).filter((name) => name !== 'SSSE MK');
    expect(KEYS.map((key) => `${key.directory} ${key.name}`).sort()).toEqual(names.sort());
  });

  it('have the same card ids, PSAM ids, first types and HSM addresses', () => {
    // Ids that the world counts as such and EXTERNAL AUTHENTICATE never carries: IRK's, and the purse keys' indexes.
    const elsewhere = ['IRK', 'DLK', 'DPK', 'DPK2', 'DPK3'];
    for (const key of KEYS) {
      const row = KEY_TABLE.find((one) => one.name === key.name);
      const cardId = elsewhere.includes(key.name) ? undefined : row?.cardId;
      // Local keys of DF06 have no published type.
      const type = row?.types.length === 0 ? key.psamTypes[0] : row?.types[0];
      const kernel = [key.name, key.cardId, key.psamId, key.psamTypes[0], key.hsmAddress];
      expect(kernel).toEqual([key.name, cardId, row?.psamId, type, row?.hsmAddress]);
      // Every type that an older list gives is among those that the kernel tries.
      for (const older of row?.types ?? []) expect(key.psamTypes).toContain(older);
    }
  });
});
