/** One payment of one card, byte by byte, on every engine. The cryptograms are checked by OpenSSL in witness.node.test.ts. */

import { describe, expect, it } from 'vitest';
import { paymentDesk } from './desk.js';

describe('a payment card', () => {
  it('signs, goes online and approves', () => {
    const desk = paymentDesk({ authentication: 'dda', cardKey: 'icc-512-3' });
    expect(desk.open()).toBe('800E7C000801010010010201180105009000');
    expect(desk.ask('0088000004DEADBEEF')).toMatch(/^8040[0-9A-F]{128}9000$/);
    const first = desk.first('80');
    expect(first).toEqual({
      sw: '9000',
      information: '80',
      counter: '0001',
      cryptogram: first.cryptogram,
      issuerData: '07000103A0100201',
      results: '03A01002',
    });
    expect(desk.answer()).toBe('9000');
    expect(desk.second('40').results).toBe('03601002');
  });
});
