/** The contact plan, case by case, on Node and on XS; `npm run conformance` prints it behind that of the payments. */

import { describe, expect, it } from 'vitest';
import { ALL_CONTACT_CASES } from './chapters.js';
import { playContact } from './play.js';

describe('the contact plan', () => {
  it('numbers its cases, each once', () => {
    const ids = ALL_CONTACT_CASES.map(({ id }) => id);
    expect(ids.filter((id, i) => !/^L\d\d-\d{3}$/.test(id) || ids.indexOf(id) !== i).join()).toBe('');
    expect(ids.length).toBeGreaterThan(150);
  });

  for (const one of ALL_CONTACT_CASES) {
    it(`${one.id} ${one.title}`, async () => {
      expect((await playContact(one)).failure).toBeUndefined();
    });
  }
});
