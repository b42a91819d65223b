/** The settlement year (医保年度) of the medical account, which need not begin on 1 January. SPEC-7; sscard.md 8. */

import { FormatError } from '../../../src/base/format-error.js';
import { decodeBcd, encodeBcd } from '../../../src/codec/bcd.js';
import { SW } from '../../../src/codec/status-words.js';
import { demand, Refusal } from './refusal.js';

/** Digits per year of the number yyyymmdd: a difference below this lies within one year. */
const ONE_YEAR = 10000;

/**
 * Whether a transaction belongs to a later settlement year than the one the totals are of.
 *
 * @param date yyyymmdd as a number @param year cn2 @param startingDay mmdd, cn2
 */
export function isLaterYear(date: number, year: Uint8Array, startingDay: Uint8Array): boolean {
  return date - (number(year) * ONE_YEAR + number(startingDay)) >= ONE_YEAR;
}

/** The settlement year in which a date lies, cn2: the year before where the first day is still to come. */
export function settlementYear(date: number, startingDay: Uint8Array): Uint8Array {
  const calendarYear = Math.floor(date / ONE_YEAR);
  const year = date % ONE_YEAR < number(startingDay) ? calendarYear - 1 : calendarYear;
  return encodeBcd(String(year).padStart(4, '0'), 2);
}

/** The date of a cn7 time as the number yyyymmdd. @throws Refusal 6A80 where it is not all digits or no date */
export function dateOf(time: Uint8Array): number {
  const digits = digitsOf(time);
  demand(digits.length === 14 && isDay(Number(digits.slice(0, 4)), digits.slice(4, 8)), SW.wrongData);
  return Number(digits.slice(0, 8));
}

/**
 * A first day of the year, mmdd; 29 February is one, for the number that a date becomes needs no such day in each year. Which
 * days a card takes is said nowhere `[TP]`. @throws Refusal 6A80 where no year has that day
 */
export function demandStartingDay(day: Uint8Array): void {
  demand(isDay(A_LEAP_YEAR, digitsOf(day)), SW.wrongData);
}

const A_LEAP_YEAR = 2000;

/** @param digits mmdd */
function isDay(year: number, digits: string): boolean {
  const month = Number(digits.slice(0, 2));
  const day = Number(digits.slice(2));
  // The calendar is the same again after 400 years; day 0 of the next month is the last one of this.
  const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return digits.length === 4 && month >= 1 && month <= 12 && day >= 1 && day <= last;
}

function digitsOf(bytes: Uint8Array): string {
  try {
    return decodeBcd(bytes);
  } catch (error) {
    if (error instanceof FormatError) throw new Refusal(SW.wrongData);
    throw error;
  }
}

/** Two BCD bytes as a number; what was never set is 0. */
function number(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 100 + (byte >> 4) * 10 + (byte & 0x0f), 0);
}
