import { describe, expect, it } from 'vitest';
import type { Surface } from '../../src/ports/surface.js';
import { layOut } from '../../src/screens/layout.js';

/** Measures, and paints nothing. */
const surface: Surface = {
  width: 240,
  height: 320,
  lineHeight: (face) => (face === 'large' ? 20 : 16),
  measure: (text, face) => text.length * (face === 'large' ? 10 : 8),
  begin() {},
  fill() {},
  text() {},
  bitmap() {},
  end() {},
};

describe('layOut', () => {
  // Of the machine of the tests: a device's has a sixteenth of it, and shows two hundred lines of an enquiry.
  it('takes no more stack for many lines than for few', () => {
    const label = { zh: '项', en: 'Item' };
    const lines = Array.from({ length: 4_000 }, (_, i) => ({ label, value: String(i) }));
    const { pages } = layOut(surface, { screen: 'enquiry', tone: 'done', title: label, lines }, 'zh');
    const parts = pages.reduce((sum, page) => sum + page.length, 0);
    // A distance to the title, and of each line its row between two distances, and a hairline.
    expect(parts).toBe(1 + 4 * lines.length);
  });
});
