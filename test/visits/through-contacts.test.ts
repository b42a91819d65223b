/** Whole visits character by character, on Node and on XS; every scenario and every character is tried on Node. */

import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../xs/scenarios.js';
import { speaking, withContacts, withSlots } from './contact-visits.js';

/** T0 and interface bytes: TA1 96 with T=0, and T=1 with IFSC 254, 32. */
const FAST = [0x7d, 0x96, 0x00, 0x00];
const BLOCKS = [0xfd, 0x96, 0x00, 0xff, 0x81, 0x31, 0xfe, 0x45];
const SMALL_BLOCKS = [0xfd, 0x11, 0x00, 0xff, 0x81, 0x31, 0x20, 0x45];

describe('a visit through contacts', () => {
  it.each(['identify-v2-des', 'identify-v3-sm4', 'psam-none', 'no-card'])('%s is the one without', async (name) => {
    const without = await withSlots(SCENARIOS[name]);
    const through = await withContacts(SCENARIOS[name]);
    expect(through.transcript.join('\n')).toBe(without.transcript.join('\n'));
    expect(through.outcome).toBe(without.outcome);
    expect(through.supplies).not.toContain('ON');
  });

  it('comes to the same end with a fast card and with cards of T=1', async () => {
    for (const bytes of [FAST, BLOCKS, SMALL_BLOCKS]) {
      const through = await withContacts(SCENARIOS['identify-v2-des'], { traits: speaking(bytes) });
      expect(through.outcome).toBe('done');
      expect(through.supplies).toBe('off off');
    }
  });
});
