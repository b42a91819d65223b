import { describe, expect, it } from 'vitest';
import { ETHNICITY, INSURANCE } from '../../src/ssse/codes.js';
import { layoutOf } from '../../src/ssse/layout.js';
import type { Item } from '../../src/ssse/model.js';

/** An item with the items inside it. */
const withParts = (item: Item): readonly Item[] => {
  const places = typeof item.meaning === 'object' && 'places' in item.meaning ? item.meaning.places : [];
  return [item, ...(item.parts ?? []), ...places];
};

describe('code lists', () => {
  it('spell their codes as long as their items are', () => {
    let lists = 0;
    for (const item of layoutOf('2.0').flatMap((file) => file.items.flatMap(withParts))) {
      if (typeof item.meaning !== 'object' || !('codes' in item.meaning)) continue;
      // 与供养人关系 is one digit in a byte of BCD; the second is filler.
      const length = item.tag === 0x76 ? 1 : item.type === 'cn' ? 2 * item.length : item.length;
      for (const code of Object.keys(item.meaning.codes)) expect(code).toHaveLength(length);
      lists += 1;
    }
    expect(lists).toBeGreaterThan(30);
  });

  it('have all 56 ethnic groups and 99', () => {
    expect(Object.keys(ETHNICITY)).toHaveLength(57);
    expect(ETHNICITY['01'].zh).toBe('汉族');
    expect(ETHNICITY['13'].zh).toBe('瑶族');
    expect(ETHNICITY['38'].zh).toBe('锡伯族');
  });

  it('have the insurances of a card', () => {
    expect(INSURANCE['310'].zh).toBe('职工基本医疗保险');
    expect(Object.isFrozen(INSURANCE)).toBe(true);
  });
});
