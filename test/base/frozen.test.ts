import { describe, expect, it } from 'vitest';
import { frozen } from '../../src/base/frozen.js';

describe('a frozen table', () => {
  it('takes no change, however deep it lies', () => {
    const table = frozen({ rows: [{ tags: [1, 2] }], name: { zh: '卡', en: 'card' } });
    expect(() => Object.assign(table, { name: 'other' })).toThrow(TypeError);
    expect(() => Object.assign(table.name, { en: 'other' })).toThrow(TypeError);
    expect(() => (table.rows as unknown as unknown[]).push(3)).toThrow(TypeError);
    expect(() => Object.assign(table.rows[0].tags, { 1: 3 })).toThrow(TypeError);
    expect(table).toEqual({ rows: [{ tags: [1, 2] }], name: { zh: '卡', en: 'card' } });
  });

  it('leaves byte strings and functions as they are', () => {
    const bytes = Uint8Array.of(1, 2);
    const rule = () => true;
    const [row] = frozen([[bytes, rule, undefined, null]]);
    bytes[0] = 3;
    expect(row).toEqual([Uint8Array.of(3, 2), rule, undefined, null]);
    expect(Object.isFrozen(rule)).toBe(false);
  });
});
