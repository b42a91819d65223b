import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex, hexNumber, toHex } from '../../src/base/hex.js';

function ruleOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof FormatError ? `${error.rule} ${error.offset}` : 'another error';
  }
  return 'no error';
}

describe('hexadecimal', () => {
  it('reads both cases and skips blanks', () => {
    expect([...fromHex('00 a4\n04 Ff')]).toEqual([0x00, 0xa4, 0x04, 0xff]);
    expect([...fromHex('')]).toEqual([]);
  });

  it('writes upper case', () => {
    expect(toHex(Uint8Array.of(0x00, 0xa4, 0xff))).toBe('00A4FF');
    expect(hexNumber(0x6a82, 4)).toBe('6A82');
    expect(hexNumber(5)).toBe('05');
  });

  it('refuses everything else', () => {
    expect(ruleOf(() => fromHex('123'))).toBe('odd number of digits undefined');
    for (const odd of ['0g', '0G', '0@', '0`', '0/', '0:', '\u0130\u0130', '0\u00e9']) {
      expect(ruleOf(() => fromHex(odd))).toMatch('not a hexadecimal digit');
    }
    expect(ruleOf(() => fromHex('00zz'))).toBe('not a hexadecimal digit 2');
  });
});
