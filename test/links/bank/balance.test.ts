import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../../src/links/bank/balance.js';

function balance(value: string | Uint8Array): number | undefined {
  return balanceOf({ mti: '0210', fields: new Map([[54, value]]) });
}

describe('balanceOf', () => {
  it('is in fen, with its sign', () => {
    expect(balance('0102156C000000012345')).toBe(12345);
    expect(balance('0102156D000000012345')).toBe(-12345);
    expect(balance('0102156D000000000000')).toBe(0);
    expect(balance('0102156C999999999999')).toBe(999_999_999_999);
  });

  it('is none in another currency or another form, or where there is none', () => {
    expect(balance('0102840C000000012345')).toBeUndefined();
    expect(balance('0102156E000000012345')).toBeUndefined();
    expect(balance('0102156C00000001234 ')).toBeUndefined();
    expect(balance('0102156C00000001234')).toBeUndefined();
    expect(balance(new Uint8Array(20))).toBeUndefined();
    expect(balanceOf({ mti: '0210', fields: new Map() })).toBeUndefined();
  });
});
