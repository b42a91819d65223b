const DAYS: readonly number[] = Object.freeze([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);

/** Whether four digits MMDD name a day that every year has: 0229 is none. */
export function isDayOfEveryYear(digits: string): boolean {
  return isCalendarDay(`${A_COMMON_YEAR}${digits}`);
}

/** One without a 29 February. */
const A_COMMON_YEAR = '2001';

/** Whether eight digits YYYYMMDD name a day of the Gregorian calendar, year 1 to 9999. */
export function isCalendarDay(digits: string): boolean {
  if (!/^\d{8}$/.test(digits)) return false;
  const year = Number(digits.slice(0, 4));
  const month = Number(digits.slice(4, 6));
  const day = Number(digits.slice(6));
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= DAYS[month - 1] + (leap && month === 2 ? 1 : 0);
}
