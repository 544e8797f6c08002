/**
 * From when a version is to be live, as people write it: a time on the hospital's clock, or with an offset.
 *
 * A time that the clock shows twice or never is asked back, never guessed: it is an hour of invoices read by the wrong mapping.
 */

/** How far ahead a version can be approved; more is a slip of the pen. */
export const effectiveDaysMax = 731;

export type EffectiveTime = { at: Date } | { fault: string };

const form =
  /^(\d{4})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/;
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** @param text such as 2026-12-01T06:00, 2026-12-01T06:00-05:00 or 2026-12-01T12:00Z @param timeZone of the hospital */
export function readEffectiveTime(text: string, timeZone: string): EffectiveTime {
  const match = form.exec(text);
  const [, year, month, day, hour, minute, second = '0', offset] = match ?? [];
  const wall = Date.UTC(
    ...([Number(year), Number(month) - 1, Number(day)] as const),
    ...([Number(hour), Number(minute), Number(second)] as const),
  );
  const isDay = match !== null && new Date(wall).toISOString().startsWith(`${year}-${month}-${day}`);
  if (!isDay) {
    return {
      fault: `"${text}" is not a time such as 2026-12-01T06:00 (in ${timeZone}) or 2026-12-01T12:00Z.`,
    };
  }
  if (offset !== undefined) return { at: new Date(wall - offsetMs(offset)) };
  // A day before and a day after, the zone is on either side of any change of its clocks.
  const around = [wall - dayMs, wall + dayMs].map((near) => wall - zoneOffsetMs(near, timeZone));
  const found = [...new Set(around)].filter((at) => at + zoneOffsetMs(at, timeZone) === wall);
  found.sort((one, other) => one - other);
  if (found.length === 1) return { at: new Date(found[0]!) };
  const [one, other] = (found.length === 0 ? around : found).map((at) => wallTime(new Date(at), timeZone));
  return {
    fault:
      found.length === 0
        ? `${text} does not exist in ${timeZone}: clocks go forward over it. Write ${other!} or ${one!}.`
        : `${text} comes twice in ${timeZone}, where clocks go back. Write ${one!} or ${other!}.`,
  };
}

/** A moment as the clocks of a zone show it, with the offset: 2026-12-01T06:00-06:00. */
export function wallTime(at: Date, timeZone: string): string {
  const offset = zoneOffsetMs(at.getTime(), timeZone);
  const wall = new Date(at.getTime() + offset).toISOString();
  const seconds = wall.slice(16, 19) === ':00' ? '' : wall.slice(16, 19);
  return `${wall.slice(0, 16)}${seconds}${offset < 0 ? '-' : '+'}${hoursAndMinutes(Math.abs(offset))}`;
}

function hoursAndMinutes(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** @param offset Z, -05:00 or +0530 */
function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const digits = offset.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3));
  return (digits.startsWith('-') ? -minutes : minutes) * minuteMs;
}

/** How far the clocks of a zone are ahead of UTC at a moment. */
function zoneOffsetMs(at: number, timeZone: string): number {
  const whole = Math.floor(at / 1_000) * 1_000;
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(whole);
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - whole;
}
