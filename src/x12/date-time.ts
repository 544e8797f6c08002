/**
 * Whether digits are a real date or time as X12 writes them.
 */

/** yyMMdd or yyyyMMdd, in the calendar; two-digit years count as leap years when divisible by four. */
export function isDate(digits: string): boolean {
  if (!/^(\d{6}|\d{8})$/.test(digits)) return false;
  const year = Number(digits.slice(0, -4));
  const month = Number(digits.slice(-4, -2));
  const day = Number(digits.slice(-2));
  return (digits.length === 6 || year > 0) && isDay(year, month, day);
}

/** HHmm, HHmmss, HHmmssd or HHmmssdd, with decimals of a second. */
export function isTime(digits: string): boolean {
  if (!/^(\d{4}|\d{6,8})$/.test(digits)) return false;
  return (
    Number(digits.slice(0, 2)) < 24 &&
    Number(digits.slice(2, 4)) < 60 &&
    Number(digits.slice(4, 6) || '0') < 60
  );
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the day is in the calendar; months and days count from 1. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0 || year === 0);
  return day <= monthDays[month - 1]! + Number(leap);
}
