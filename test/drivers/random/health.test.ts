/** NIST SP 800-90B 4.4 at its limits; the cutoffs were computed by exact fractions apart from this project. */

import { describe, expect, it } from 'vitest';
import { SourceHealth } from '../../../src/drivers/random/health.js';

/** How many of these bytes pass before the source may not go on. */
function passed(bytes: readonly number[]): number {
  const health = new SourceHealth();
  const stop = bytes.findIndex((byte) => !health.take(byte));
  return stop < 0 ? bytes.length : stop;
}

/** Bytes that never repeat and are never 0. */
const others = (count: number) => Array.from({ length: count }, (_, i) => 1 + (i % 255));

describe('the repetition count test', () => {
  it('lets ten equal bytes in a row pass, and not eleven', () => {
    expect(passed([1, ...new Array(10).fill(0), 2])).toBe(12);
    expect(passed([1, ...new Array(11).fill(0)])).toBe(11);
    expect(passed([1, ...new Array(10).fill(0), 2, ...new Array(10).fill(0)])).toBe(22);
  });
});

describe('the adaptive proportion test', () => {
  /** A window whose first byte is 0, and so many of the others. */
  const window = (zeros: number) => {
    const bytes = others(512);
    for (let i = 0; i < zeros; i++) bytes[2 * i] = 0;
    return bytes;
  };

  it('lets the first byte of a window come 77 times in it, and not 78 times', () => {
    expect(passed(window(77))).toBe(512);
    expect(passed(window(78))).toBe(154);
  });

  it('begins anew with each window of 512', () => {
    expect(passed([...window(77), ...window(77), ...others(511), 0, ...window(77)])).toBe(2048);
    expect(passed([...window(77), ...window(78)])).toBe(512 + 154);
  });
});
