/**
 * A calendar that nobody kept up: holidays that are all over would make partners late who are not.
 */
import { inZone, type Calendar } from '../timing/index.js';
import { type Problem, problemAt, type YamlFile } from '../yaml/index.js';

/** @param now looked at in the hub's time zone */
export function calendarProblems(
  yaml: YamlFile,
  { timezone, calendar }: { timezone: string; calendar: Calendar },
  now = new Date(),
): Problem[] {
  const last = [...calendar.holidays].sort().at(-1);
  const today = inZone(now, timezone).toISODate();
  if (last === undefined || last >= today) return [];
  const message = `the last of these holidays was ${last}, so every weekday from now on is a business day`;
  const help = 'add those of this year and the next';
  return [
    problemAt(yaml, ['calendar', 'holidays'], { code: 'CALENDAR_OVER', severity: 'warning', message, help }),
  ];
}
