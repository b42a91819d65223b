import { describe, expect, it } from 'vitest';
import { asciiBytes } from '../../src/base/bytes.js';
import { crc32 } from '../../src/codec/crc32.js';

describe('CRC-32', () => {
  it('gives the check value of the catalogue, and nothing for nothing', () => {
    // CRC RevEng catalogue, CRC-32/ISO-HDLC: check cbf43926
    expect(crc32(asciiBytes('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });

  it('is that of ZIP for longer text', () => {
    // zlib.crc32(b'The quick brown fox jumps over the lazy dog')
    expect(crc32(asciiBytes('The quick brown fox jumps over the lazy dog'))).toBe(0x414fa339);
  });
});
