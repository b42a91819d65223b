/** Every reason not to take an update of the blacklist has its words, in both languages, and no two have the same. */

import { describe, expect, it } from 'vitest';
import { BLACKLIST_UPDATE_TEXTS } from '../../src/screens/blacklist-updates.js';

const rows = Object.entries(BLACKLIST_UPDATE_TEXTS);

describe('an update that is not taken', () => {
  it.each(rows)('says what it is and what to do next: %s', (_, { what, next }) => {
    for (const text of [what, next]) {
      expect(text.zh).toMatch(/[\u4e00-\u9fff]{2}/);
      expect(text.en).toMatch(/^[A-Z][^\u4e00-\u9fff]{6,}$/);
    }
  });

  it('is told from every other', () => {
    expect(new Set(rows.map(([, { what }]) => what.zh)).size).toBe(rows.length);
    expect(new Set(rows.map(([, { what }]) => what.en)).size).toBe(rows.length);
  });
});
