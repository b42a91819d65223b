/** Whole visits through couplers, on Node and on XS; every scenario and every byte is tried on Node. */

import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../xs/scenarios.js';
import { speaking, withCouplers, withSlots } from './contact-visits.js';

const FAST = [0x7d, 0x96, 0x00, 0x00];
const BLOCKS = [0xfd, 0x96, 0x00, 0xff, 0x81, 0x31, 0xfe, 0x45];
const SMALL_BLOCKS = [0xfd, 0x11, 0x00, 0xff, 0x81, 0x31, 0x20, 0x45];

describe('a visit through couplers', () => {
  it.each(['identify-v2-des', 'identify-v3-sm4', 'psam-none', 'no-card'])('%s is the one without', async (name) => {
    const without = await withSlots(SCENARIOS[name]);
    const through = await withCouplers(SCENARIOS[name]);
    expect(through.transcript.join('\n')).toBe(without.transcript.join('\n'));
    expect(through.outcome).toBe(without.outcome);
    expect(through.supplies).toBe('off off');
  });

  it('comes to the same end with a fast card and with cards of T=1', async () => {
    for (const bytes of [FAST, BLOCKS, SMALL_BLOCKS]) {
      const through = await withCouplers(SCENARIOS['identify-v2-des'], { traits: speaking(bytes) });
      expect(through.outcome).toBe('done');
      expect(through.supplies).toBe('off off');
    }
  });
});
