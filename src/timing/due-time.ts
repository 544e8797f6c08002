/**
 * By when an answer is due. Minutes, hours and days pass as they do; business days keep the time on the hospital's wall.
 *
 * What is sent on a day that is no business day counts as sent when the next one begins, so that whoever is sent something
 * later never has to answer sooner, and everybody has a whole business day.
 */
import { type Calendar, parsePeriod, weekdays } from './calendar.js';

/** The hospital's time zone (IANA) and business days. */
export interface BusinessTime {
  timezone: string;
  calendar: Calendar;
}

const dayMs = 86_400_000;
const elapsedMs = { m: 60_000, h: 3_600_000, d: dayMs };

/** @param within such as 24h or 1bd */
export function dueTime(sentAt: Date, within: string, business: BusinessTime): Date {
  const { count, unit } = parsePeriod(within);
  if (unit !== 'bd') return new Date(sentAt.getTime() + count * elapsedMs[unit]);
  const { timezone, calendar } = business;
  const holidays = new Set(calendar.holidays);
  const isBusinessDay = (wallMs: number) => {
    const day = new Date(wallMs);
    const weekday = weekdays[(day.getUTCDay() + 6) % 7]!;
    return calendar.workdays.includes(weekday) && !holidays.has(day.toISOString().slice(0, 10));
  };
  const nextBusinessDay = (wallMs: number) => {
    let at = wallMs + dayMs;
    while (!isBusinessDay(at)) at += dayMs;
    return at;
  };
  let wallMs = wallOf(sentAt, timezone);
  if (!isBusinessDay(wallMs)) wallMs = nextBusinessDay(wallMs - (((wallMs % dayMs) + dayMs) % dayMs));
  for (let days = 0; days < count; days += 1) wallMs = nextBusinessDay(wallMs);
  return instantOf(wallMs, timezone);
}

/** The time on a wall in the zone, as the milliseconds that a clock in UTC would show it at. */
function wallOf(instant: Date, timezone: string): number {
  const parts = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts as Record<string, number>;
  return Date.UTC(year!, month! - 1, day, hour, minute, second, instant.getUTCMilliseconds());
}

/**
 * When a wall in the zone shows this time. Of an hour that comes twice it is the first; a time that is left out when clocks go
 * forward is as much later as they go.
 */
function instantOf(wallMs: number, timezone: string): Date {
  const offsetAt = (ms: number) => wallOf(new Date(ms), timezone) - ms;
  const before = wallMs - offsetAt(wallMs - dayMs);
  const after = wallMs - offsetAt(wallMs + dayMs);
  const shows = (ms: number) => wallOf(new Date(ms), timezone) === wallMs;
  return new Date(!shows(before) && shows(after) ? after : before);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const numeric = 'numeric' as const;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  formats.set(timezone, format);
  return format;
}
