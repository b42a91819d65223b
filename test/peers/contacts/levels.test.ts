import { describe, expect, it } from 'vitest';
import { damagedLevels, levelsOf, readLevels } from '../../../hosts/peers/contacts/levels.js';

/** First to last, H or L, as ISO/IEC 7816-3 8.1 prints them without the start bit. */
const drawn = (levels: number) => Array.from({ length: 9 }, (_, bit) => (levels & (1 << bit) ? 'H' : 'L')).join('');

describe('levels on I/O', () => {
  it('of TS are those of the standard', () => {
    expect(drawn(levelsOf(0x3b, 'direct'))).toBe('HHLHHHLLH');
    expect(drawn(levelsOf(0x3f, 'inverse'))).toBe('HHLLLLLLH');
  });

  it('of the inverse TS read directly are 03 with a wrong parity', () => {
    expect(readLevels(levelsOf(0x3f, 'inverse'), 'direct')).toEqual({ byte: 0x03, damaged: true });
    expect(readLevels(levelsOf(0x3b, 'direct'), 'inverse')).toEqual({ byte: 0x23, damaged: true });
  });

  it('carry every byte, and show one wrong bit', () => {
    for (const convention of ['direct', 'inverse'] as const)
      for (let byte = 0; byte < 256; byte++) {
        const levels = levelsOf(byte, convention);
        expect(readLevels(levels, convention)).toEqual({ byte, damaged: false });
        expect(readLevels(damagedLevels(levels), convention)).toEqual({ byte, damaged: true });
        expect(readLevels(levels ^ 0x10, convention).damaged).toBe(true);
      }
  });
});
