import { describe, expect, it } from 'vitest';
import { isCalendarDay } from '../../src/ssse/calendar.js';
import { checkCardNumber } from '../../src/ssse/card-number.js';
import { checkPersonNumber } from '../../src/ssse/person-number.js';

describe('checkCardNumber', () => {
  it('accepts the published example, in machine form and as printed', () => {
    expect(checkCardNumber('D2143569X')).toBe('valid');
    expect(checkCardNumber('D2143569-X')).toBe('valid');
  });

  it('accepts the test numbers of sscard.md 16.1', () => {
    expect(checkCardNumber('A00000011')).toBe('valid');
    expect(checkCardNumber('T99010006')).toBe('valid');
  });

  it('writes 0 where the sum is a multiple of eleven', () => {
    // A 30, then 2 × 7 = 14: 44
    expect(checkCardNumber('A20000000')).toBe('valid');
  });

  it('refuses every other check character', () => {
    for (const check of '0123456789') expect(checkCardNumber(`D2143569${check}`)).toBe('wrong-check');
  });

  it('refuses another shape', () => {
    for (const text of [
      '',
      'D2143569',
      'D2143569XX',
      '12143569X',
      'd2143569X',
      'D214-3569X',
      'D2143569A',
      'D2143569X ',
    ]) {
      expect(checkCardNumber(text)).toBe('malformed');
    }
  });
});

describe('checkPersonNumber', () => {
  it('accepts the textbook number and the test number', () => {
    expect(checkPersonNumber('11010519491231002X')).toBe('valid');
    expect(checkPersonNumber('990100199001010012')).toBe('valid');
  });

  it('refuses every other check character of a citizen number', () => {
    for (const check of '0123456789') expect(checkPersonNumber(`11010519491231002${check}`)).toBe('wrong-check');
  });

  it('takes a number without a province or a birthday for an assigned one', () => {
    expect(checkPersonNumber('990100199001010013')).toBe('assigned');
    expect(checkPersonNumber('110105194913310020')).toBe('assigned');
    expect(checkPersonNumber('110105149412310021')).toBe('assigned');
    expect(checkPersonNumber('CHN310115012345')).toBe('assigned');
    expect(checkPersonNumber('H1234567800')).toBe('assigned');
  });

  it('refuses what is no number at all', () => {
    for (const text of ['', '11010519491231002x', '11010519491231002X0', '1101051949 231002X', '张三']) {
      expect(checkPersonNumber(text)).toBe('malformed');
    }
  });
});

describe('isCalendarDay', () => {
  it('knows the Gregorian calendar', () => {
    for (const day of ['20000229', '20240229', '19491231', '20260601']) expect(isCalendarDay(day)).toBe(true);
    for (const day of ['19000229', '20230229', '20260431', '20260600', '20260001', '20261301', '00000101', '2026061']) {
      expect(isCalendarDay(day)).toBe(false);
    }
  });
});
