import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/base/format-error.js';
import { fromHex } from '../../src/base/hex.js';
import { decodeAfl } from '../../src/codec/afl.js';

describe('application file locator', () => {
  it('reads entries of four bytes', () => {
    expect(decodeAfl(fromHex('08010100 10010201 F0FEFF02'))).toEqual([
      { sfi: 1, first: 1, last: 1, signed: 0 },
      { sfi: 2, first: 1, last: 2, signed: 1 },
      { sfi: 30, first: 254, last: 255, signed: 2 },
    ]);
  });

  it('refuses every kind of entry that Book 3 calls an error', () => {
    const wrong = ['', '080101', '0801010008', '00010100', 'F8010100', '09010100', '0C010100', '08000100', '08020100'];
    for (const afl of [...wrong, '08010102', '08030502 08010304']) {
      expect(() => decodeAfl(fromHex(afl))).toThrow(FormatError);
    }
  });
});
