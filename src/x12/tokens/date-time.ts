/**
 * Whether digits are a real date or time as X12 writes them.
 *
 * The checks on bytes take digits only, which their callers know already; those on text take anything.
 */

/** yyMMdd or yyyyMMdd, in the calendar; two-digit years count as leap years when divisible by four. */
export function isDate(text: string): boolean {
  return /^\d+$/.test(text) && isDateAt(asBytes(text), 0, text.length);
}

/** HHmm, HHmmss, HHmmssd or HHmmssdd, with decimals of a second. */
export function isTime(text: string): boolean {
  return /^\d+$/.test(text) && isTimeAt(asBytes(text), 0, text.length);
}

/** As isDate, of digits at bytes[start] to bytes[end - 1]. */
export function isDateAt(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 6 && length !== 8) return false;
  const century = length === 8 ? twoDigits(bytes, start) : 20;
  const year = century * 100 + twoDigits(bytes, end - 6);
  const month = twoDigits(bytes, end - 4);
  const day = twoDigits(bytes, end - 2);
  if (year === 0 || month < 1 || month > 12 || day < 1) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= monthDays[month - 1]! + Number(leap);
}

/** As isTime, of digits at bytes[start] to bytes[end - 1]. */
export function isTimeAt(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 4 && (length < 6 || length > 8)) return false;
  const seconds = length === 4 ? 0 : twoDigits(bytes, start + 4);
  return twoDigits(bytes, start) < 24 && twoDigits(bytes, start + 2) < 60 && seconds < 60;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function twoDigits(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - 0x30) * 10 + bytes[at + 1]! - 0x30;
}

function asBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
