import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/hex.js';
import type { Generation } from '../../src/ssse/model.js';
import { isRefusal } from '../../src/ssse/refusal.js';
import { planWrite, readWriteOrder, type WriteMeaning } from '../../src/ssse/write-plan.js';

/** What would be written, item by item, or what is wrong. */
function plan(address: string, data: string, generation: Generation = '2.0', meaning: WriteMeaning = 'own'): string {
  const order = readWriteOrder(address, data, meaning);
  const planned = isRefusal(order) ? order : planWrite(order, generation);
  if (isRefusal(planned)) {
    const { refused, file = '', tag = '', rule = '', at } = planned;
    return [refused, file, tag, rule, at === undefined ? '' : `at ${at}`].filter((part) => part !== '').join(' ');
  }
  return planned
    .flatMap(({ file, items }) =>
      items.map(({ label, number, repeated, data: bytes }) =>
        `${file.name} ${label} ${number}${repeated ? '*' : ''} ${toHex(bytes).slice(0, 40)}`.replace(/ {2,}/g, ' '),
      ),
    )
    .join('; ');
}

describe('a plan', () => {
  it('has whole records with their places in the file (sscard.md 4.1)', () => {
    expect(plan('DF01EF05|0E|20|$', 'DF01EF05|990102|10|$')).toBe('DF01EF05 0E 3 0E03990102; DF01EF05 20 1 20023130');
    expect(plan('DF01EF15|2A|40:3|$', 'DF01EF15|21|408^^|$')).toBe(
      'DF01EF15 2A 1 2A0121; DF01EF15 40:3 4* 403457033430385803FFFFFF5928000000000000',
    );
    expect(plan('DF02EF15|1F|$', 'DF02EF15|990100|$')).toBe('DF02EF15 1F 6 1F03990100');
  });

  it('appends to cyclic files, in the order given', () => {
    expect(plan('DF04EF15|$', 'DF04EF15|4^1^|5^9|$')).toBe('DF04EF15 1 0 000431; DF04EF15 2 0 000539');
  });

  it('takes a transparent file as a whole', () => {
    expect(plan('SSSEEF08|$', 'SSSEEF08|FFD8|$')).toBe(`SSSEEF08 0 FFD8${'0'.repeat(36)}`);
  });

  it('goes by the tables of the card’s version', () => {
    expect(plan('DF01EF0A|38|$', 'DF01EF0A|13|$', '2.0')).toBe('DF01EF0A 38 2 38023133');
    expect(plan('DF01EF0A|38|$', 'DF01EF0A|13|$', '1.0')).toBe('DF01EF0A 38 2 380400000013');
    expect(plan('DF01EF0A|38|39|$', 'DF01EF0A|13|20260601|$', '1.0', '2.0')).toBe(
      'DF01EF0A 38 2 38043133EEEE; DF01EF0A 39 3 390420260601',
    );
    expect(plan('DF02EF08|52|$', 'DF02EF08|123|$', '1.0')).toBe('DF02EF08 52 1 520A123FFFFFFFFFFFFFFFFF');
    expect(plan('DF02EF08|52|$', 'DF02EF08|123|$', '2.0')).toBe('file-unknown DF02EF08');
    // What 1.0 has alone keeps its own type under the other meaning; what 2.0 shares with it has no other.
    expect(plan('DF01EF05|22|21|$', 'DF01EF05|100000|路1号|$', '1.0', '2.0')).toMatch(
      /^DF01EF05 22 3 2212313030303030/,
    );
  });
});

