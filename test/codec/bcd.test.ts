import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/base/hex.js';
import { decodeBcd, encodeBcd } from '../../src/codec/bcd.js';

describe('encodeBcd', () => {
  it('aligns left and fills with F', () => {
    expect(toHex(encodeBcd('20120528093015', 7))).toBe('20120528093015');
    expect(toHex(encodeBcd('990100', 3))).toBe('990100');
    expect(toHex(encodeBcd('12345', 8))).toBe('12345FFFFFFFFFFF');
    expect(toHex(encodeBcd('7', 1))).toBe('7F');
  });

  it('writes no digits as not set', () => {
    expect(toHex(encodeBcd('', 4))).toBe('FFFFFFFF');
    expect(encodeBcd('', 0)).toHaveLength(0);
  });

  it('refuses too many digits and other characters', () => {
    expect(() => encodeBcd('123', 1)).toThrow('fit their bytes');
    for (const digits of ['1A', 'F', '1 ', '１', '1/', '1:'])
      expect(() => encodeBcd(digits, 4)).toThrow('made of digits');
  });
});

describe('decodeBcd', () => {
  it('reads digits without the filler', () => {
    expect(decodeBcd(fromHex('20120528093015'))).toBe('20120528093015');
    expect(decodeBcd(fromHex('123456FF'))).toBe('123456');
    expect(decodeBcd(fromHex('12345F'))).toBe('12345');
    expect(decodeBcd(fromHex('00'))).toBe('00');
  });

  it('reads all F, and nothing, as not set', () => {
    expect(decodeBcd(fromHex('FFFFFFFF'))).toBe('');
    expect(decodeBcd(new Uint8Array(0))).toBe('');
  });

  it('refuses A to E, and digits after the filler', () => {
    for (const digit of ['A', 'B', 'C', 'D', 'E']) {
      expect(() => decodeBcd(fromHex(`12${digit}4`))).toThrow('bcd: not a digit at 1');
      expect(() => decodeBcd(fromHex(`123${digit}`))).toThrow('bcd: not a digit at 1');
      expect(() => decodeBcd(fromHex(`FF${digit}F`))).toThrow('bcd: not a digit at 1');
    }
    expect(() => decodeBcd(fromHex('1F23'))).toThrow('bcd: digit after the filler at 1');
    expect(() => decodeBcd(fromHex('12F4'))).toThrow('bcd: digit after the filler at 1');
    expect(() => decodeBcd(fromHex('FFF1'))).toThrow('bcd: digit after the filler at 1');
  });

  it('gives back every pair of nibbles it accepts', () => {
    let accepted = 0;
    for (let byte = 0; byte <= 0xff; byte++) {
      let digits: string;
      try {
        digits = decodeBcd(Uint8Array.of(byte));
      } catch {
        continue;
      }
      accepted++;
      expect(encodeBcd(digits, 1)[0]).toBe(byte);
    }
    expect(accepted).toBe(100 + 10 + 1);
  });
});
