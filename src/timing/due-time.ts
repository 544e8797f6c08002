/**
 * By when an answer is due. Minutes, hours and days pass as they do; business days keep the time on the hospital's wall.
 *
 * What is sent on a day that is no business day counts as sent when the next one begins, so that whoever is sent something
 * later never has to answer sooner, and everybody has a whole business day.
 */
import { type Calendar, parsePeriod, weekdays } from './calendar.js';
import { inZone, onPlainClock, whenShown, type ZonedTime } from './wall-time.js';

/** The hospital's time zone (IANA) and business days. */
export interface BusinessTime {
  timezone: string;
  calendar: Calendar;
}

const elapsedMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @param within such as 24h or 1bd */
export function dueTime(sentAt: Date, within: string, business: BusinessTime): Date {
  const { count, unit } = parsePeriod(within);
  if (unit !== 'bd') return new Date(sentAt.getTime() + count * elapsedMs[unit]);
  const { timezone, calendar } = business;
  const holidays = new Set(calendar.holidays);
  const isBusinessDay = (at: ZonedTime) =>
    calendar.workdays.includes(weekdays[at.weekday - 1]!) && !holidays.has(at.toISODate());
  const nextBusinessDay = (from: ZonedTime) => {
    let at = from.plus({ days: 1 });
    while (!isBusinessDay(at)) at = at.plus({ days: 1 });
    return at;
  };
  let at = onPlainClock(inZone(sentAt, timezone));
  if (!isBusinessDay(at)) at = nextBusinessDay(at.startOf('day'));
  for (let days = 0; days < count; days += 1) at = nextBusinessDay(at);
  // Of an hour that comes twice it is the first.
  return whenShown(at, timezone).at[0]!.toJSDate();
}