describe('the holder’s name', () => {
  const long = '阿卜杜热合曼买买提艾力吐尔逊江';
  const name = (address: string, data: string, generation: Generation = '2.0') =>
    plan(`SSSEEF06|${address}|$`, `SSSEEF06|${data}|$`, generation);

  it('is written into both of its records, so that nothing of the old one stays', () => {
    expect(name('0A|09|0D', '1|张三|19900101')).toBe(
      'SSSEEF06 0A 4 0A0131; SSSEEF06 09 2 091ED5C5C8FD0000000000000000000000000000; ' +
        'SSSEEF06 4E 3 4E14000000000000000000000000000000000000; SSSEEF06 0D 7 0D0419900101',
    );
  });

  it('may be longer than the first, and is cut by bytes (trap 12)', () => {
    const whole = name('09', `一${long}x`);
    expect(whole).toMatch(/^SSSEEF06 09 2 091E/);
    expect(whole).toContain('SSSEEF06 4E 3 4E14BDAD7800');
    expect(name('09|4E', `${long}|尾巴`)).toContain('SSSEEF06 4E 3 4E14CEB2B0CD00');
    expect(name('4E|09', '尾巴|一')).toMatch(/^SSSEEF06 09 2 .*; SSSEEF06 4E 3 /);
  });

  it('has an end, and a 1.0 card has no second record for it', () => {
    expect(name('09', long + long)).toBe('write-malformed SSSEEF06 09 too-long');
    expect(name('09', `${long}x`, '1.0')).toBe('write-malformed SSSEEF06 09 too-long');
    expect(name('09', '张三', '1.0')).toMatch(/^SSSEEF06 09 2 [^;]*$/);
    expect(name('09', 'a\u0001')).toBe('write-malformed SSSEEF06 09 characters');
    expect(name('4E', '尾巴')).toBe('SSSEEF06 4E 3 4E14CEB2B0CD0000000000000000000000000000');
  });
});

describe('what does not fit is named by file, tag and rule', () => {
  it.each([
    ['DF01EF05|20|$', 'DF01EF05|123|$', 'write-malformed DF01EF05 20 too-long'],
    ['DF01EF05|0E|$', 'DF01EF05|99O1OO|$', 'write-malformed DF01EF05 0E digits'],
    ['DF01EF15|40:2|$', 'DF01EF15|408|$', 'write-malformed DF01EF15 40:2 parts'],
    ['DF01EF15|40:4|$', 'DF01EF15|408^^|$', 'write-malformed DF01EF15 40:4 no-such-item'],
    ['DF01EF05|21:2|$', 'DF01EF05|x|$', 'write-malformed DF01EF05 21:2 no-such-item'],
    ['DF01EF05|99|$', 'DF01EF05|x|$', 'write-malformed DF01EF05 99 no-such-item'],
    ['DF01EF05|20|20|$', 'DF01EF05|10|11|$', 'write-malformed DF01EF05 20 named-twice'],
    ['DF01EF05|$', 'DF01EF05|$', 'write-malformed DF01EF05 nothing-named'],
    ['DF01EF05|20|$', 'DF01EF05|$', 'write-malformed DF01EF05 data-values'],
    ['DF01EF05|20|$', 'DF01EF06|10|$', 'write-malformed DF01EF05 data-files'],
    ['DF01EF05|20|$', 'DF01EF05|10|$DF01EF06|x|$', 'write-malformed data-files'],
    ['DF04EF08|$', 'DF04EF08|1^2^^^^^^|$', 'write-malformed DF04EF08 read-only'],
    ['DF04EF15|1|$', 'DF04EF15|5^9|$', 'write-malformed DF04EF15 whole-file'],
    ['DF04EF15|$', 'DF04EF15|$', 'write-malformed DF04EF15 nothing-named'],
    ['DF04EF15|$', 'DF04EF15|5^9|6^xx|$', 'write-malformed DF04EF15 2 too-long'],
    ['SSSEEF08|1|$', 'SSSEEF08|FF|$', 'write-malformed SSSEEF08 whole-file'],
    ['SSSEEF08|$', 'SSSEEF08|FF|FF|$', 'write-malformed SSSEEF08 data-values'],
    ['SSSEEF08|$', 'SSSEEF08|picture|$', 'write-malformed SSSEEF08 hexadecimal'],
    ['DF09EF05|20|$', 'DF09EF05|10|$', 'file-unknown DF09EF05'],
    ['DF01EF05|20', 'DF01EF05|10|$', 'write-malformed address-grammar at 12'],
    ['DF01EF05|20|$', 'DF01EF05|10$', 'write-malformed data-grammar at 12'],
  ])('%s %s: %s', (address, data, said) => {
    expect(plan(address, data)).toBe(said);
  });
});
