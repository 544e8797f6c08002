/**
 * From when a version is to be live, as people write it: a time on the hospital's clock, or with an offset.
 *
 * A time that the clock shows twice or never is asked back, never guessed: it is an hour of invoices read by the wrong mapping.
 */
import { inZone, readIsoTime, whenShown, type ZonedTime } from './wall-time.js';

/** How far ahead a version can be approved; more is a slip of the pen. */
export const effectiveDaysMax = 731;

export type EffectiveTime = { at: Date } | { fault: string };

const form =
  /^\d{4}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?<offset>Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/;

/** @param text such as 2026-12-01T06:00, 2026-12-01T06:00-05:00 or 2026-12-01T12:00Z @param timeZone of the hospital */
export function readEffectiveTime(text: string, timeZone: string): EffectiveTime {
  const match = form.exec(text);
  const read = match === null ? undefined : readIsoTime(text.replace(' ', 'T'));
  if (read === undefined) {
    return {
      fault: `"${text}" is not a time such as 2026-12-01T06:00 (in ${timeZone}) or 2026-12-01T12:00Z.`,
    };
  }
  if (match?.groups?.['offset'] !== undefined) return { at: read.toJSDate() };
  const { at, skippedMinutes } = whenShown(read, timeZone);
  const [first, second] = at;
  if (skippedMinutes > 0) {
    const before = shown(first!.minus({ minutes: skippedMinutes }));
    return {
      fault: `${text} does not exist in ${timeZone}: clocks go forward over it. Write ${before} or ${shown(first!)}.`,
    };
  }
  if (second === undefined) return { at: first!.toJSDate() };
  return {
    fault: `${text} comes twice in ${timeZone}, where clocks go back. Write ${shown(first!)} or ${shown(second)}.`,
  };
}

/** A moment as the clocks of a zone show it, with the offset: 2026-12-01T06:00-06:00. */
export function wallTime(at: Date, timeZone: string): string {
  return shown(inZone(at, timeZone));
}

function shown(time: ZonedTime): string {
  return time.toFormat(time.second === 0 ? "yyyy-MM-dd'T'HH:mmZZ" : "yyyy-MM-dd'T'HH:mm:ssZZ");
}
