/**
 * The time that clocks on a wall show, in any zone: the only place that knows luxon.
 *
 * Zones come from the configuration, which has checked them. Digits are always 0 to 9, whatever the machine's locale is.
 */
import { DateTime, IANAZone, type DateTimeMaybeValid } from 'luxon';

/** A moment as the clocks of one zone show it; exact to the millisecond. */
export type ZonedTime = DateTime<true>;

/** Whether there is an IANA zone of this name, or a name that Intl takes for one. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** A moment as the clocks of the zone show it. @throws Error when there is no such zone or moment */
export function inZone(at: Date, timeZone: string): ZonedTime {
  return valid(DateTime.fromMillis(at.getTime(), { zone: timeZone, locale: 'en-US' }));
}

/** A moment as X12 writes it. @returns date yyyyMMdd and time HHmm, on the clocks of the zone */
export function wallClockAt(at: Date, timeZone: string): { date: string; time: string } {
  const shown = inZone(at, timeZone);
  return { date: shown.toFormat('yyyyMMdd'), time: shown.toFormat('HHmm') };
}

/** Reads ISO 8601; without an offset it is taken for UTC. @returns undefined where there is no such day or time */
export function readIsoTime(text: string): ZonedTime | undefined {
  const read = DateTime.fromISO(text, { zone: 'utc', locale: 'en-US' });
  return read.isValid ? read : undefined;
}

/** The same day and time on clocks of UTC, where every day has 24 hours: to count days without minding the zone. */
export function onPlainClock(time: ZonedTime): ZonedTime {
  return valid(time.setZone('utc', { keepLocalTime: true }));
}

/**
 * When the clocks of a zone show what a plain clock shows: once, or twice where they go back, the first time first.
 * Where they go forward over it they never show it; then it is as much later as they go, and skippedMinutes says how much.
 */
export function whenShown(plain: ZonedTime, timeZone: string): { at: ZonedTime[]; skippedMinutes: number } {
  const found = valid(plain.setZone(timeZone, { keepLocalTime: true }));
  const skippedMinutes = onPlainClock(found).diff(plain).as('minutes');
  return { at: skippedMinutes === 0 ? found.getPossibleOffsets() : [found], skippedMinutes };
}

function valid(time: DateTimeMaybeValid): ZonedTime {
  if (time.isValid) return time;
  throw new Error(`no time: ${time.invalidReason ?? 'unknown'}`);
}
