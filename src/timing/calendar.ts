/**
 * The hospital's calendar, and the times in which an answer is agreed on: their forms in hub.yaml and in partner files.
 */
import { z } from 'zod';

/** Days of the week as they are written, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Which days are business days. */
export interface Calendar {
  workdays: readonly Weekday[];
  /** yyyy-MM-dd. */
  holidays: readonly string[];
}

const holidaysMax = 1_000;

const holiday = z
  .string('this is not a date\nsuch as 2026-11-26')
  .refine((text) => isDate(text), 'there is no such date\nsuch as 2026-11-26');

export const calendarSchema = z
  .strictObject({
    workdays: z
      .array(z.enum(weekdays))
      .min(1)
      .default(['mon', 'tue', 'wed', 'thu', 'fri'])
      .superRefine(refuseRepeats)
      .describe('Days of the week that are business days: mon, tue, wed, thu, fri, sat, sun.'),
    holidays: z
      .array(holiday)
      .max(holidaysMax)
      .default([])
      .superRefine(refuseRepeats)
      .describe('Dates that are no business days, such as 2026-11-26.'),
  })
  .describe(
    'Business days, for periods such as 1bd in expect:. Days begin and end in the time zone of the hospital.',
  );

function refuseRepeats(entries: readonly string[], context: z.RefinementCtx): void {
  entries.forEach((entry, index) => {
    if (entries.indexOf(entry) < index)
      context.addIssue({ code: 'custom', path: [index], message: `"${entry}" stands twice` });
  });
}

function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** m minutes, h hours and d days of 24 hours pass on every day; bd are business days. */
export type PeriodUnit = 'm' | 'h' | 'd' | 'bd';

const periodForm = /^([1-9]\d{0,2})(m|h|d|bd)$/;
const periodWords =
  'this is not a time to answer in\nsuch as 24h, 90m, 2d (of 24 hours) or 1bd (business days), each at most 999';

/** How long a partner has to answer, as it is written in a partner file. */
export const periodSchema = z.string(periodWords).regex(periodForm, periodWords);

/** @param period as periodSchema takes it */
export function parsePeriod(period: string): { count: number; unit: PeriodUnit } {
  const match = periodForm.exec(period);
  if (match === null) throw new Error(`"${period}" is no period`);
  return { count: Number(match[1]), unit: match[2] as PeriodUnit };
}
