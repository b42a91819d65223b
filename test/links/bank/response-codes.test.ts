import { describe, expect, it } from 'vitest';
import { responseClass } from '../../../src/links/bank/response-codes.js';
import { verdictOf } from '../../../src/pse/response-code.js';
import { RESPONSE_CODES } from '../../../src/pse/words/codes.js';

/** Field 39 of a host: two characters that the terminal does not write itself. */
const CODES = RESPONSE_CODES.map(([code]) => code).filter((code) => !/^[YZ]/.test(code));

describe('responseClass', () => {
  it.each([
    ['approved', '00 11'],
    ['take-back', '10 16 A2 A4 A5 A6'],
    ['retry', '55 68 90 91 96 98'],
    ['sign-in', '77 99 A0'],
    ['capture', '04 07 41 43'],
    ['decline', '01 02 03 05 12 13 14 15 22 25 30 34 38 40 51 54 57 58 61 62 65 75 92 94 97 A1 A3 A7'],
  ])('%s: %s', (wanted, codes) => {
    for (const code of codes.split(' ')) expect(responseClass(code), code).toBe(wanted);
    expect(CODES.filter((code) => responseClass(code) === wanted).join(' ')).toBe(codes);
  });

  it('is a decline for what nobody knows', () => {
    for (const code of ['ZZ', '', '0', '000', 'a0']) expect(responseClass(code)).toBe('decline');
  });

  it('moves money back where the kernel does, and nowhere else', () => {
    const KERNEL = { approved: 'approved', 'take-back': 'approved in part' } as const;
    for (const code of CODES) {
      const one = responseClass(code);
      expect(verdictOf(code), code).toBe(one === 'approved' || one === 'take-back' ? KERNEL[one] : 'declined');
    }
  });
});
