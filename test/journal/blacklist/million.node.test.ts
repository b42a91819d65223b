/** The size that the store is made for: every look-up of a listed card must find it, or `measure` throws. */

import { describe, expect, it } from 'vitest';
import { measure } from '../../../tools/bench/blacklist-cases.js';

describe('a blacklist of a million entries', () => {
  it('fits 4 MiB with both its banks, and answers with two page reads at most', async () => {
    const { flashMiB, bytesPerEntry, readsMost, bytesRead, falseHits } = await measure(1_000_000, 2_000);
    expect(flashMiB).toBe(4);
    expect(bytesPerEntry).toBeLessThanOrEqual(2 ** 21 / 1_000_000);
    expect(readsMost).toBe(2);
    expect(bytesRead).toBeLessThanOrEqual(2 * 4096);
    // One in 16,000, and a thousand were asked for: three would be a wonder.
    expect(falseHits).toBeLessThan(3);
  });
});
