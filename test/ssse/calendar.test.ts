import { describe, expect, it } from 'vitest';
import { isCalendarDay, isDayOfEveryYear } from '../../src/ssse/calendar.js';

describe('a day of the calendar', () => {
  it.each(['20240229', '20000229', '20260601', '99991231', '00010101'])('%s is one', (digits) => {
    expect(isCalendarDay(digits)).toBe(true);
  });

  it.each(['20260229', '19000229', '20261301', '20260631', '20260600', '00000101', '2026060', 'FFFFFFFF', ''])(
    '%s is none',
    (digits) => {
      expect(isCalendarDay(digits)).toBe(false);
    },
  );
});

describe('a day of every year', () => {
  it.each(['0101', '0228', '0401', '0630', '1231'])('%s is one', (digits) => {
    expect(isDayOfEveryYear(digits)).toBe(true);
  });

  it.each(['0229', '0230', '1332', '0001', '0100', '0431', '101', '01011', '0a01', 'FFFF', '0000', ''])(
    '%s is none',
    (digits) => {
      expect(isDayOfEveryYear(digits)).toBe(false);
    },
  );
});
