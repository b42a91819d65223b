import { describe, expect, it } from 'vitest';
import { hexNumber, toHex } from '../../src/base/hex.js';
import { DIRECTORIES, directoryFid, SSSE_NAME } from '../../src/ssse/directories.js';
import { keyNamed } from '../../src/ssse/keys.js';
import { fileNamed, generation, layoutOf } from '../../src/ssse/layout.js';
import type { CardFile, Generation, Item } from '../../src/ssse/model.js';

const GENERATIONS: readonly Generation[] = ['1.0', '2.0', '3.0'];

const file = (version: Generation, name: string): CardFile => {
  const found = fileNamed(layoutOf(version), name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

/** Bytes of records with their tags and lengths. */
const total = (items: readonly Item[]): number =>
  items.reduce((sum, item) => sum + (item.length + 2) * (item.count ?? 1), 0);

const tags = (of: CardFile): string => of.items.map((item) => item.tag.toString(16).toUpperCase()).join(' ');

const rights = (of: CardFile): string =>
  [of.read, of.write].map((access) => ('key' in access ? `${access.by} ${access.key}` : access.by)).join(' / ');

describe('generation', () => {
  it('goes by the first three characters', () => {
    expect(generation('1.00')).toBe('1.0');
    expect(generation('2.00')).toBe('2.0');
    expect(generation('2.01')).toBe('2.0');
    expect(generation('3.0x')).toBe('3.0');
    expect(generation('')).toBe('1.0');
  });

  it('knows no other', () => {
    for (const version of ['4.00', '2', '20', '2.1', ' 2.0', '0.00']) expect(generation(version)).toBeUndefined();
  });
});

describe('the length sums of sscard.md 4', () => {
  it('EF05 and EF06 come out as 40h and 5Bh', () => {
    for (const version of GENERATIONS) expect(total(file(version, 'SSSEEF05').items)).toBe(0x40);
    expect(total(file('2.0', 'SSSEEF06').items)).toBe(0x5b);
    expect(total(file('3.0', 'SSSEEF06').items)).toBe(0x5b);
    expect(total(file('1.0', 'SSSEEF06').items)).toBe(0x5b - 0x16);
  });

  it('every B-TLV holds exactly its inner items', () => {
    let groups = 0;
    for (const item of GENERATIONS.flatMap((version) => layoutOf(version).flatMap((one) => one.items))) {
      expect(item.type === 'group').toBe(item.parts !== undefined);
      if (item.parts === undefined) continue;
      expect(total(item.parts)).toBe(item.length);
      groups += 1;
    }
    expect(groups).toBe(26);
  });

  it('every cyclic record is as long as its fields', () => {
    for (const one of GENERATIONS.flatMap((version) => layoutOf(version))) {
      if (one.kind !== 'cyclic') continue;
      expect(one.items.reduce((sum, field) => sum + field.length, 0)).toBe(one.size);
      expect(one.items.every((field) => field.tag === 0)).toBe(true);
    }
    const short = file('2.0', 'DF04EF08').items.slice(0, 5);
    expect(short.reduce((sum, field) => sum + field.length, 0)).toBe(file('2.0', 'DF04EF08').shortSize);
  });

  it('the fixed file holds one TLV a record', () => {
    expect(file('2.0', 'DF03EF19').size).toBe(0x27 + 2);
  });

  it('side-by-side codes fill their items', () => {
    for (const item of layoutOf('2.0').flatMap((one) => one.items)) {
      if (typeof item.meaning !== 'object' || !('places' in item.meaning)) continue;
      expect(item.meaning.places.reduce((sum, place) => sum + place.length, 0)).toBe(item.length);
    }
  });
});

describe('the tables', () => {
  it('have every file of each generation', () => {
    const names = (version: Generation) => layoutOf(version).map((one) => one.name);
    expect(names('1.0').join(' ')).toBe(
      'SSSEEF05 SSSEEF06 SSSEEF07 DF01EF05 DF01EF06 DF01EF07 DF01EF08 DF01EF09 DF01EF0A ' +
        'DF02EF05 DF02EF06 DF02EF07 DF02EF08 DF02EF09 DF03EF05 DF03EF06 DF03EF07 DF04EF05 DF04EF06 DF04EF08',
    );
    expect(names('2.0')).toHaveLength(40);
    expect(names('3.0').join()).toBe(names('2.0').join());
  });

  it('keep the order of record numbers (sscard.md 4.1)', () => {
    const numberOf = (name: string, tag: number): number => {
      const { items } = file('2.0', name);
      return (
        total(
          items
            .slice(
              0,
              items.findIndex((item) => item.tag === tag),
            )
            .map((item) => ({ ...item, length: -1 })),
        ) + 1
      );
    };
    expect(numberOf('DF01EF15', 0x40)).toBe(2);
    expect(numberOf('DF02EF05', 0x43)).toBe(3);
    expect(numberOf('DF02EF05', 0x44)).toBe(5);
    expect(numberOf('DF02EF15', 0x99)).toBe(1);
    expect(numberOf('DF03EF06', 0x4a)).toBe(8);
    expect(tags(file('2.0', 'SSSEEF06'))).toBe('8 9 4E A B C D');
    expect(tags(file('2.0', 'DF04EF05'))).toBe('81 84 87 8C 80 8B 8A 83 86 89 7D 7E 7F 8D 8E 8F');
    expect(tags(file('1.0', 'DF02EF06'))).toBe('4B 4C 60 4D 4F 50 3A');
  });

  it('use no tag twice in a file', () => {
    for (const one of GENERATIONS.flatMap((version) => layoutOf(version))) {
      if (one.kind === 'cyclic') continue;
      expect(new Set(one.items.map((item) => item.tag)).size).toBe(one.items.length);
    }
  });

  it('name only keys that exist, in SSSE or in the directory of the file', () => {
    for (const one of GENERATIONS.flatMap((version) => layoutOf(version))) {
      for (const access of [one.read, one.write]) {
        if ('key' in access) expect(['SSSE', one.directory]).toContain(keyNamed(access.key).directory);
      }
    }
  });

  it.each([
    ['1.0', '07 08 8A 8B'],
    ['2.0', '07 08 87 8B 8A'],
    ['3.0', '07 08 87 8B 8A'],
  ] as const)(
    'of %s mark the numbers that a trace must mask: of holder, card, health record and accounts',
    (version, tags) => {
      const marked = layoutOf(version).flatMap((one) => one.items.filter((item) => item.personal === 'number'));
      expect(marked.map((item) => hexNumber(item.tag)).join(' ')).toBe(tags);
    },
  );

  it('cannot be written', () => {
    expect(Object.isFrozen(layoutOf('2.0'))).toBe(true);
    for (const one of layoutOf('2.0')) {
      expect(Object.isFrozen(one) && Object.isFrozen(one.items) && one.items.every(Object.isFrozen)).toBe(true);
    }
  });
});

describe('rights', () => {
  it('of 2.0 are those of sscard.md 5.1', () => {
    expect(rights(file('2.0', 'SSSEEF06'))).toBe('free / key UKSSSE');
    expect(rights(file('2.0', 'SSSEEF08'))).toBe('key RKSSSE / key UKSSSE');
    expect(rights(file('2.0', 'DF01EF06'))).toBe('pin-or-key RK1DF01 / key UK4DF01');
    expect(rights(file('2.0', 'DF03EF05'))).toBe('pin-or-key RK2DF03 / key UK1DF03');
    expect(rights(file('2.0', 'DF03EF19'))).toBe('pin-or-key RK1DF03 / key UK8DF03');
    expect(rights(file('2.0', 'DF04EF06'))).toBe('pin-and-key RK1DF04 / key UK2DF04');
    expect(rights(file('2.0', 'DF04EF08'))).toBe('pin / nobody');
    expect(rights(file('2.0', 'DF07EF06'))).toBe('key RK2DF07 / key UK2DF07');
  });

  it('of 3.0 differ in EF06 alone', () => {
    expect(rights(file('3.0', 'SSSEEF06'))).toBe('key RKSSSE / key UKSSSE');
    const differing = layoutOf('3.0').filter((one, index) => one !== layoutOf('2.0')[index]);
    expect(differing.map((one) => one.name).join()).toBe('SSSEEF06');
  });

  it('of 1.0 are those of SPEC-6', () => {
    expect(rights(file('1.0', 'DF01EF06'))).toBe('pin / key UK4DF01');
    expect(rights(file('1.0', 'DF01EF07'))).toBe('pin-or-key UK2DF01 / key UK2DF01');
    expect(rights(file('1.0', 'DF03EF05'))).toBe('pin-and-key RK2DF03 / key UK1DF03');
    expect(rights(file('1.0', 'DF04EF06'))).toBe('pin-and-key RK1DF04 / key UK2DF04');
  });
});

describe('directories', () => {
  it('have the identifiers of sscard.md 3.2', () => {
    expect(toHex(SSSE_NAME)).toBe('7378312E73682EC9E7BBE1B1A3D5CF');
    const aids = DIRECTORIES.map((one) => (one.aid === undefined ? '-' : toHex(one.aid).slice(-2)));
    expect(aids.join(' ')).toBe('00 01 02 03 - - 04');
    expect(directoryFid('DF04')).toBe(0xdf04);
  });
});
