import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/base/bytes.js';
import { fromHex, toHex } from '../../../src/base/hex.js';
import { decodeRangePage, pageHasNumber, RangePageBuilder } from '../../../src/journal/blacklist/range-page.js';

describe('a page of ranges', () => {
  it('has distances in groups of seven bits', () => {
    const page = new RangePageBuilder(100);
    expect(page.isEmpty).toBe(true);
    expect(page.add({ from: 5, to: 5 })).toBe(true);
    expect(page.add({ from: 132, to: 260 })).toBe(true);
    expect(page.isEmpty).toBe(false);
    expect(toHex(page.content())).toBe('0002 05 00 7F 8001'.replaceAll(' ', ''));
  });

  it('gives its ranges back, up to the last number there is', () => {
    const last = 36 ** 9 - 1;
    const ranges = [
      { from: 0, to: 0 },
      { from: 1, to: 127 },
      { from: 300, to: last - 2 },
      { from: last, to: last },
    ];
    const page = new RangePageBuilder(100);
    for (const range of ranges) page.add(range);
    const content = concat(page.content(), fromHex('FFFF'));
    expect(decodeRangePage(content)).toEqual(ranges);
    const has = (floor: number, exact = true) => pageHasNumber(content, { floor, exact });
    expect([0, 1, 127, 300, last - 2, last].map((number) => has(number))).toEqual([true, true, true, true, true, true]);
    expect([128, 299, last - 1].map((number) => has(number))).toEqual([false, false, false]);
    // Behind a range's last number and before the next there may be texts that are no numbers.
    expect([has(127, false), has(126, false), has(last, false), has(-1, false)]).toEqual([false, true, false, false]);
  });

  it('takes what fits and not a byte more', () => {
    const page = new RangePageBuilder(6);
    expect(page.add({ from: 1, to: 1 })).toBe(true);
    expect(page.add({ from: 200, to: 201 })).toBe(false);
    expect(page.add({ from: 100, to: 101 })).toBe(true);
    expect(page.add({ from: 102, to: 102 })).toBe(false);
    expect(toHex(page.content())).toBe('000201006301');
  });
});
