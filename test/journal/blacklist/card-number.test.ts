import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../../../src/base/bytes.js';
import { isBetween, numberPlace, wellFormedNumber } from '../../../src/journal/blacklist/card-number.js';

describe('a 卡号 as a number', () => {
  it.each([
    ['000000000', 0],
    ['000000001', 1],
    ['00000000A', 10],
    ['00000000Z', 35],
    ['000000010', 36],
    // 36^9 − 1
    ['ZZZZZZZZZ', 101_559_956_668_415],
  ])('%s is %d', (text, value) => {
    expect(numberPlace(text)).toEqual({ floor: value, exact: true });
    expect(wellFormedNumber(asciiBytes(text))).toBe(value);
  });

  it.each(['A0000001a', 'A0000001 ', 'A0000001-', '\0\0\0\0\0\0\0\0\0'])('%j is none', (text) => {
    expect(wellFormedNumber(asciiBytes(text))).toBe(undefined);
    expect(numberPlace(text).exact).toBe(false);
  });

  it('lies between others as its text does in ASCII order, well-formed or not', () => {
    const bounds = ['000000000', '00000000Z', 'A0000000Z', 'A00000010', 'A9ZZZZZZZ', 'ZZZZZZZZZ'];
    const texts = [
      ...bounds,
      '',
      '0',
      'A',
      'A0000000',
      'A000000100',
      'A0000000a',
      'A0000000:',
      'A/',
      'A:',
      'Z[',
      '[',
      'é',
      '卡',
    ];
    for (const from of bounds)
      for (const to of bounds)
        for (const text of texts) {
          const [first, last] = [numberPlace(from).floor, numberPlace(to).floor];
          expect(`${text} ${isBetween(numberPlace(text), first, last)}`).toBe(`${text} ${from <= text && text <= to}`);
        }
  });
});
